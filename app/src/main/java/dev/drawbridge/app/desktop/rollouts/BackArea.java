package dev.drawbridge.app.desktop.rollouts;

import atlantafx.base.theme.Styles;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.ReleaseName;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * The way back: first what would be put back, then why, then it goes. What is typed stays while the
 * rest of the screen is read anew.
 */
final class BackArea extends VBox {
    private record Key(Optional<String> promotion, Optional<Shown<RollbackPlan>> plan) {}

    private final RolloutsModel model;
    private final Label notice = new Label();
    private final VBox choice = new VBox(8);
    private Key drawn = new Key(Optional.empty(), Optional.empty());

    BackArea(RolloutsModel model) {
        super(8);
        this.model = model;
        getStyleClass().add("actions");
        notice.setWrapText(true);
        getChildren().addAll(choice, notice);
    }

    void draw(RolloutsState state) {
        notice.setVisible(state.notice().isPresent());
        notice.setManaged(state.notice().isPresent());
        state.notice()
                .ifPresent(told -> {
                    notice.setText(told.sentence());
                    State how = told.problem().isEmpty() ? State.GOOD : State.FAILED;
                    notice.getStyleClass().setAll("label", "notice", how.style());
                });
        Key key = new Key(state.shown().map(PromotionResult::id), state.back());
        if (key.equals(drawn)) {
            return;
        }
        drawn = key;
        choice.getChildren().clear();
        if (key.promotion().isEmpty()) {
            return;
        }
        Optional<RollbackPlan> plan = state.back().flatMap(Shown::known);
        if (plan.isPresent()) {
            confirm(plan.get());
        } else {
            Button look = new Button(Texts.of("rollouts.back"));
            look.setId("action-roll-back");
            look.setDisable(state.back().isPresent());
            look.setOnAction(e -> model.preview());
            choice.getChildren().add(look);
        }
    }

    private void confirm(RollbackPlan plan) {
        line(Texts.of("rollouts.puts-back", ReleaseName.brief(plan.to()), plan.revision()));
        line(plan.why());
        plan.ends().ifPresent(id -> line(Texts.of("rollouts.ends", id)));
        plan.changes().forEach(change -> line(Texts.of("rollouts.differs", change)));
        TextField why = new TextField();
        why.setId("field-back-reason");
        why.setPromptText(Texts.of("field.reason"));
        why.setAccessibleText(Texts.of("field.reason"));
        Button go = new Button(Texts.of("rollouts.back-now"));
        go.setId("back-go");
        go.getStyleClass().add(Styles.DANGER);
        go.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> !plan.free() || why.getText().isBlank(), why.textProperty()));
        go.setOnAction(e -> model.rollBack(why.getText().strip()));
        Button leave = new Button(Texts.of("action.back"));
        leave.setCancelButton(true);
        leave.setOnAction(e -> model.leave());
        choice.getChildren().addAll(why, new HBox(8, go, leave));
    }

    private void line(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        choice.getChildren().add(label);
    }
}
