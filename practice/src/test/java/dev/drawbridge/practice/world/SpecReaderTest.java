package dev.drawbridge.practice.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.practice.world.WorldSpec.Attached;
import dev.drawbridge.practice.world.WorldSpec.EnvironmentName;
import dev.drawbridge.practice.world.WorldSpec.FaultKind;
import dev.drawbridge.practice.world.WorldSpec.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpecReaderTest {
    private static final String SMALL =
            """
            name: small
            services:
              - name: checkout
                releases:
                  - version: 1.0.0
                    scan: { findings: [{ id: CVE-2026-1, severity: high }] }
            faults:
              - { kind: image-pull, environment: dev, service: checkout }
            steps:
              - { who: rita, does: request, service: checkout, environment: production, reason: why, at: 90s }
              - { does: leave-group, who: omar, group: release-managers }
              - { does: scan-again, service: checkout, release: 1.0.0, scan: { attached: other-key } }
            """;

    @Test
    void readsAWorldAndItsSteps() {
        WorldSpec spec = SpecReader.read("small.yaml", SMALL);
        assertThat(spec.services().getFirst().releases().getFirst().scan().findings())
                .containsExactly(
                        new WorldSpec.Finding(
                                "CVE-2026-1", Severity.HIGH, "openssl", "3.0.15", null));
        assertThat(spec.faults())
                .containsExactly(
                        new WorldSpec.Fault(FaultKind.IMAGE_PULL, EnvironmentName.DEV, "checkout"));
        assertThat(spec.steps().getFirst())
                .isEqualTo(
                        new Step.Request(
                                Duration.ofSeconds(90),
                                "rita",
                                "checkout",
                                EnvironmentName.PRODUCTION,
                                "why",
                                null,
                                null,
                                null));
        assertThat(spec.steps().get(1))
                .isEqualTo(new Step.LeaveGroup(null, "omar", "release-managers"));
    }

    @Test
    void fillsInWhatIsLeftOut() {
        WorldSpec.Release release =
                SpecReader.read("small.yaml", SMALL).services().getFirst().releases().getFirst();
        assertThat(release.age()).isEqualTo(Duration.ofHours(3));
        assertThat(release.signature()).isEqualTo(Attached.SIGNED);
        assertThat(release.tests().passed()).isPositive();
        assertThat(release.scan().ahead()).isNull();
    }

    @Test
    void readsJson() {
        WorldSpec spec =
                SpecReader.read(
                        "small.json",
                        """
                        {"name": "small", "services":
                          [{"name": "checkout", "releases": [{"version": "1.0.0"}]}]}\
                        """);
        assertThat(spec.services().getFirst().name()).isEqualTo("checkout");
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void readsTheScenariosThatComeWithTheProduct(String name) {
        WorldSpec spec = WorldSpec.builtIn(name);
        assertThat(spec.name()).isEqualTo(name);
        assertThat(spec.services())
                .extracting(WorldSpec.Service::name)
                .containsExactly("checkout", "payments", "catalog", "frontend", "notifications");
        assertThat(spec.steps()).isNotEmpty();
    }

    static List<String> builtIn() {
        return WorldSpec.builtInNames();
    }

    @Test
    void saysWhichScenarioMayHaveBeenMeant() {
        assertThatThrownBy(() -> WorldSpec.builtIn("stick"))
                .hasMessage("There is no scenario 'stick'; did you mean 'stuck'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name: small|nmae: small|s.yaml:1:1: unknown key 'nmae'; did you mean 'name'?",
                "severity: high|severity: hihg|s.yaml:6:56: severity: 'hihg'; did you mean 'high'?",
                "at: 90s|at: 90|s.yaml:10:94: 'at' is a time with its unit, such as 90s, 5m, 24h or 30d; found '90'.",
                "version: 1.0.0|version: 1.0|s.yaml:5:18: 'version' is text (in quotes where it looks like a number); found '1.0'.",
                "does: request|does: demand|s.yaml:10:24: does: 'demand'; known here: gate,",
                "who: rita, does: request|does: request|s.yaml:10:5: 'request' lacks the key 'who' (Who).",
                "who: rita|who: ritta|s.yaml:10:5: there is no person 'ritta'; did you mean 'rita'?",
                "group: release-managers|group: sre|s.yaml:11:5: omar isn't in the group 'sre' then; theirs: release-managers.",
                "release: 1.0.0, scan|release: 1.0.1, scan|s.yaml:12:5: there is no release '1.0.1'; did you mean '1.0.0'?",
                "environment: dev,||s.yaml:8:5: a fault of kind 'image-pull' is in an environment; name it.",
                "{ findings:|{ findings: [], findings:|s.yaml:6:31: the key 'findings' stands there twice; leave one out.",
                "steps:|steps: none of them #|s.yaml:9:8: 'steps' is a list; found 'none of them'.",
            })
    void answersAMistakeWithItsPlaceAndWhatWouldBeRight(
            String right, String wrong, String sentence) {
        String text = SMALL.replaceFirst(right.replace("{", "\\{"), wrong == null ? "" : wrong);
        if (right.equals("steps:")) {
            text = text.substring(0, text.indexOf('#')) + "\n";
        }
        assertThat(text).isNotEqualTo(SMALL);
        assertThat(problems(text)).singleElement().asString().startsWith(sentence);
    }

    @Test
    void saysWhereATabStands() {
        assertThat(problems("name: small\n\tservices: []\n"))
                .singleElement()
                .asString()
                .startsWith("s.yaml:2:1: it isn't YAML: ");
    }

    @Test
    void namesEveryMistake() {
        assertThat(problems("nmae: small\nservices: [{ name: a, replicas: 2m }]\n")).hasSize(3);
    }

    @Test
    void refusesAFileThatUnfoldsWithoutEnd() {
        StringBuilder text = new StringBuilder("name: bomb\nservices:\n");
        text.append("  - &s { name: a, releases: [&r { version: a, scan: { findings: [");
        text.append("&f { id: a, severity: low }, ").append("*f, ".repeat(400));
        text.append("] } }, ").append("*r, ".repeat(400)).append("] }\n");
        text.append("  - *s\n".repeat(400));
        assertThat(problems(text.toString()))
                .singleElement()
                .asString()
                .startsWith("s.yaml: it isn't YAML: Number of aliases");
    }

    @Test
    void refusesAFileOfTooManyValues() {
        String text =
                "name: long\nservices:\n  - name: a\n    releases:\n      - version: a\n        coAuthors:\n"
                        + "          - a\n".repeat(60_000);
        assertThat(problems(text)).singleElement().asString().contains("it holds more than 50000");
    }

    @Test
    void saysThatThereIsNoSuchFile(@TempDir Path folder) {
        assertThatThrownBy(() -> WorldSpec.read(folder.resolve("none.yaml")))
                .isInstanceOf(SpecException.class)
                .hasMessageEndingWith("none.yaml: there is no such file; give a scenario file.");
    }

    @Test
    void refusesAFileThatIsNotText(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("s.yaml");
        Files.write(file, "name: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> WorldSpec.read(file)).hasMessageEndingWith("it isn't UTF-8 text.");
    }

    private static List<String> problems(String text) {
        return catchThrowableOfType(SpecException.class, () -> SpecReader.read("s.yaml", text))
                .problems();
    }
}
