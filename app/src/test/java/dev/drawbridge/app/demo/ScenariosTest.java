package dev.drawbridge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.practice.world.PracticeWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plays whole releases in the practice world, by the product's own commands, and looks at how they
 * end.
 */
class ScenariosTest {
    private static final String NEW =
            "{ version: 2.5.0, age: 3h, author: dina, coAuthors: [theo] }";

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0} ends {1}")
    @CsvSource({"good, 0", "blocked, 3", "stale-evidence, 4", "stuck, 1", "waits-for-approval, 5"})
    void aScenarioOfOursEndsWithItsCode(String scenario, int code) {
        Played played =
                Played.of(folder, "demo", "--scenario", scenario, "--no-window", "--speed", "20");

        assertThat(played.code()).as(played.said()).isEqualTo(code);
    }

    @Test
    void goodWithItsSignatureTakenOffCannotTell() throws IOException {
        Played played = play(intoDev(good().replace(NEW, with("signature: missing"))));

        assertThat(played.code()).as(played.said()).isEqualTo(4);
        assertThat(played.said()).contains("image.signature_trusted");
    }

    @Test
    void goodWithASignatureByAnotherKeyIsDenied() throws IOException {
        Played played = play(intoDev(good().replace(NEW, with("signature: other-key"))));

        assertThat(played.code()).as(played.said()).isEqualTo(3);
        assertThat(played.said()).contains("image.signature_trusted");
    }

    @Test
    void goodWithAnAgedScanCannotTell() throws IOException {
        Played played = play(intoDev(good().replace(NEW, with("scan: { age: 30d }"))));

        assertThat(played.code()).as(played.said()).isEqualTo(4);
        assertThat(played.said()).contains("vuln.scan_recent_for_digest");
    }

    @Test
    void goodWithTheNodesPullBrokenFails() throws IOException {
        Played played =
                play(good() + "\nfaults:\n  - { kind: image-pull, environment: production }\n");

        assertThat(played.code()).as(played.said()).isEqualTo(1);
        assertThat(played.said()).contains("can't be pulled");
    }

    @Test
    void goodWithItsApproverGoneWaits() throws IOException {
        String approval =
                "  - { who: omar, does: approve, service: checkout, environment: production }\n";
        Played played = play(good().replace(approval, ""));

        assertThat(played.code()).as(played.said()).isEqualTo(5);
    }

    @Test
    void aScenarioFileWithAnUnknownKeyIsAnsweredWithItsPlace() throws IOException {
        Played played = play(good().replace("about:", "abuot:"));

        assertThat(played.code()).isEqualTo(2);
        assertThat(played.said()).contains("abuot", "about");
    }

    private Played play(String scenario) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, scenario);
        return Played.of(
                folder, "demo", "--scenario-file", file.toString(), "--no-window", "--speed", "20");
    }

    /** Only the first step: what the first environment refuses goes no further. */
    private static String intoDev(String scenario) {
        return scenario.substring(
                0,
                scenario.indexOf(
                        "  - { who: dina, does: drive, service: checkout, environment: staging"));
    }

    private static String with(String more) {
        return NEW.replace(" }", ", " + more + " }");
    }

    private static String good() throws IOException {
        try (var in = PracticeWorld.class.getResourceAsStream("good.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
