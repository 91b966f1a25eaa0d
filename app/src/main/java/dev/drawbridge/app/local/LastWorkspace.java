package dev.drawbridge.app.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The workspace file opened last, for when none is named and none is at hand. */
public final class LastWorkspace {

    private static final String FILE = "last-workspace";

    private final DataFolder folder;

    public LastWorkspace(DataFolder folder) {
        this.folder = folder;
    }

    /** The file, if it is still there. */
    public Optional<Path> find() {
        return folder.read(FILE).map(Path::of).filter(Files::isRegularFile);
    }

    /** Keeps it. */
    public void keep(Path file) {
        String path = file.toAbsolutePath().normalize().toString();
        if (!folder.read(FILE).equals(Optional.of(path))) {
            folder.write(FILE, path);
        }
    }
}
