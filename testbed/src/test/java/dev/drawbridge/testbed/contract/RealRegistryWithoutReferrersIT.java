package dev.drawbridge.testbed.contract;

import dev.drawbridge.testbed.RealRegistry;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealRegistryWithoutReferrersIT extends RegistryContract {
    private final RealRegistry registry = RealRegistry.withoutReferrers();

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
