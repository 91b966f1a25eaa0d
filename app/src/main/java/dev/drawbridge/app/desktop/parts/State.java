package dev.drawbridge.app.desktop.parts;

import dev.drawbridge.app.output.Unseen;
import dev.drawbridge.delivery.Ending;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** How something stands: the same icon, colour and kind of words everywhere. */
public enum State {
    GOOD(Feather.CHECK),
    WORKING(Feather.PLAY),
    WAITING(Feather.CLOCK),
    BLOCKED(Feather.SLASH),
    FAILED(Feather.ALERT_TRIANGLE),
    PROTECTED(Feather.SHIELD);

    /** Words of ours; other people's may be cut. */
    private static final int SHORT = 30;

    private final Feather icon;

    State(Feather icon) {
        this.icon = icon;
    }

    /** The style class of its colours. */
    public String style() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How an ending looks. */
    public static State of(Ending ending) {
        return switch (ending) {
            case DONE -> GOOD;
            case WAITS, CANT_TELL -> WAITING;
            case DENIED -> BLOCKED;
            case FAILED, BAD_INPUT, LOOK_NOW -> FAILED;
        };
    }

    /** Its icon, a new one each time. */
    public FontIcon icon() {
        return new FontIcon(icon);
    }

    /** A chip with its icon and words. */
    public Label chip(String words) {
        Label chip = new Label(Unseen.shown(words), icon());
        chip.getStyleClass().addAll("state", style());
        chip.setAccessibleText(style() + ": " + words);
        chip.setMaxWidth(Region.USE_PREF_SIZE);
        if (words.length() <= SHORT) {
            chip.setMinWidth(Region.USE_PREF_SIZE);
        }
        return chip;
    }
}
