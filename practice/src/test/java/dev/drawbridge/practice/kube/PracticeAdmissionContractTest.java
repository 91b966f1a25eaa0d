package dev.drawbridge.practice.kube;

import dev.drawbridge.testbed.contract.AdmissionContract;
import dev.drawbridge.testbed.contract.ApiUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PracticeAdmissionContractTest extends AdmissionContract {
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
    protected String token(String person) {
        return Servers.token(person);
    }
}
