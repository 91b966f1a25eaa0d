package dev.drawbridge.practice.registry;

import dev.drawbridge.testbed.contract.RegistryContract;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PracticeRegistryWithoutReferrersTest extends RegistryContract {
    private final PracticeRegistry registry =
            PracticeRegistry.start(new RegistryOptions(false, null, 100));

    @AfterAll
    void stop() {
        registry.close();
    }

    @Override
    protected URI registry() {
        return URI.create("http://" + registry.host());
    }

    @Override
    protected boolean hasReferrers() {
        return false;
    }
}
