package dev.drawbridge.testbed.contract;

import dev.drawbridge.testbed.RealRegistry;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealRegistryWithReferrersIT extends RegistryContract {
    private final RealRegistry registry = RealRegistry.withReferrers();

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
        return true;
    }
}
