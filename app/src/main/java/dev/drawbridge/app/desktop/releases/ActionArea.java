package dev.drawbridge.app.desktop.releases;

import atlantafx.base.theme.Styles;
import dev.drawbridge.app.cli.view.Offer;
import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.output.Unseen;
import dev.drawbridge.delivery.promotion.RequestWords;
import dev.drawbridge.delivery.workspace.GatePlan.RequestField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What can be done about the arrow that is shown: buttons, or the form of what was begun. What is
 * typed there stays while the rest of the screen is read anew.
 */
final class ActionArea extends VBox {
    private record Key(Optional<Place> place, List<Offer> offers, Optional<Begun> doing) {}

    private final ReleasesModel model;
    private final Label notice = new Label();
    private final VBox choice = new VBox(8);
    private final SimpleBooleanProperty running = new SimpleBooleanProperty();
    private Key drawn = new Key(Optional.empty(), List.of(), Optional.empty());

    ActionArea(ReleasesModel model) {
        super(8);
        this.model = model;
        getStyleClass().add("actions");
        notice.setWrapText(true);
        choice.disableProperty().bind(running);
        getChildren().addAll(choice, notice);
    }

    void draw(ReleasesState state) {
        tell(state.picked().map(state.notices()::get));
        running.set(state.picked().filter(state.running()::contains).isPresent());
        List<Offer> offers =
                state.picked()
                        .flatMap(state::detail)
                        .flatMap(Shown::known)
                        .map(ArrowDetail::offers)
                        .orElse(List.of());
        Key key =
                state.doing().isPresent()
                        ? new Key(state.picked(), List.of(), state.doing())
                        : new Key(state.picked(), offers, Optional.empty());
        if (key.equals(drawn)) {
            return;
        }
        drawn = key;
        choice.getChildren().clear();
        state.doing().ifPresentOrElse(this::form, () -> buttons(offers));
    }

    private void tell(Optional<Notice> last) {
        notice.setVisible(last.isPresent());
        notice.setManaged(last.isPresent());
        last.ifPresent(told -> {
            State state = State.of(told.ending());
            notice.setText(Unseen.shown(told.sentence()));
            notice.setGraphic(state.icon());
            notice.getStyleClass().setAll("label", "notice", state.style());
        });
    }

    private void buttons(List<Offer> offers) {
        FlowPane row = new FlowPane(8, 8);
        List<Offer> here = offers.stream().filter(o -> isHere(o.deed())).toList();
        for (Offer offer : here) {
            Button button = button(offer.deed());
            button.setId("action-" + key(offer.deed()));
            if (!row.getChildren().isEmpty()) {
                button.getStyleClass().remove(Styles.ACCENT);
            }
            button.setOnAction(e -> model.begin(offer.deed()));
            row.getChildren().add(button);
        }
        choice.getChildren().add(row);
        List<Offer> copied = here.isEmpty() ? offers : here;
        if (!copied.isEmpty()) {
            Hyperlink copy = new Hyperlink(Texts.of("action.copy"));
            copy.setId("action-copy");
            copy.setOnAction(e -> copy(copied.getFirst().command()));
            choice.getChildren().add(copy);
        }
    }

    private static Button button(Deed deed) {
        Button button = new Button(Texts.of("action." + key(deed)));
        button.getStyleClass().add(Styles.ACCENT);
        return button;
    }

    /** Watching and rolling back have screens of their own. */
    private static boolean isHere(Deed deed) {
        return switch (deed) {
            case ASK, APPROVE, REFUSE, WITHDRAW, PROMOTE -> true;
            case WATCH, ROLL_BACK, JUDGE, SEE_SERVICE -> false;
        };
    }

    private void form(Begun begun) {
        Button go = button(begun.deed());
        go.setId("form-go");
        go.setDefaultButton(true);
        Button back = new Button(Texts.of("action.back"));
        back.setId("form-back");
        back.setCancelButton(true);
        back.setOnAction(e -> model.leave());
        Label what = new Label(Texts.of("action.what", begun.detail().subject()));
        what.setWrapText(true);
        what.getStyleClass().add("quiet");
        choice.getChildren().add(what);
        switch (begun.deed()) {
            case ASK -> ask(begun, go);
            case APPROVE -> confirm(begun, go, () -> model.approve(begun));
            case PROMOTE -> promote(begun, go);
            default -> {
                TextField reason = field(RequestField.REASON.word());
                go.disableProperty().bind(isBlank(reason));
                go.setOnAction(e -> model.refuse(begun, reason.getText().strip()));
            }
        }
        choice.getChildren().add(new HBox(8, go, back));
    }

    private void ask(Begun begun, Button go) {
        Set<RequestField> wanted = new LinkedHashSet<>(List.of(RequestField.REASON));
        wanted.addAll(model.environment(begun.place()).gate().require());
        Map<RequestField, TextField> fields = new EnumMap<>(RequestField.class);
        wanted.forEach(each -> fields.put(each, field(each.word())));
        List<BooleanBinding> blank = new ArrayList<>();
        fields.values().forEach(each -> blank.add(isBlank(each)));
        go.disableProperty().bind(blank.stream().reduce(Bindings::or).orElseThrow());
        go.setOnAction(e ->
                model.ask(
                        begun,
                        new RequestWords(
                                text(fields, RequestField.REASON),
                                text(fields, RequestField.TICKET),
                                text(fields, RequestField.IMPACT),
                                text(fields, RequestField.BACK_OUT))));
    }

    private void promote(Begun begun, Button go) {
        CheckBox takeField = new CheckBox(Texts.of("action.take-field"));
        takeField.setId("take-field");
        choice.getChildren().add(takeField);
        confirm(begun, go, () -> model.promote(begun, takeField.isSelected()));
    }

    /** In a protected environment the service's name is typed. */
    private void confirm(Begun begun, Button go, Runnable then) {
        if (model.isProtected(begun.place())) {
            String service = begun.place().service();
            Label why = new Label(Texts.of("action.type-name", service));
            why.setWrapText(true);
            choice.getChildren().add(why);
            TextField typed = field("confirm");
            go.disableProperty().bind(typed.textProperty().isNotEqualTo(service));
        }
        go.setOnAction(e -> then.run());
    }

    private TextField field(String word) {
        TextField field = new TextField();
        field.setId("field-" + word);
        field.setPromptText(Texts.of("field." + word));
        field.setAccessibleText(Texts.of("field." + word));
        choice.getChildren().add(field);
        return field;
    }

    private static BooleanBinding isBlank(TextField field) {
        return Bindings.createBooleanBinding(() -> field.getText().isBlank(), field.textProperty());
    }

    private static @Nullable String text(Map<RequestField, TextField> fields, RequestField which) {
        TextField field = fields.get(which);
        return field == null ? null : field.getText().strip();
    }

    private static void copy(String command) {
        ClipboardContent content = new ClipboardContent();
        content.putString(command);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static String key(Deed deed) {
        return deed.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
