package dev.drawbridge.app.desktop.releases;

import atlantafx.base.theme.Styles;
import dev.drawbridge.app.cli.view.Offer;
import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.delivery.promotion.RequestWords;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.GatePlan.RequestField;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
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
    private record Key(@Nullable Place place, @Nullable Deed doing, List<Offer> offers) {}

    private final ReleasesModel model;
    private final Label notice = new Label();
    private final VBox choice = new VBox(8);
    private final CheckBox takeField = new CheckBox(Texts.of("action.take-field"));
    private Key drawn = new Key(null, null, List.of());

    ActionArea(ReleasesModel model) {
        super(8);
        this.model = model;
        getStyleClass().add("actions");
        notice.setWrapText(true);
        takeField.setId("take-field");
        getChildren().addAll(choice, notice);
    }

    void draw(ReleasesState state) {
        tell(state.notice());
        List<Offer> offers =
                state.picked()
                        .flatMap(state::detail)
                        .flatMap(d -> d.known())
                        .map(ArrowDetail::offers)
                        .orElse(List.of());
        Deed doing = state.doing().orElse(null);
        Key key = new Key(state.picked().orElse(null), doing, doing == null ? offers : List.of());
        if (key.equals(drawn)) {
            return;
        }
        drawn = key;
        choice.getChildren().clear();
        if (doing == null) {
            buttons(offers);
        } else {
            form(doing);
        }
    }

    private void tell(Optional<Notice> last) {
        notice.setVisible(last.isPresent());
        notice.setManaged(last.isPresent());
        last.ifPresent(told -> {
            notice.setText(told.sentence());
            State state = told.problem().isEmpty() ? State.GOOD : State.FAILED;
            notice.getStyleClass().setAll("label", "notice", state.style());
        });
    }

    private void buttons(List<Offer> offers) {
        FlowPane row = new FlowPane(8, 8);
        offers.stream()
                .map(Offer::deed)
                .filter(ActionArea::isHere)
                .forEach(deed -> {
                    Button button = button(deed);
                    button.setId("action-" + key(deed));
                    if (!row.getChildren().isEmpty()) {
                        button.getStyleClass().remove(Styles.ACCENT);
                    }
                    button.setOnAction(e -> start(deed));
                    row.getChildren().add(button);
                    if (deed == Deed.PROMOTE) {
                        row.getChildren().add(takeField);
                    }
                });
        choice.getChildren().add(row);
        if (!offers.isEmpty()) {
            Hyperlink copy = new Hyperlink(Texts.of("action.copy"));
            copy.setId("action-copy");
            copy.setOnAction(e -> copy(offers.getFirst().command()));
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

    private void start(Deed deed) {
        boolean guarded = model.environment().map(Environment::protectedEnv).orElse(false);
        if (deed == Deed.PROMOTE) {
            model.promote(takeField.isSelected());
        } else if (deed == Deed.APPROVE && !guarded) {
            model.approve();
        } else {
            model.begin(Optional.of(deed));
        }
    }

    private void form(Deed deed) {
        Button go = button(deed);
        go.setId("form-go");
        go.setDefaultButton(true);
        Button back = new Button(Texts.of("action.back"));
        back.setId("form-back");
        back.setCancelButton(true);
        back.setOnAction(e -> model.begin(Optional.empty()));
        switch (deed) {
            case ASK -> ask(go);
            case APPROVE -> approve(go);
            default -> {
                TextField reason = field(RequestField.REASON.word());
                go.disableProperty().bind(isBlank(reason));
                go.setOnAction(e -> model.refuse(reason.getText().strip()));
            }
        }
        choice.getChildren().add(new HBox(8, go, back));
    }

    private void ask(Button go) {
        Set<RequestField> wanted = new LinkedHashSet<>(List.of(RequestField.REASON));
        model.environment().ifPresent(e -> wanted.addAll(e.gate().require()));
        Map<RequestField, TextField> fields = new EnumMap<>(RequestField.class);
        wanted.forEach(each -> fields.put(each, field(each.word())));
        go.disableProperty()
                .bind(
                        fields.values().stream()
                                .map(ActionArea::isBlank)
                                .reduce(Bindings::or)
                                .orElseThrow());
        go.setOnAction(e ->
                model.ask(
                        new RequestWords(
                                text(fields, RequestField.REASON),
                                text(fields, RequestField.TICKET),
                                text(fields, RequestField.IMPACT),
                                text(fields, RequestField.BACK_OUT))));
    }

    /** In a protected environment the service's name is typed. */
    private void approve(Button go) {
        String service = model.state().get().picked().map(Place::service).orElse("");
        Label why = new Label(Texts.of("action.type-name", service));
        why.setWrapText(true);
        choice.getChildren().add(why);
        TextField typed = field("confirm");
        go.disableProperty().bind(typed.textProperty().isNotEqualTo(service));
        go.setOnAction(e -> model.approve());
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
