package dev.drawbridge.app.desktop.shell;

import dev.drawbridge.app.desktop.desk.Seat;
import dev.drawbridge.app.desktop.look.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The line at the head of the window: which workspace, and who works. */
public final class TopBar extends HBox {

    /**
     * @param seats of all who may work in this window
     * @param sit lets one of them
     */
    public TopBar(String workspace, Seat seat, List<Seat> seats, Consumer<Seat> sit) {
        getStyleClass().add("top-bar");
        Label name = new Label(Texts.of("window.title"), new FontIcon(Feather.SHIELD));
        name.getStyleClass().add("name");
        Label of = new Label(workspace);
        of.getStyleClass().add("quiet");
        getChildren().addAll(name, of, spring(), who(seat, seats, sit));
    }

    private static Node who(Seat seat, List<Seat> seats, Consumer<Seat> sit) {
        if (seats.size() == 1) {
            return new Label(seat.name(), new FontIcon(Feather.USER));
        }
        MenuButton menu = new MenuButton(seat.name(), new FontIcon(Feather.USER));
        menu.setId("who");
        menu.setAccessibleText(Texts.of("window.who", seat.name()));
        for (Seat each : seats) {
            MenuItem item = new MenuItem(each.name());
            item.setId("who-" + each.name());
            item.setOnAction(e -> sit.accept(each));
            menu.getItems().add(item);
        }
        return menu;
    }

    private static Region spring() {
        Region spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        return spring;
    }
}
