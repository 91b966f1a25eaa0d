package dev.drawbridge.practice.kube;

import dev.drawbridge.testbed.contract.ApiUnderTest;
import dev.drawbridge.testbed.contract.WorkloadContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PracticeWorkloadsContractTest extends WorkloadContract {
    private final PracticeApiServer server = Servers.start();
    @TempDir static Path folder;

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    protected ApiUnderTest api() {
        return Servers.underTest(server, folder);
    }

    @Override
    protected String image(boolean first) {
        return "127.0.0.1:5000/shop/web@sha256:" + (first ? "1" : "2").repeat(64);
    }
}
