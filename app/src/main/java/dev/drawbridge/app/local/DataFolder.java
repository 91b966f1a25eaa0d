package dev.drawbridge.app.local;

import dev.drawbridge.connector.ConnectorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The user's folder for Drawbridge's own files, readable by nobody else. Made when something is
 * first written.
 *
 * @param path where it is
 */
public record DataFolder(Path path) {

    private static final int LARGEST = 64 * 1024;

    /**
     * Where the operating system wants it: {@code XDG_DATA_HOME}, the Application Support folder,
     * or {@code LOCALAPPDATA}.
     *
     * @param system the operating system's name as Java says it
     * @param home the user's home
     */
    public static DataFolder of(Map<String, String> environment, String system, Path home) {
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        if (Path.of(xdg).isAbsolute()) {
            return new DataFolder(Path.of(xdg).resolve("drawbridge"));
        }
        if (system.startsWith("Mac")) {
            return new DataFolder(home.resolve("Library/Application Support/Drawbridge"));
        }
        String local = environment.getOrDefault("LOCALAPPDATA", "");
        if (system.startsWith("Windows") && !local.isEmpty()) {
            return new DataFolder(Path.of(local).resolve("Drawbridge"));
        }
        return new DataFolder(home.resolve(".local/share/drawbridge"));
    }

    /** A small text; empty where there is none. */
    public Optional<String> read(String name) {
        Path file = path.resolve(name);
        try {
            if (Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            String text = Files.readString(file).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /** Writes a small text, whole or not at all. */
    public void write(String name, String text) {
        Path file = path.resolve(name);
        try {
            makeFolder();
            Path draft = Files.createTempFile(path, name, ".new"); // for its owner alone
            Files.write(draft, (text + "\n").getBytes(StandardCharsets.UTF_8));
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** Makes the folder, for its owner alone. */
    public void make() {
        try {
            makeFolder();
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    private void makeFolder() throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    private static ConnectorException failed(String what, Path file, IOException e) {
        return new ConnectorException(
                ConnectorException.Kind.BAD_INPUT,
                "this machine's file "
                        + file
                        + " can't be "
                        + (what.equals("read") ? "read" : "written")
                        + " ("
                        + e.getClass().getSimpleName()
                        + ": "
                        + e.getMessage()
                        + "); see to its permissions, or set XDG_DATA_HOME to another folder",
                e);
    }
}
