package dev.drawbridge.delivery.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake that can be made in a workspace is answered with its place and one sentence. */
class WorkspaceMistakesTest {

    private final WorkspaceReader reader = new WorkspaceReader();

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource("dev.drawbridge.delivery.workspace.WorkspaceMistakes#all")
    void oneMistakeIsOneSentenceWithItsPlace(WorkspaceMistakes.Mistake mistake) throws IOException {
        List<Problem> problems = reader.check(WorkspaceFolder.write(folder, mistake.yaml()));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().line()).isPositive();
        assertThat(problems.getFirst().sentence()).contains(mistake.says());
    }

    @Test
    void aSecretIsNeverShown() throws IOException {
        String token = "ghp_0123456789abcdefghij0123456789abcdef";
        for (String key :
                List.of(
                        "namespace: shop\n    promote",
                        "tag: main",
                        "production: true",
                        "soak: 30m",
                        "Deployment")) {
            String yaml =
                    WorkspaceFolder.SHOP.replace(
                            key, key.replaceFirst("(shop|main|true|30m|^Deployment)", token));
            assertThat(reader.check(WorkspaceFolder.write(folder, yaml)).toString())
                    .contains("secret")
                    .doesNotContain(token);
        }
    }

    @Test
    void aPrivateKeyIsNoTrustedKey() throws IOException {
        Path file = WorkspaceFolder.write(folder, WorkspaceFolder.SHOP);
        Files.writeString(folder.resolve("keys/build.pub"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");

        assertThat(reader.check(file))
                .singleElement()
                .extracting(Problem::found)
                .isEqualTo("a private key in 'keys/build.pub'");
    }

    @Test
    void aTabIsNamed() throws IOException {
        assertThat(only("kind: Workspace\n\tmetadata: {}\n").sentence())
                .contains(":2:1: found a tab, expected spaces");
    }

    @Test
    void whatIsNoYamlIsAnsweredWithItsPlace() throws IOException {
        assertThat(only("kind: 'Workspace\n").sentence())
                .contains(":2:1: found unexpected end of stream, expected YAML");
        assertThat(only("").sentence()).contains("found nothing, expected a workspace");
        assertThat(only("[a]").sentence()).contains("found a list, expected a map");
        assertThat(only("a: 1\n---\nb: 2\n").sentence()).contains("another document");
    }

    @Test
    void aFileThatIsNoneIsAnswered() throws IOException {
        assertThat(reader.check(folder).getFirst().sentence())
                .contains("found a folder, expected a workspace file");
        assertThat(reader.check(folder.resolve("none.yaml")).getFirst().sentence())
                .contains("found no such file");
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(reader.check(binary).getFirst().sentence()).contains("bytes that aren't UTF-8");
        Files.writeString(binary, "#".repeat(WorkspaceReader.LARGEST_FILE + 1));
        assertThat(reader.check(binary).getFirst().sentence()).contains("found more than 1 MiB");
    }

    @Test
    void bombsEndInASentence() throws IOException {
        assertThat(only("[".repeat(200_000)).sentence()).contains("nested more than 40 deep");
        String tooMany = inPeople("&p { name: P }, " + "*p, ".repeat(51));
        assertThat(only(tooMany).sentence()).contains("found more than 50 aliases");
        String tooLarge =
                inPeople(
                        "&p { name: P, cluster: ["
                                + "x, ".repeat(2_000)
                                + "] }"
                                + ", *p".repeat(40));
        assertThat(only(tooLarge).sentence()).contains("too many values (aliases counted)");
        String itself = "&me { hosts: *me }";
        assertThat(
                        only(WorkspaceFolder.SHOP.replace(
                                        "{ hosts: [registry.example.org:5000] }", itself))
                                .sentence())
                .contains("found a map, expected a list");
    }

    private static String inPeople(String people) {
        return WorkspaceFolder.SHOP.replaceFirst(
                "people:\n(  .*\n)+", "people: [" + people + "]\n");
    }

    private Problem only(String yaml) throws IOException {
        List<Problem> problems = reader.check(WorkspaceFolder.write(folder, yaml));
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }
}
