package dev.drawbridge.app.desktop.shell;

import dev.drawbridge.app.desktop.look.Texts;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The window around the screens. */
public final class Shell extends BorderPane {
    private final Map<Room, Screen> screens = new EnumMap<>(Room.class);
    private final Map<Room, ToggleButton> doors = new EnumMap<>(Room.class);
    private final VBox rail = new VBox();
    private final ToggleGroup group = new ToggleGroup();

    public Shell(TopBar top, StatusBar status) {
        setTop(top);
        addEventFilter(KeyEvent.KEY_PRESSED, this::shortcut);
        rail.getStyleClass().add("rail");
        setLeft(rail);
        setBottom(status);
        group.selectedToggleProperty()
                .addListener((property, before, now) -> {
                    if (now == null && before != null) {
                        before.setSelected(true);
                    }
                });
    }

    /** Adds a screen and the door to it. */
    public void add(Room room, Screen screen) {
        screens.put(room, screen);
        ToggleButton door = new ToggleButton(Texts.of(room.key()), new FontIcon(room.icon()));
        door.setToggleGroup(group);
        door.setMaxWidth(Double.MAX_VALUE);
        door.setTooltip(new Tooltip("Ctrl+" + (room.ordinal() + 1)));
        door.setOnAction(e -> go(room));
        door.setId("go-" + room.name().toLowerCase(Locale.ROOT));
        doors.put(room, door);
        rail.getChildren().add(door);
    }

    /** Ctrl and a screen's number go there. */
    private void shortcut(KeyEvent key) {
        int digit = key.getCode().ordinal() - KeyCode.DIGIT1.ordinal();
        if (key.isShortcutDown() && digit >= 0 && digit < Room.values().length) {
            go(Room.values()[digit]);
            key.consume();
        }
    }

    /** Shows a screen. */
    public void go(Room room) {
        Screen screen = screens.get(room);
        ToggleButton door = doors.get(room);
        if (screen != null && door != null) {
            door.setSelected(true);
            setCenter(screen.node());
            screen.shown();
        }
    }
}
