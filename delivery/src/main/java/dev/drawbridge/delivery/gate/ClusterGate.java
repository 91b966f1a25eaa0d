package dev.drawbridge.delivery.gate;

import dev.drawbridge.delivery.Site;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.GateInput;
import java.time.Instant;
import java.util.function.Predicate;

/** What an environment's own cluster holds of its gate. Blocks on the network. */
public interface ClusterGate {
    /**
     * The pins, compared with the workspace and the engine of this desk: where they differ the
     * state isn't {@code read} and {@code why} names the difference.
     */
    GateInput.Pins pins(Site site, EngineInfo engine);

    /** Whether the cluster held a record made at that time to its maker. */
    Predicate<Instant> held(Site site);
}
