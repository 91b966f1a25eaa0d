package dev.drawbridge.practice.kube;

import dev.drawbridge.testbed.contract.ApiServerContract;
import dev.drawbridge.testbed.contract.ApiUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PracticeApiServerContractTest extends ApiServerContract {
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

    /** The server keeps a bounded number of changes. */
    @Override
    protected void forgetChanges() {
        for (int i = 0; i <= Servers.HISTORY; i++) {
            server.seed(
                    Json.object(
                            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"filler\",\"namespace\":\"default\"},\"data\":{\"n\":\"%d\"}}"
                                    .formatted(i)));
        }
    }
}
