package dev.drawbridge.analytics.history;

import static dev.drawbridge.analytics.history.Samples.DESK;
import static dev.drawbridge.analytics.history.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.drawbridge.analytics.history.HistoryException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir Path folder;

    @Test
    void refusesAFileThatIsNoDatabaseAndLeavesIt() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("h.db"), "notes of last Tuesday, longer than a header");
        assertRefused(file, Kind.NOT_A_HISTORY, "is not a Drawbridge history");
    }

    @Test
    void refusesAnotherProgramsDatabaseAndLeavesIt() throws Exception {
        Path file = folder.resolve("h.db");
        sql(file, "CREATE TABLE songs (title TEXT)");
        assertRefused(file, Kind.NOT_A_HISTORY, "another program's database");
    }

    @Test
    void refusesANewerSchemaAndLeavesIt() throws Exception {
        Path file = folder.resolve("h.db");
        History.open(file, DESK).close();
        sql(file, "PRAGMA user_version = 99");
        assertRefused(file, Kind.NEWER, "schema 99, this one knows " + HistoryFile.VERSION);
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> History.open(folder, DESK))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("it is a folder");
    }

    @Test
    void refusesADeviceAndWritesNothingBesideIt() {
        Path device = Path.of("/dev/null");
        assertThatThrownBy(() -> History.open(device, DESK))
                .isInstanceOfSatisfying(
                        HistoryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_A_HISTORY))
                .hasMessageContaining("/dev/null")
                .hasMessageContaining("no regular file")
                .hasMessageNotContaining("SQLITE");
        assertThat(Path.of("/dev/null-wal")).doesNotExist();
    }

    @Test
    void refusesAPlaceWhereNoFileCanBe() throws Exception {
        Path file = Files.writeString(folder.resolve("notes"), "notes");
        assertThatThrownBy(() -> History.open(file.resolve("h.db"), DESK))
                .isInstanceOfSatisfying(
                        HistoryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_WRITABLE))
                .hasMessageContaining("notes is no folder")
                .hasMessageNotContaining("Exception");
        assertThat(file).hasContent("notes");
    }

    @Test
    void refusesAFileItMayNotWriteAndLeavesIt() throws Exception {
        Path file = folder.resolve("h.db");
        History.open(file, DESK).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(file), "the superuser may write everything");
        assertThatThrownBy(() -> History.open(file, DESK))
                .isInstanceOfSatisfying(
                        HistoryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_WRITABLE));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--r--r--");
    }

    @Test
    void saysThatACutDatabaseIsDamaged() throws Exception {
        Path file = folder.resolve("h.db");
        try (History history = History.open(file, DESK)) {
            Samples.tell(history);
        }
        byte[] whole = Files.readAllBytes(file);
        byte[] cut = java.util.Arrays.copyOf(whole, 5000);
        Files.write(file, cut);
        assertThatThrownBy(
                        () -> {
                            try (History history = History.open(file, DESK)) {
                                history.events(0, 10);
                            }
                        })
                .isInstanceOfSatisfying(
                        HistoryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE))
                .hasMessageContaining(file.toString());
    }

    @Test
    void onlyTheOwnerCanReadTheFileAndItsSideFiles() throws Exception {
        Path file = folder.resolve("deep/h.db");
        try (History history = History.open(file, DESK)) {
            history.append(Samples.started("p/1", T0));
            try (var files = Files.list(file.getParent())) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(1)
                        .allSatisfy(f ->
                                assertThat(
                                                PosixFilePermissions.toString(
                                                        Files.getPosixFilePermissions(f)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void tightensAFileThatOthersCouldRead() throws Exception {
        Path file = folder.resolve("h.db");
        History.open(file, DESK).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        History.open(file, DESK).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void opensTheDatabaseOfVersionOne() throws Exception {
        Path copy = folder.resolve("h.db");
        try (var in = HistoryFileTest.class.getResourceAsStream("/history-v1.db")) {
            Files.copy(in, copy);
        }
        try (History history = History.open(copy, DESK)) {
            assertThat(history.deployments("checkout", "production"))
                    .singleElement()
                    .satisfies(d -> assertThat(d.outcome()).isEqualTo("healthy"));
            assertThat(history.openIntents())
                    .singleElement()
                    .satisfies(s ->
                            assertThat(s.name()).isEqualTo("step-grant-checkout-abababab-1-1-2"));
            assertThat(history.assessment("a1"))
                    .contains(Samples.assessment("a1", "{\"now\":1}", T0));
            assertThat(history.mark("production"))
                    .contains(new Mark("uid-1", 7, 3, T0.plusSeconds(61)));
            assertThat(history.append(Samples.started("later", T0)).added()).isTrue();
        }
    }

    private static void assertRefused(Path file, Kind kind, String words) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> History.open(file, DESK))
                .isInstanceOfSatisfying(
                        HistoryException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(words)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("\n");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private static void sql(Path file, String statement) throws Exception {
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + file);
                var s = c.createStatement()) {
            s.executeUpdate(statement);
        }
    }
}
