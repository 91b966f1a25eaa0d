package dev.drawbridge.app.desktop.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text stands out from what it is written on, in both looks; WCAG 2.2, 1.4.3. */
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("-db-([a-z-]+): (#[0-9a-f]{6});");
    private static final double LEAST = 4.5;

    private static final List<String> GROUNDS =
            List.of("ground", "surface", "raised", "rail", "selected");
    private static final List<String> STATES =
            List.of("good", "working", "waiting", "blocked", "failed", "protected", "accent");

    @ParameterizedTest
    @ValueSource(strings = {"light.css", "dark.css"})
    void everyTextCanBeRead(String palette) throws IOException {
        Map<String, Color> colours = read(palette);

        for (String ground : GROUNDS) {
            for (String ink : List.of("ink", "ink-quiet", "ink-faint")) {
                standsOut(colours, ink, ground);
            }
        }
        Stream.of("surface", "raised").forEach(g -> STATES.forEach(s -> standsOut(colours, s, g)));
        STATES.forEach(state -> standsOut(colours, state, state + "-ground"));
        standsOut(colours, "on-accent", "accent");
    }

    private static void standsOut(Map<String, Color> colours, String text, String ground) {
        double one = luminance(Objects.requireNonNull(colours.get(text), text));
        double other = luminance(Objects.requireNonNull(colours.get(ground), ground));

        assertThat((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05))
                .as(text + " on " + ground)
                .isGreaterThanOrEqualTo(LEAST);
    }

    /** Relative luminance as WCAG defines it, 0 to 1. */
    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static Map<String, Color> read(String palette) throws IOException {
        try (InputStream file = Theme.class.getResourceAsStream(palette)) {
            String css =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Color> colours = new HashMap<>();
            Matcher each = COLOUR.matcher(css);
            while (each.find()) {
                colours.put(each.group(1), Color.web(each.group(2)));
            }
            return colours;
        }
    }
}
