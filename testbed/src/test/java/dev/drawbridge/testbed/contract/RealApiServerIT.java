package dev.drawbridge.testbed.contract;

import dev.drawbridge.testbed.RealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealApiServerIT extends ApiServerContract {
    private final RealCluster cluster = RealCluster.start();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    protected ApiUnderTest api() {
        return new ApiUnderTest(
                cluster.server(),
                cluster.authorityFile(),
                cluster.token("admin"),
                cluster.token("view"),
                "view");
    }

    /** A server that starts anew has no changes in its memory from before. */
    @Override
    protected void forgetChanges() {
        cluster.stopServer();
        cluster.startServer();
    }
}
