package dev.drawbridge.app.desktop.parts;

import java.util.Locale;
import javafx.scene.control.Label;
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

    private final Feather icon;

    State(Feather icon) {
        this.icon = icon;
    }

    /** The style class of its colours. */
    public String style() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A chip with its icon and words. */
    public Label chip(String words) {
        Label chip = new Label(words, new FontIcon(icon));
        chip.getStyleClass().addAll("state", style());
        chip.setAccessibleText(style() + ": " + words);
        chip.setMinWidth(Label.USE_PREF_SIZE);
        return chip;
    }
}
