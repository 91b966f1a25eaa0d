package dev.drawbridge.app.desktop.rollouts;

import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.cli.view.PromotionView;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.work.Job;
import dev.drawbridge.app.output.Times;
import dev.drawbridge.app.output.Unseen;
import java.time.InstantSource;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One promotion in full: where it stands, what its pods do, who said what, its journal. */
final class PromotionPanel extends VBox {
    private final InstantSource clock;

    /**
     * @param watching the task that follows it, while it rolls out
     */
    PromotionPanel(PromotionResult promotion, Optional<Job> watching, InstantSource clock) {
        this.clock = clock;
        getStyleClass().add("arrow");
        Label title = wrapped(promotion.id());
        title.getStyleClass().add("title");
        getChildren().addAll(title, wrapped(PromotionView.sentence(promotion)));
        watching.ifPresent(job -> {
            Label step = State.WORKING.chip("");
            step.textProperty().bind(job.step());
            getChildren().add(step);
        });
        if (promotion.rollback() != null) {
            Label back = wrapped(promotion.rollback().words(new Times(java.time.ZoneOffset.UTC)));
            back.getStyleClass().add("quiet");
            getChildren().add(back);
        }
        section("rollouts.said");
        said(promotion.requester(), promotion.reason(), promotion.requested());
        promotion.approvals().forEach(a -> said(a.who(), Texts.of("rollouts.approved"), a.at()));
        promotion.refusals().forEach(r -> said(r.who(), String.valueOf(r.reason()), r.at()));
        section("rollouts.journal");
        promotion.journal().forEach(e -> said(e.who(), e.what(), e.at()));
    }

    private void said(String who, String what, java.time.Instant at) {
        Label name = new Label(who);
        name.getStyleClass().add("strong");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label age = new Label(Times.ago(at, clock.instant()));
        age.getStyleClass().add("faint");
        age.setMinWidth(96);
        getChildren().add(new HBox(8, age, name, wrapped(what)));
    }

    private void section(String key) {
        Label title = new Label(Texts.of(key));
        title.getStyleClass().add("section");
        getChildren().add(title);
    }

    private static Label wrapped(String text) {
        Label label = new Label(Unseen.shown(text));
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
