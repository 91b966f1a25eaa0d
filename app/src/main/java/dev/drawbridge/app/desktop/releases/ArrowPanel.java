package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.ChangeResult;
import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.output.Times;
import dev.drawbridge.app.output.Unseen;
import dev.drawbridge.delivery.promotion.Arrow;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One service's way into one environment, in full. */
final class ArrowPanel extends VBox {

    ArrowPanel(Place place, Shown<Arrow> arrow, Optional<Shown<ArrowDetail>> detail) {
        getStyleClass().add("arrow");
        boolean guarded = arrow.known().map(a -> a.into().protectedEnv()).orElse(false);
        Label title = wrapped(place.service() + " → " + place.environment());
        title.getStyleClass().add("title");
        HBox top = new HBox(8, title, spring());
        if (guarded) {
            top.getChildren().add(State.PROTECTED.chip(Texts.of("environment.protected")));
        }
        getChildren().add(top);
        arrow.known().flatMap(ArrowPanel::release).ifPresent(r -> getChildren().add(quiet(r)));
        arrow.known().flatMap(ArrowPanel::reason).ifPresent(why -> getChildren().add(quiet(why)));
        arrow.trouble().ifPresent(why -> getChildren().add(wrapped(why.sentence())));
        detail.flatMap(Shown::known).ifPresent(this::show);
        detail.flatMap(Shown::trouble)
                .ifPresent(problem -> getChildren().add(wrapped(problem.sentence())));
    }

    /** Which release would go there, whole. */
    private static Optional<String> release(Arrow arrow) {
        return switch (arrow.next()) {
            case Arrow.Candidate candidate -> Optional.of(candidate.release().image());
            case Arrow.Open open -> Optional.of(open.release().image());
            case Arrow.Same same -> Optional.empty();
            case Arrow.Nothing nothing -> Optional.empty();
            case Arrow.Unknown unknown -> Optional.empty();
        };
    }

    private static Optional<String> reason(Arrow arrow) {
        return switch (arrow.next()) {
            case Arrow.Nothing nothing -> Optional.of(nothing.why());
            case Arrow.Unknown unknown -> Optional.of(unknown.why());
            case Arrow.Same same -> Optional.of(Texts.of("releases.same-long"));
            case Arrow.Candidate candidate ->
                    Optional.of(Texts.of("releases.found", candidate.why()));
            case Arrow.Open open -> Optional.of(open.why());
        };
    }

    private void show(ArrowDetail detail) {
        change(detail.gate().change());
        findings(detail.gate());
        if (detail.promotion() != null) {
            approvals(detail.promotion());
        }
        evidence(detail.gate());
    }

    private void change(ChangeResult change) {
        section("releases.change", null);
        getChildren()
                .add(
                        wrapped(
                                change.known()
                                        ? Texts.of(
                                                "releases.commits",
                                                change.count(),
                                                change.authors().stream()
                                                        .map(ChangeResult.Author::name)
                                                        .collect(Collectors.joining(", ")))
                                        : String.valueOf(change.why())));
    }

    private void findings(GateResult gate) {
        long fine = gate.findings().stream().filter(f -> f.level().equals("fine")).count();
        section("releases.findings", Texts.of("releases.fine", fine));
        for (GateResult.FindingLine finding : gate.findings()) {
            if (!finding.level().equals("fine")) {
                Label rule = new Label(finding.rule());
                rule.getStyleClass().add("digest");
                Label title = wrapped(finding.title());
                title.getStyleClass().add("strong");
                HBox.setHgrow(title, Priority.ALWAYS);
                VBox one =
                        new VBox(
                                new HBox(8, chip(finding.level()), title),
                                rule,
                                wrapped(finding.message()),
                                quiet(finding.remedy()));
                one.getStyleClass().add("finding");
                getChildren().add(one);
            }
        }
    }

    private static Label chip(String level) {
        return switch (level) {
            case "deny" -> State.BLOCKED.chip(Texts.of("level.deny"));
            case "cant-tell" -> State.WAITING.chip(Texts.of("level.cant-tell"));
            case "waits" -> State.WAITING.chip(Texts.of("level.waits"));
            default -> State.WAITING.chip(Texts.of("level.warn"));
        };
    }

    private void approvals(PromotionResult promotion) {
        section("releases.asked", null);
        getChildren().add(wrapped(promotion.requester() + ": " + promotion.reason()));
        section("releases.approvals", null);
        promotion
                .approvals()
                .forEach(a ->
                        getChildren()
                                .add(
                                        new HBox(
                                                8,
                                                State.GOOD.chip(a.who()),
                                                quiet(String.join(", ", a.groups())))));
        if (promotion.stillNeeded() != null && promotion.phase().equals("requested")) {
            getChildren().add(State.WAITING.chip(promotion.stillNeeded()));
        }
    }

    private void evidence(GateResult gate) {
        section("releases.evidence", null);
        for (GateResult.EvidenceLine line : gate.evidence()) {
            Label kind = new Label(line.kind());
            Label by = quiet(line.signer() == null ? line.state() : line.signer());
            Label age = quiet(line.made() == null ? "" : Times.ago(line.made(), gate.now()));
            age.setMinWidth(Region.USE_PREF_SIZE);
            HBox row = new HBox(8, kind, spring(), by, age);
            row.getStyleClass().add("evidence");
            getChildren().add(row);
        }
    }

    private void section(String key, @Nullable String beside) {
        Label title = new Label(Texts.of(key));
        title.getStyleClass().add("section");
        HBox line = new HBox(8, title, spring());
        line.setAlignment(Pos.BASELINE_LEFT);
        if (beside != null) {
            line.getChildren().add(quiet(beside));
        }
        getChildren().add(line);
    }

    private static Region spring() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }

    private static Label wrapped(String text) {
        Label label = new Label(Unseen.shown(text));
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label quiet(String text) {
        Label label = wrapped(text);
        label.getStyleClass().add("quiet");
        return label;
    }
}
