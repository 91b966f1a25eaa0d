package dev.drawbridge.testbed.contract;

import dev.drawbridge.testbed.RealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealAdmissionIT extends AdmissionContract {
    private final RealCluster cluster = RealCluster.start();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Override
    protected ApiUnderTest api() {
        return new ApiUnderTest(
                cluster.server(), cluster.authorityFile(), token("admin"), token("view"), "view");
    }

    @Override
    protected String token(String person) {
        return cluster.token(person);
    }
}
