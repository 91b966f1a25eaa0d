package dev.drawbridge.delivery.setup;

import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.ClusterGate;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code cluster setup} left in an environment's cluster, as a gate asks for it. Any thread;
 * blocks.
 */
public final class StandingGate implements ClusterGate {

    /** Enough of a digest to compare by eye. */
    private static final int SHOWN_DIGITS = 12;

    private final Workspace workspace;

    public StandingGate(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public GateInput.Pins pins(Site site, EngineInfo engine) {
        String name = site.environment().name();
        if (!site.environment().protectedEnv()) {
            return new GateInput.Pins(State.READ, null, null, null);
        }
        Optional<PinnedGate> pinned = PinnedGate.read(site.records());
        if (pinned.isEmpty()) {
            return new GateInput.Pins(
                    State.MISSING,
                    "the gate of environment '"
                            + name
                            + "' was never pinned; the platform role runs `drawbridge cluster"
                            + " setup -e "
                            + name
                            + " --apply --confirm "
                            + name
                            + "`.",
                    null,
                    null);
        }
        Pins current =
                Pins.current(
                        workspace,
                        site.environment(),
                        EngineFacts.of(engine),
                        ClusterFacts.read(site.cluster(), site.environment()));
        List<String> differences = pinned.get().differences(current);
        String pack = pinned.get().content().path("engine").path("pack").asText();
        return differences.isEmpty()
                ? new GateInput.Pins(State.READ, null, pinned.get().sha256(), pack)
                : new GateInput.Pins(
                        State.INVALID,
                        difference(pinned.get(), current, differences),
                        pinned.get().sha256(),
                        pack);
    }

    private static String difference(PinnedGate pinned, Pins current, List<String> differences) {
        return "%s, set by %s, holds %s, and this desk has %s; from there to here, %s."
                .formatted(
                        pinned.record().name(),
                        pinned.who(),
                        pinned.sha256().substring(0, SHOWN_DIGITS),
                        current.sha256().substring(0, SHOWN_DIGITS),
                        String.join("; ", differences));
    }

    @Override
    public Predicate<Instant> held(Site site) {
        return RecordsTrust.judge(site.cluster(), site.environment())::covers;
    }
}
