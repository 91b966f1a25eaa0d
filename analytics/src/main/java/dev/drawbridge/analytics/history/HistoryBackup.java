package dev.drawbridge.analytics.history;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Copies a history into one file, and puts such a copy in its place. A file that is there is never
 * overwritten: a history that is replaced is kept beside the new one. Blocks on the disk.
 */
public final class HistoryBackup {

    /** Nothing is appended here, so no time is asked for. */
    private static final InstantSource NO_CLOCK = InstantSource.fixed(Instant.EPOCH);

    private HistoryBackup() {}

    /**
     * Writes everything that was written so far into one file, for its owner alone. The history may
     * be in use.
     *
     * @throws HistoryException NOT_A_HISTORY where {@code to} is there already, else as {@link
     *     History#open}
     */
    public static void backup(Path history, Path to) {
        HistoryFile file = HistoryFile.open(history);
        create(to);
        try (Connection c = file.reader();
                PreparedStatement p = c.prepareStatement("VACUUM INTO ?")) {
            p.setString(1, to.toAbsolutePath().toString());
            p.execute();
        } catch (SQLException e) {
            throw file.translate("back up", e);
        }
    }

    /** An empty file for its owner alone, which SQLite then fills. */
    private static void create(Path to) {
        try {
            Files.createFile(to);
            forItsOwner(to);
        } catch (FileAlreadyExistsException e) {
            throw new HistoryException(
                    HistoryException.Kind.NOT_A_HISTORY,
                    to + " is there already, and a backup overwrites nothing: name another file.",
                    e);
        } catch (IOException e) {
            throw unreadable("write", to, e);
        }
    }

    /**
     * Puts a backup in the place of a history, after having opened it.
     *
     * @return where the history that stood there is kept; empty where there was none
     * @throws HistoryException where the backup is no history, or another process has the history
     *     open; nothing is changed then
     */
    public static Optional<Path> restore(Path backup, Path history) {
        requireBackup(backup);
        Path draft = history.resolveSibling(history.getFileName() + ".restoring");
        try {
            Files.copy(backup, draft, StandardCopyOption.REPLACE_EXISTING);
            forItsOwner(draft);
            // A copy is opened, not the backup: opening may bring it to today's form.
            HistoryFile.openCopy(draft, backup);
            Optional<Path> kept =
                    Files.exists(history) ? Optional.of(setAside(history)) : Optional.empty();
            Files.move(draft, history, StandardCopyOption.ATOMIC_MOVE);
            return kept;
        } catch (IOException e) {
            throw unreadable("put back", history, e);
        } finally {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                throw unreadable("put back", history, e);
            }
        }
    }

    /**
     * SQLite takes an empty file for a new database, which would lose everything without a word.
     */
    private static void requireBackup(Path backup) {
        try {
            if (!Files.isRegularFile(backup) || Files.size(backup) == 0) {
                throw new HistoryException(
                        HistoryException.Kind.NOT_A_HISTORY,
                        "There is no backup in " + backup + "; check the path.",
                        null);
            }
        } catch (IOException e) {
            throw unreadable("read", backup, e);
        }
    }

    /** Closing the last connection empties the write-ahead log; one that stays has another user. */
    private static Path setAside(Path history) throws IOException {
        History.open(history, NO_CLOCK).close();
        if (Files.exists(history.resolveSibling(history.getFileName() + "-wal"))) {
            throw new HistoryException(
                    HistoryException.Kind.BUSY,
                    "The history "
                            + history
                            + " is in use by another process; end it and restore again.",
                    null);
        }
        for (int n = 1; ; n++) {
            Path aside = history.resolveSibling(history.getFileName() + ".before-restore-" + n);
            if (!Files.exists(aside)) {
                return Files.move(history, aside);
            }
        }
    }

    private static void forItsOwner(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static HistoryException unreadable(String what, Path file, IOException e) {
        return new HistoryException(
                HistoryException.Kind.UNREADABLE,
                "Can't "
                        + what
                        + " "
                        + file
                        + " ("
                        + e.getMessage()
                        + "); see to its folder's permissions and space.",
                e);
    }
}
