package dev.drawbridge.app.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir Path folder;

    @Test
    void isWhereTheOperatingSystemWantsIt() {
        Path home = Path.of("/home/rita");
        assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "/data"), "Linux", home).path())
                .isEqualTo(Path.of("/data/drawbridge"));
        assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "relative"), "Linux", home).path())
                .isEqualTo(home.resolve(".local/share/drawbridge"));
        assertThat(DataFolder.of(Map.of(), "Mac OS X", home).path())
                .isEqualTo(home.resolve("Library/Application Support/Drawbridge"));
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        DataFolder data = new DataFolder(folder.resolve("a/drawbridge"));
        data.write("note", "text");

        assertThat(data.read("note")).contains("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.path().resolve("note"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(data.path())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void theDeskKeepsItsIdAndEachProcessHasItsOwnEnding() {
        DataFolder data = new DataFolder(folder);
        Random random = new Random(1);
        String one = DeskId.of(data, random);
        String other = DeskId.of(data, random);

        assertThat(one).matches("desk-[0-9a-f]{8}-[0-9a-f]{4}").isNotEqualTo(other);
        assertThat(one.substring(0, 13)).isEqualTo(other.substring(0, 13));
    }

    @Test
    void aWorkspaceThatIsGoneIsNotTheLastOne() throws IOException {
        LastWorkspace last = new LastWorkspace(new DataFolder(folder.resolve("data")));
        Path file = Files.writeString(folder.resolve("drawbridge.yaml"), "");
        last.keep(file);
        assertThat(last.find()).contains(file);

        Files.delete(file);
        assertThat(last.find()).isEmpty();
    }
}
