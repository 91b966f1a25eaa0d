package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.ReleaseName;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.promotion.Arrow;
import dev.drawbridge.delivery.promotion.Promotion;
import java.util.Optional;
import javafx.scene.control.Label;

/** The state of an arrow in a chip. */
final class Chips {
    private Chips() {}

    static Label of(Arrow arrow, Optional<Shown<ArrowDetail>> detail) {
        return switch (arrow.next()) {
            case Arrow.Same same -> State.GOOD.chip(Texts.of("releases.same"));
            case Arrow.Nothing nothing -> State.WAITING.chip(Texts.of("releases.nothing"));
            case Arrow.Unknown unknown -> State.WAITING.chip(Texts.of("releases.cant-tell"));
            case Arrow.Candidate candidate -> candidate(candidate, detail);
            case Arrow.Open open -> open(open.promotion().phase());
        };
    }

    private static Label candidate(Arrow.Candidate candidate, Optional<Shown<ArrowDetail>> detail) {
        String release = ReleaseName.words(candidate.release());
        Optional<GateResult> gate = detail.flatMap(Shown::known).map(ArrowDetail::gate);
        if (detail.flatMap(Shown::trouble).isPresent()) {
            return State.WAITING.chip(Texts.of("releases.not-judged", release));
        }
        if (gate.isEmpty()) {
            return State.WAITING.chip(Texts.of("releases.judged-soon", release));
        }
        return switch (gate.get().level()) {
            case "deny" ->
                    State.BLOCKED.chip(
                            Texts.of("releases.blocked", release, count(gate.get(), "deny")));
            case "cant-tell" ->
                    State.WAITING.chip(
                            Texts.of("releases.unclear", release, count(gate.get(), "cant-tell")));
            default -> State.GOOD.chip(Texts.of("releases.ready", release));
        };
    }

    private static Label open(Promotion.Phase phase) {
        return switch (phase) {
            case ROLLING_OUT -> State.WORKING.chip(phase.words());
            case FAILED -> State.FAILED.chip(phase.words());
            default -> State.WAITING.chip(phase.words());
        };
    }

    private static long count(GateResult gate, String level) {
        return gate.findings().stream().filter(f -> f.level().equals(level)).count();
    }
}
