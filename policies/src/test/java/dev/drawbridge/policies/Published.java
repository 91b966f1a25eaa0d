package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Generated files that are committed: compared with what they are generated from, or written with
 * {@code -Ddrawbridge.regenerate=true}.
 */
final class Published {

    private Published() {}

    static void isCurrent(Path file, String wanted) throws IOException {
        if (Boolean.getBoolean("drawbridge.regenerate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, wanted);
        }
        assertThat(file).exists();
        assertThat(Files.readString(file))
                .as("%s is generated; write it anew with -Ddrawbridge.regenerate=true", file)
                .isEqualTo(wanted);
    }
}
