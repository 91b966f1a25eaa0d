package dev.drawbridge.app.desktop.shell;

import org.kordamp.ikonli.feather.Feather;

/** Where one can go in the window. */
public enum Room {
    RELEASES("screen.releases", Feather.LIST),
    ROLLOUTS("screen.rollouts", Feather.PLAY);

    private final String key;
    private final Feather icon;

    Room(String key, Feather icon) {
        this.key = key;
        this.icon = icon;
    }

    String key() {
        return key;
    }

    Feather icon() {
        return icon;
    }
}
