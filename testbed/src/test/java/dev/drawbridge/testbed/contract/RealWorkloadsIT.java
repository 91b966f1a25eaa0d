package dev.drawbridge.testbed.contract;

import dev.drawbridge.testbed.RealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealWorkloadsIT extends WorkloadContract {
    private final RealCluster cluster = RealCluster.startWithNode();

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

    @Override
    protected String image(boolean first) {
        return "127.0.0.1:5000/shop/web@sha256:" + (first ? "1" : "2").repeat(64);
    }
}
