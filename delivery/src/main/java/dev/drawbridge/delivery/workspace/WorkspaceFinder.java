package dev.drawbridge.delivery.workspace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the workspace file where nobody named one. */
public final class WorkspaceFinder {

    /** The file's usual name. */
    public static final String NAME = "drawbridge.yaml";

    private WorkspaceFinder() {}

    /** {@code drawbridge.yaml} in this folder or the nearest one above that has it. */
    public static Optional<Path> find(Path folder) {
        for (Path here = folder.toAbsolutePath().normalize();
                here != null;
                here = here.getParent()) {
            Path file = here.resolve(NAME);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
