package dev.drawbridge.analytics.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryBackupTest {
    private static final InstantSource DESK =
            InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

    @TempDir Path folder;

    private Path file;
    private Path backup;
    private List<StoredEvent> told;

    @BeforeEach
    void tell() {
        file = folder.resolve("history.db");
        backup = folder.resolve("backup.db");
        try (History history = History.open(file, DESK)) {
            Samples.tell(history);
            told = history.events(0, 1000);
            HistoryBackup.backup(file, backup);
        }
    }

    @Test
    void aBackupMadeInUseHoldsEverythingAndIsForItsOwnerAlone() throws IOException {
        assertThat(events(backup)).isEqualTo(told).isNotEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
    }

    @Test
    void aBackupOverwritesNothing() throws IOException {
        byte[] before = Files.readAllBytes(backup);
        assertThatThrownBy(() -> HistoryBackup.backup(file, backup))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("is there already");
        assertThat(Files.readAllBytes(backup)).isEqualTo(before);
    }

    @Test
    void whatARestoreReplacesIsKept() throws IOException {
        Path other = folder.resolve("other.db");
        History.open(other, DESK).close();

        Path kept = HistoryBackup.restore(backup, other).orElseThrow();

        assertThat(events(other)).isEqualTo(told);
        assertThat(events(kept)).isEmpty();
        assertThat(backup).exists();
    }

    @Test
    void whatIsNoHistoryIsNotPutBack() throws IOException {
        Path notes =
                Files.writeString(
                        folder.resolve("notes"), "notes of last Tuesday, no database at all");
        Path empty = Files.createFile(folder.resolve("empty"));

        for (Path wrong : List.of(notes, empty, folder, folder.resolve("nothing"))) {
            assertThatThrownBy(() -> HistoryBackup.restore(wrong, file))
                    .isInstanceOfSatisfying(
                            HistoryException.class,
                            e ->
                                    assertThat(e.kind())
                                            .isEqualTo(HistoryException.Kind.NOT_A_HISTORY))
                    .hasMessageContaining(wrong.toString())
                    .hasMessageNotContaining(".restoring");
            assertThat(events(file)).isEqualTo(told);
        }
    }

    @Test
    void aHistoryInUseIsNotReplaced() {
        try (History inUse = History.open(file, DESK)) {
            assertThatThrownBy(() -> HistoryBackup.restore(backup, file))
                    .isInstanceOfSatisfying(
                            HistoryException.class,
                            e -> assertThat(e.kind()).isEqualTo(HistoryException.Kind.BUSY));
            assertThat(inUse.events(0, 1000)).isEqualTo(told);
        }
    }

    private static List<StoredEvent> events(Path path) {
        try (History history = History.open(path, DESK)) {
            return history.events(0, 1000);
        }
    }
}
