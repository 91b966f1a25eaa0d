package dev.drawbridge.app.desktop.rollouts;

import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.cli.view.PromotionView;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.shell.Screen;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Times;
import dev.drawbridge.app.output.Unseen;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The Rollouts screen: what is on its way, how it went, and the way back. */
public final class RolloutsView implements Screen {
    private final RolloutsModel model;
    private final InstantSource clock;
    private final VBox root = new VBox();
    private final Label head = new Label();
    private final Label below = new Label();
    private final TableView<PromotionResult> list = new TableView<>();
    private final ScrollPane panel = new ScrollPane();
    private final BackArea back;
    private boolean drawing;

    /**
     * @param clock this machine's, for how long ago something was
     */
    public RolloutsView(RolloutsModel model, InstantSource clock) {
        this.model = model;
        this.clock = clock;
        this.back = new BackArea(model);
        root.getStyleClass().add("screen");
        head.getStyleClass().add("head");
        head.setWrapText(true);
        below.getStyleClass().add("quiet");
        below.setWrapText(true);
        StackPane card = new StackPane(list);
        card.getStyleClass().add("card");
        HBox.setHgrow(card, Priority.ALWAYS);
        panel.setFitToWidth(true);
        VBox side = new VBox(panel, back);
        side.getStyleClass().add("card");
        side.setMinWidth(380);
        side.setPrefWidth(430);
        VBox.setVgrow(panel, Priority.ALWAYS);
        HBox both = new HBox(16, card, side);
        VBox.setVgrow(both, Priority.ALWAYS);
        root.getChildren().addAll(new VBox(4, head, below), both);
        furnish();
        model.state().addListener((property, before, now) -> draw(now));
        draw(model.state().get());
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void shown() {
        list.requestFocus();
        model.look();
    }

    private void furnish() {
        list.setId("rollouts");
        list.setAccessibleText(Texts.of("rollouts.list"));
        list.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        list.setPlaceholder(new Label(Texts.of("rollouts.none")));
        list.getColumns()
                .addAll(
                        List.of(
                                column("rollouts.service", 110, p -> text(p.service(), "strong")),
                                column(
                                        "rollouts.release",
                                        90,
                                        p -> text(Cell.shortDigest(p.digest()), "digest")),
                                column("rollouts.into", 110, p -> text(p.environment(), "plain")),
                                column("rollouts.state", 150, RolloutsView::state),
                                column("rollouts.who", 90, p -> text(p.requester(), "plain")),
                                column(
                                        "rollouts.when",
                                        120,
                                        p ->
                                                text(
                                                        Times.ago(p.requested(), clock.instant()),
                                                        "quiet"))));
        list.getSelectionModel()
                .selectedItemProperty()
                .addListener((property, before, now) -> {
                    if (now != null && !drawing) {
                        model.pick(now.id());
                    }
                });
    }

    private void draw(RolloutsState state) {
        drawing = true;
        List<PromotionResult> all = state.all();
        if (!all.equals(list.getItems())) {
            list.getItems().setAll(all);
        }
        state.shown().ifPresent(p -> list.getSelectionModel().select(p));
        drawing = false;
        head.setText(head(state, all));
        below.setText(below(state));
        panel.setContent(
                state.shown()
                        .map(p -> (Node) new PromotionPanel(p, model.watching(p.id()), clock))
                        .orElse(null));
        back.draw(state);
    }

    private static String head(RolloutsState state, List<PromotionResult> all) {
        List<PromotionResult> rolling =
                all.stream().filter(p -> p.phase().equals("rolling out")).toList();
        if (!rolling.isEmpty()) {
            return PromotionView.sentence(rolling.getFirst());
        }
        boolean unread =
                state.environments().stream()
                        .anyMatch(e -> state.of(e.name()).trouble().isPresent());
        boolean whole =
                state.environments().stream()
                        .allMatch(e -> state.of(e.name()) instanceof Shown.Ready<?>);
        return Texts.of(
                unread ? "rollouts.cant-tell" : whole ? "rollouts.quiet" : "rollouts.looking");
    }

    /** What can't be read comes before what went well. */
    private static String below(RolloutsState state) {
        Optional<String> unread =
                state.environments().stream()
                        .flatMap(e ->
                                state.of(e.name()).trouble().stream()
                                        .map(p ->
                                                Texts.of(
                                                        "rollouts.unread", e.name(), p.sentence())))
                        .findFirst();
        return unread.or(() ->
                        state.all().stream()
                                .filter(PromotionResult::over)
                                .findFirst()
                                .map(PromotionView::sentence))
                .orElse("");
    }

    static Label state(PromotionResult promotion) {
        boolean putBack = promotion.rollback() != null;
        State state =
                switch (putBack ? "put back" : promotion.phase()) {
                    case "healthy" -> State.GOOD;
                    case "rolling out" -> State.WORKING;
                    case "failed" -> State.FAILED;
                    case "refused", "ended" -> State.BLOCKED;
                    default -> State.WAITING;
                };
        return state.chip(
                promotion.rollback() == null
                        ? promotion.phase()
                        : Texts.of(
                                "rollouts.and", promotion.phase(), promotion.rollback().brief()));
    }

    private static Label text(String words, String style) {
        Label label = new Label(Unseen.shown(words));
        label.getStyleClass().add(style);
        return label;
    }

    private static TableColumn<PromotionResult, PromotionResult> column(
            String key, double width, Function<PromotionResult, Node> look) {
        TableColumn<PromotionResult, PromotionResult> column = new TableColumn<>(Texts.of(key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(c ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(PromotionResult item, boolean empty) {
                        super.updateItem(item, empty);
                        setGraphic(empty || item == null ? null : look.apply(item));
                    }
                });
        return column;
    }
}
