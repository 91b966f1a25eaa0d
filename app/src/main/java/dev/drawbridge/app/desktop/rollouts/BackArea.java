package dev.drawbridge.app.desktop.rollouts;

import atlantafx.base.theme.Styles;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.ReleaseName;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.output.Unseen;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/**
 * The way back: first what would be put back, then why, then it goes. What is typed stays while the
 * rest of the screen is read anew.
 */
final class BackArea extends VBox {
    private record Key(Optional<String> promotion, Optional<Back> back) {}

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
        tell(state.notice());
        choice.setDisable(state.running());
        Key key = new Key(state.shown().map(PromotionResult::id), state.back());
        if (key.equals(drawn)) {
            return;
        }
        drawn = key;
        choice.getChildren().clear();
        if (key.promotion().isPresent()) {
            state.back().ifPresentOrElse(this::show, this::offer);
        }
    }

    private void tell(Optional<Notice> last) {
        notice.setVisible(last.isPresent());
        notice.setManaged(last.isPresent());
        last.ifPresent(told -> {
            State how = State.of(told.ending());
            notice.setText(Unseen.shown(told.sentence()));
            notice.setGraphic(how.icon());
            notice.getStyleClass().setAll("label", "notice", how.style());
        });
    }

    private void offer() {
        Button look = new Button(Texts.of("rollouts.back"));
        look.setId("action-roll-back");
        look.setOnAction(e -> model.preview());
        choice.getChildren().add(look);
    }

    private void show(Back back) {
        line(Texts.of("rollouts.of", back.from().service(), back.from().environment()));
        switch (back.plan()) {
            case Shown.Loading<RollbackPlan> loading -> line(Texts.of("rollouts.planning"));
            case Shown.Failed<RollbackPlan> failed -> line(failed.problem().sentence());
            case Shown.Ready<RollbackPlan> ready -> plan(back, ready.value());
        }
        Button leave = new Button(Texts.of("action.back"));
        leave.setCancelButton(true);
        leave.setOnAction(e -> model.leave());
        choice.getChildren().add(leave);
    }

    private void plan(Back back, RollbackPlan plan) {
        line(Texts.of("rollouts.puts-back", ReleaseName.brief(plan.to()), plan.revision()));
        line(plan.why());
        plan.ends().ifPresent(id -> line(Texts.of("rollouts.ends", id)));
        plan.changes().forEach(change -> line(Texts.of("rollouts.differs", change)));
        TextField why = field("field-back-reason", "field.reason");
        BooleanBinding unready =
                Bindings.createBooleanBinding(
                        () -> !plan.free() || why.getText().isBlank(), why.textProperty());
        if (model.isProtected(back.from().environment())) {
            TextField typed = field("field-confirm", "field.confirm");
            unready = unready.or(typed.textProperty().isNotEqualTo(back.from().service()));
        }
        Button go = new Button(Texts.of("rollouts.back-now"));
        go.setId("back-go");
        go.getStyleClass().add(Styles.DANGER);
        go.disableProperty().bind(unready);
        go.setOnAction(e -> model.rollBack(back, why.getText().strip()));
        choice.getChildren().add(go);
    }

    private TextField field(String id, String key) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(Texts.of(key));
        field.setAccessibleText(Texts.of(key));
        choice.getChildren().add(field);
        return field;
    }

    private void line(String text) {
        Label label = new Label(Unseen.shown(text));
        label.setWrapText(true);
        choice.getChildren().add(label);
    }
}
