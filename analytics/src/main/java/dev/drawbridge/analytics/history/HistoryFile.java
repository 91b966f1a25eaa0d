package dev.drawbridge.analytics.history;

import dev.drawbridge.analytics.history.HistoryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The SQLite file itself: is it ours, is it of our version, connections to it. */
final class HistoryFile {
    /** The newest schema this program knows; one numbered SQL resource each. */
    static final int VERSION = 1;

    /** "DBhi" in SQLite's application_id tells a history from any other program's database. */
    static final int APPLICATION_ID = 0x44426869;

    private static final int BUSY_MILLIS = 10_000;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private final Path path;

    /** The file that the user gave; another than {@link #path} where that is a copy of it. */
    private final Path given;

    private final String wayOut;

    private HistoryFile(Path path, Path given, String wayOut) {
        this.path = path;
        this.given = given;
        this.wayOut = wayOut;
    }

    /**
     * Makes the file where there is none, refuses it (untouched) where it isn't ours, and brings an
     * older one up to date.
     */
    static HistoryFile open(Path path) {
        return open(
                new HistoryFile(
                        path,
                        path,
                        "name another file with --history (`drawbridge history sync` fills it)"));
    }

    /** As {@link #open(Path)} for the copy of a backup; what is said of it names the backup. */
    static HistoryFile openCopy(Path copy, Path backup) {
        return open(new HistoryFile(copy, backup, "name another backup"));
    }

    private static HistoryFile open(HistoryFile file) {
        file.requirePlace();
        try {
            file.createIfMissing();
            file.checkHeader();
            file.checkOwner();
            try (Connection c = file.writer()) {
                file.migrate(c);
            }
            return file;
        } catch (IOException e) {
            throw new HistoryException(
                    Kind.UNREADABLE,
                    "The history %s can't be opened (%s); check its rights, or %s."
                            .formatted(file.given, why(e), file.wayOut),
                    e);
        } catch (SQLException e) {
            throw file.translate("open", e);
        }
    }

    /** A file system's exception names the file alone; its kind is the reason. */
    private static String why(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no right to " + denied.getFile();
            case FileSystemException other when other.getReason() == null ->
                    other.getClass().getSimpleName().replace("Exception", "")
                            + " "
                            + other.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }

    Connection writer() throws SQLException {
        SQLiteConfig config = config();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return config.createConnection(url());
    }

    Connection reader() throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return config.createConnection(url());
    }

    HistoryException translate(String doing, SQLException e) {
        SQLiteErrorCode code =
                e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        if (code == SQLiteErrorCode.SQLITE_NOTADB) {
            return new HistoryException(
                    Kind.NOT_A_HISTORY, notAHistory("it is no SQLite database"), e);
        }
        if ((code.code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code) {
            return new HistoryException(
                    Kind.BUSY,
                    "The history %s is held by another Drawbridge for more than %d s; close it or wait, then try again."
                            .formatted(given, BUSY_MILLIS / 1000),
                    e);
        }
        if ((code.code & 0xff) == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return new HistoryException(
                    Kind.UNREADABLE,
                    "The history %s is damaged (%s); it was left as it is: %s."
                            .formatted(given, e.getMessage(), wayOut),
                    e);
        }
        return new HistoryException(
                Kind.UNREADABLE,
                "Could not %s the history %s: %s; check the disk and the file's rights."
                        .formatted(doing, given, e.getMessage()),
                e);
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private String url() {
        return "jdbc:sqlite:" + path.toAbsolutePath();
    }

    /** SQLite would write beside a device as readily as beside a file. */
    private void requirePlace() {
        if (Files.isDirectory(path)) {
            throw new HistoryException(Kind.NOT_A_HISTORY, notAHistory("it is a folder"), null);
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new HistoryException(
                    Kind.NOT_A_HISTORY, notAHistory("it is no regular file"), null);
        }
        Path folder = existing(path.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            throw notWritable(folder + " is no folder");
        }
        if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
            throw notWritable("you have no right to write in " + folder);
        }
        for (String beside : List.of("", "-wal", "-shm")) {
            Path file = Path.of(path + beside);
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw notWritable("you have no right to write " + file);
            }
        }
    }

    private HistoryException notWritable(String why) {
        return new HistoryException(
                Kind.NOT_WRITABLE,
                "The history %s can't be kept there (%s); nothing was changed: %s."
                        .formatted(given, why, wayOut),
                null);
    }

    private void createIfMissing() throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        boolean posix = Files.getFileStore(existing(parent)).supportsFileAttributeView("posix");
        if (!posix) {
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return;
        }
        if (parent != null) {
            Files.createDirectories(
                    parent,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        var onlyMine = PosixFilePermissions.fromString("rw-------");
        try {
            // SQLite gives its side files the rights of the main file, so these must be right
            // first.
            Files.createFile(path, PosixFilePermissions.asFileAttribute(onlyMine));
        } catch (FileAlreadyExistsException e) {
            return;
        }
    }

    private static Path existing(@Nullable Path folder) {
        Path at = folder == null ? Path.of(".").toAbsolutePath() : folder;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    private void checkHeader() throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return;
        }
        try (InputStream in = Files.newInputStream(path)) {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new HistoryException(
                        Kind.NOT_A_HISTORY, notAHistory("it is no SQLite database"), null);
            }
        }
    }

    private void checkOwner() throws SQLException, IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return;
        }
        try (Connection c = reader()) {
            int version = pragma(c, "user_version");
            if (pragma(c, "application_id") != APPLICATION_ID
                    && !(version == 0 && count(c, "SELECT count(*) FROM sqlite_schema") == 0)) {
                throw new HistoryException(
                        Kind.NOT_A_HISTORY, notAHistory("another program's database"), null);
            }
            if (version > VERSION) {
                throw new HistoryException(
                        Kind.NEWER,
                        "The history %s was written by a newer Drawbridge (schema %d, this one knows %d); it was left as it is: use that version, or %s."
                                .formatted(given, version, VERSION, wayOut),
                        null);
            }
        }
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void migrate(Connection c) throws SQLException {
        if (pragma(c, "user_version") == VERSION) {
            return;
        }
        try (Statement s = c.createStatement()) {
            s.execute("PRAGMA journal_mode = WAL");
        }
        transaction(
                c,
                locked -> {
                    // Only now do we hold the lock: another process may have migrated while we
                    // waited.
                    try (Statement s = locked.createStatement()) {
                        s.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
                        for (int v = pragma(locked, "user_version") + 1; v <= VERSION; v++) {
                            s.executeUpdate(script(v));
                            s.executeUpdate("PRAGMA user_version = " + v);
                        }
                    }
                    return true;
                });
    }

    /**
     * One transaction that takes the write lock first. The driver's own commit() would begin the
     * next transaction at once and so keep every other process out.
     */
    static <T> T transaction(Connection c, Work<T> work) throws SQLException {
        execute(c, "BEGIN IMMEDIATE");
        try {
            T result = work.on(c);
            execute(c, "COMMIT");
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                execute(c, "ROLLBACK");
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    interface Work<T> {
        T on(Connection c) throws SQLException;
    }

    private static void execute(Connection c, String sql) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static String script(int version) {
        String name = "%03d.sql".formatted(version);
        try (InputStream in = HistoryFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "the migration " + name + " is not in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int pragma(Connection c, String name) throws SQLException {
        return count(c, "PRAGMA " + name);
    }

    private static int count(Connection c, String sql) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getInt(1) : 0;
        }
    }

    private String notAHistory(String why) {
        return "%s is not a Drawbridge history (%s); it was left as it is: %s."
                .formatted(given, why, wayOut);
    }
}
