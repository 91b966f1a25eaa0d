package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.parts.ReleaseName;
import dev.drawbridge.app.desktop.parts.State;
import dev.drawbridge.app.desktop.shell.Screen;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.delivery.promotion.Arrow;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TablePosition;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The Releases screen: the sentence, the board, one arrow's panel. */
public final class ReleasesView implements Screen {
    private final ReleasesModel model;
    private final VBox root = new VBox();
    private final Label head = new Label();
    private final Label below = new Label();
    private final TableView<Service> board = new TableView<>();
    private final ScrollPane panel = new ScrollPane();
    private final ActionArea actions;

    public ReleasesView(ReleasesModel model) {
        this.model = model;
        this.actions = new ActionArea(model);
        root.getStyleClass().add("screen");
        head.getStyleClass().add("head");
        head.setWrapText(true);
        below.getStyleClass().add("quiet");
        below.setWrapText(true);
        StackPane card = new StackPane(board);
        card.getStyleClass().addAll("card", "board");
        HBox.setHgrow(card, Priority.ALWAYS);
        panel.setFitToWidth(true);
        VBox side = new VBox(panel, actions);
        side.getStyleClass().add("card");
        side.setMinWidth(380);
        side.setPrefWidth(430);
        VBox.setVgrow(panel, Priority.ALWAYS);
        HBox both = new HBox(16, card, side);
        VBox.setVgrow(both, Priority.ALWAYS);
        root.getChildren().addAll(new VBox(4, head, below), both);
        furnish(model.state().get());
        model.state().addListener((property, before, now) -> draw(before, now));
        draw(model.state().get(), model.state().get());
    }

    @Override
    public Node node() {
        return root;
    }

    @Override
    public void shown() {
        board.requestFocus();
        model.refresh();
    }

    private void furnish(ReleasesState state) {
        board.setAccessibleText(Texts.of("releases.board"));
        board.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        board.getSelectionModel().setCellSelectionEnabled(true);
        board.setItems(FXCollections.observableArrayList(state.services()));
        TableColumn<Service, Service> names = new TableColumn<>(Texts.of("releases.service"));
        names.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        names.setCellFactory(column -> new NameCell());
        names.setPrefWidth(120);
        names.setMinWidth(90);
        board.getColumns().add(names);
        state.environments().forEach(e -> board.getColumns().add(column(e)));
        board.getSelectionModel()
                .getSelectedCells()
                .addListener(
                        (javafx.collections.ListChangeListener<TablePosition>)
                                change -> change.getList().forEach(this::pick));
    }

    private TableColumn<Service, Service> column(Environment environment) {
        TableColumn<Service, Service> column = new TableColumn<>(environment.name());
        if (environment.protectedEnv()) {
            column.setGraphic(State.PROTECTED.chip(Texts.of("environment.protected")));
        }
        column.setUserData(environment.name());
        column.setPrefWidth(260);
        column.setMinWidth(150);
        column.setSortable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(c -> new ArrowCell(environment.name()));
        return column;
    }

    private void pick(TablePosition<?, ?> at) {
        Object environment = at.getTableColumn().getUserData();
        if (environment != null && at.getRow() >= 0) {
            model.pick(new Place(board.getItems().get(at.getRow()).name(), environment.toString()));
        }
    }

    private void draw(ReleasesState before, ReleasesState now) {
        head.setText(ReleasesWords.head(now));
        below.setText(ReleasesWords.below(now));
        if (before == now
                || !before.columns().equals(now.columns())
                || !before.details().equals(now.details())) {
            board.refresh();
        }
        actions.draw(now);
        panel.setContent(
                now.picked()
                        .map(place ->
                                (Node) new ArrowPanel(place, now.arrow(place), now.detail(place)))
                        .orElse(null));
    }

    private static final class NameCell extends TableCell<Service, Service> {
        NameCell() {
            getStyleClass().add("strong");
        }

        @Override
        protected void updateItem(Service service, boolean empty) {
            super.updateItem(service, empty);
            setText(empty ? null : service.name());
        }
    }

    /** What runs there, and a chip for what waits. */
    private final class ArrowCell extends TableCell<Service, Service> {
        private final String environment;

        ArrowCell(String environment) {
            this.environment = environment;
        }

        @Override
        protected void updateItem(Service service, boolean empty) {
            super.updateItem(service, empty);
            setGraphic(empty ? null : line(new Place(service.name(), environment)));
        }

        private Node line(Place place) {
            ReleasesState state = model.state().get();
            HBox line = new HBox();
            line.getStyleClass().add("cell-line");
            Shown<Arrow> arrow = state.arrow(place);
            arrow.known()
                    .ifPresent(known -> {
                        if (known.runs() != null) {
                            line.getChildren()
                                    .add(ReleaseName.node(Objects.requireNonNull(known.runs())));
                        }
                        line.getChildren().add(Chips.of(known, state.detail(place)));
                    });
            arrow.trouble()
                    .ifPresent(problem ->
                            line.getChildren()
                                    .add(State.WAITING.chip(Texts.of("releases.cant-tell"))));
            return line;
        }
    }
}
