package dev.drawbridge.app.desktop.look;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The window's words, from its bundle. Threads may share it. */
public final class Texts {
    private static final ResourceBundle WORDS =
            ResourceBundle.getBundle("dev.drawbridge.app.desktop.look.words", Locale.ROOT);

    private Texts() {}

    /** The words under a key, with values filled in. */
    public static String of(String key, Object... values) {
        return new MessageFormat(WORDS.getString(key), Locale.ENGLISH).format(values);
    }
}
