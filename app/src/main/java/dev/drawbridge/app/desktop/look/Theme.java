package dev.drawbridge.app.desktop.look;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** The light and the dark look of a window. Used on the window's thread. */
public enum Theme {
    LIGHT("light.css"),
    DARK("dark.css");

    private static final List<String> FONTS = List.of("inter-regular.otf", "inter-semibold.otf");

    private final String palette;

    Theme(String palette) {
        this.palette = palette;
    }

    /** The look that goes with the system's. */
    public static Theme of(ColorScheme scheme) {
        return scheme == ColorScheme.DARK ? DARK : LIGHT;
    }

    /** Loads the fonts; once, before the first window. */
    public static void loadFonts() {
        for (String font : FONTS) {
            try (InputStream file = Theme.class.getResourceAsStream("fonts/" + font)) {
                Objects.requireNonNull(Font.loadFont(file, 13), () -> font + " isn't a font");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Gives a scene this look.
     *
     * @param styles stylesheets of the features shown in it
     */
    public void dress(Scene scene, List<String> styles) {
        Application.setUserAgentStylesheet(
                (this == DARK ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet());
        scene.getStylesheets().setAll(sheet(palette), sheet("drawbridge.css"));
        scene.getStylesheets().addAll(styles);
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name)).toExternalForm();
    }
}
