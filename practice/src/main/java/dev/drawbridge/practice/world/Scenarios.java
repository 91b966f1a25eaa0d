package dev.drawbridge.practice.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scenarios that come with the product: files beside this class. */
final class Scenarios {
    static final List<String> NAMES =
            List.of("good", "blocked", "stale-evidence", "stuck", "waits-for-approval");

    private Scenarios() {}

    static WorldSpec read(String name) {
        if (!NAMES.contains(name)) {
            throw new SpecException(
                    "There is no scenario '%s'; %s"
                            .formatted(
                                    Words.shortened(name),
                                    Words.nearest(name, NAMES)
                                            .map(near -> "did you mean '%s'?".formatted(near))
                                            .orElse(
                                                    "there are: "
                                                            + String.join(", ", NAMES)
                                                            + ".")));
        }
        String file = name + ".yaml";
        try (InputStream in = Scenarios.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the scenario " + file + " was not packed");
            }
            return SpecReader.read(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("read the scenario " + file, e);
        }
    }
}
