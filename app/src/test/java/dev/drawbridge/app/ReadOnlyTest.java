package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.app.WorldDesks.Said;
import dev.drawbridge.practice.world.PracticeWorld;
import dev.drawbridge.practice.world.WorldOptions;
import dev.drawbridge.practice.world.WorldSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What vera, who may only look, gets from each command that changes nothing: once as a reader that
 * the workspace names, once with {@code view} on the application's namespace alone.
 */
class ReadOnlyTest {
    private static final double SPEED = 20;

    private static final String SPEC =
            """
            name: looked-at
            services:
              - name: checkout
                releases:
                  - { version: 1.0.0, age: 9d, author: theo }
                  - { version: 1.1.0, age: 3h, author: dina }
                runs:
                  - { environment: dev, release: 1.0.0, age: 8d }
                  - { environment: staging, release: 1.0.0, age: 8d }
                  - { environment: production, release: 1.0.0, age: 7d }
            """;

    /**
     * Each command that changes nothing, with the code it ends with where production's records may
     * not be read: 4 where something is left to see.
     */
    private static final List<Look> LOOKS =
            List.of(
                    new Look(4, "services"),
                    new Look(4, "releases"),
                    new Look(4, "rollout", "list"),
                    new Look(4, "freeze", "list"),
                    new Look(4, "history", "sync"),
                    new Look(3, "rollout", "show", "ID"),
                    new Look(3, "gate", "checkout", "-e", "production"),
                    new Look(3, "changes", "-e", "production"),
                    new Look(3, "cluster", "pins", "-e", "production", "--show"));

    private record Look(int withoutRecords, String... line) {
        String[] of(String id) {
            return Arrays.stream(line).map(w -> w.equals("ID") ? id : w).toArray(String[]::new);
        }
    }

    @TempDir private static Path folder;

    private static PracticeWorld world;
    private static Path named;
    private static Path unnamed;
    private static String asked = "";

    @BeforeAll
    static void start() throws IOException {
        Path spec = Files.writeString(folder.resolve("scenario.yaml"), SPEC);
        world =
                PracticeWorld.start(
                        WorldSpec.read(spec), new WorldOptions(1, SPEED, null, Instant.now()));
        named = world.workspaceFile();
        unnamed = named.resolveSibling("nobody-reads.yaml");
        Files.writeString(unnamed, Files.readString(named).replace("  reader: [viewers]\n", ""));
        setUp(unnamed);
        for (String environment : List.of("dev", "staging")) {
            Said brought =
                    run(
                            "dina",
                            named,
                            "promote",
                            "checkout",
                            "-e",
                            environment,
                            "--reason",
                            "new",
                            "--take-field");
            assertThat(brought.code()).as(brought.all()).isZero();
        }
        Said request =
                run(
                        "rita",
                        unnamed,
                        "request",
                        "checkout",
                        "-e",
                        "production",
                        "--reason",
                        "it is wanted",
                        "--output",
                        "json");
        asked = new ObjectMapper().readTree(request.out()).at("/result/id").asText();
        assertThat(asked).as(request.all()).startsWith("production/checkout-");
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    private static void setUp(Path workspace) {
        Said set =
                run(
                        "pat",
                        workspace,
                        "cluster",
                        "setup",
                        "-e",
                        "production",
                        "--apply",
                        "--confirm",
                        "production");
        assertThat(set.code()).as(set.all()).isZero();
    }

    @Test
    void whoMayOnlyLookSeesWhatOthersSeeAndWithoutARoleIsToldTheRightThatIsMissing() {
        for (Look look : LOOKS) {
            Said said = run("vera", unnamed, look.of(asked));
            assertThat(said.code()).as(said.all()).isEqualTo(look.withoutRecords());
            assertThat(said.all())
                    .contains(
                            "vera has not the right to ",
                            " configmaps in namespace shop-releases",
                            "kubectl -n shop-releases create rolebinding reader-vera"
                                    + " --clusterrole=view --user=vera");
        }
        assertThat(run("vera", unnamed, "services").out()).contains("2/2", "can't tell");

        setUp(named);

        for (Look look : LOOKS) {
            Said said = run("vera", named, look.of(asked));
            Said others = run("rita", named, look.of(asked));
            assertThat(said.code()).as(said.all()).isEqualTo(others.code());
            assertThat(said.all()).doesNotContain("has not the right");
        }
        Said wished =
                run("vera", named, "request", "checkout", "-e", "production", "--reason", "x");
        assertThat(wished.code()).as(wished.all()).isEqualTo(3);
        assertThat(wished.all())
                .contains("vera has not the right to create configmaps in namespace shop-releases")
                .contains("makes no request there");
    }

    @Test
    void aConnectionTestHasALineForEachThingThatIsNotAllowed() {
        Said test = run("vera", unnamed, "connect", "test");

        assertThat(test.code()).as(test.all()).isZero();
        assertThat(test.out())
                .contains("lacks in shop-releases to create configmaps, approval, refusal.")
                .doesNotContain("kubectl auth can-i create");
        assertThat(test.out().lines().filter(line -> line.startsWith("environment production")))
                .hasSizeLessThan(16);
        Said json = run("vera", unnamed, "connect", "test", "--output", "json");
        assertThat(json.out()).contains("kubectl auth can-i create approval.drawbridge.dev");
    }

    private static Said run(String person, Path workspace, String... args) {
        return new WorldDesks(world, folder, SPEED).run(person, workspace, args);
    }
}
