package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.app.WorldDesks.Said;
import dev.drawbridge.practice.world.PracticeWorld;
import dev.drawbridge.practice.world.WorldOptions;
import dev.drawbridge.practice.world.WorldSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each person reads of a promotion on its way, and what they are told to do next. */
class PromotionPagesTest {
    private static final double SPEED = 20;

    private static final String SPEC =
            """
            name: read
            services:
              - name: checkout
                releases:
                  - { version: 1.0.0, age: 9d, author: theo }
                  - { version: 1.1.0, age: 3h, author: dina, coAuthors: [theo] }
                runs:
                  - { environment: dev, release: 1.0.0, age: 8d }
                  - { environment: staging, release: 1.0.0, age: 8d }
                  - { environment: production, release: 1.0.0, age: 7d }
            """;

    @TempDir private static Path folder;

    private static PracticeWorld world;
    private static Path workspace;

    @BeforeAll
    static void start() throws IOException {
        Path spec = Files.writeString(folder.resolve("scenario.yaml"), SPEC);
        world =
                PracticeWorld.start(
                        WorldSpec.read(spec), new WorldOptions(1, SPEED, null, Instant.now()));
        workspace = world.workspaceFile().resolveSibling("no-soak.yaml");
        Files.writeString(
                workspace, Files.readString(world.workspaceFile()).replace("soak: 3m", "soak: 0s"));
        done("pat", "cluster", "setup", "-e", "production", "--apply", "--confirm", "production");
        for (String environment : new String[] {"dev", "staging"}) {
            done(
                    "dina",
                    "promote",
                    "checkout",
                    "-e",
                    environment,
                    "--reason",
                    "new",
                    "--take-field");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    @Test
    void eachPersonReadsWhatChangesAndIsOfferedWhatTheyMayDo() {
        assertThat(run("rita", "releases").out())
                .contains("nobody asked for it yet; it is healthy in staging");
        Said asked = request("rita");
        String id = newest();
        assertThat(asked.code()).as(asked.all()).isEqualTo(5);
        assertThat(asked.out())
                .containsPattern(
                        "Change\\n  1 commit by Dina, Theo \\([0-9a-f]{7}\\.\\.[0-9a-f]{7}\\)\\n")
                .contains("For another person to approve it: drawbridge approve " + id)
                .doesNotContain("already runs");
        assertThat(asked.next()).contains("rollout watch " + id).doesNotContain("approve");

        Said again = request("rita");
        String second = newest();
        assertThat(again.out())
                .contains("Open there already: " + id + ", requested, asked for by rita")
                .contains("drawbridge refuse " + id + " --reason");
        assertThat(again.next()).doesNotContain(id + "\n");

        assertThat(run("vera", "rollout", "show", id).next()).doesNotContain("approve", "promote");
        Said shown = run("omar", "rollout", "show", id);
        assertThat(shown.out()).contains("Change, as it is on record\n  1 commit by Dina");
        assertThat(shown.next()).contains("drawbridge approve " + id + " --confirm checkout");
        JsonNode change =
                run("omar", "rollout", "show", id, "--output", "json").result().path("change");
        assertThat(change.path("count").asInt()).isEqualTo(1);
        assertThat(change.at("/commits/0/subject").asText()).isNotBlank();
        assertThat(change.at("/commits/0/authors")).hasSize(2);

        Said approved = run("omar", "approve", id, "--confirm", "checkout");
        assertThat(approved.code()).as(approved.all()).isZero();
        assertThat(approved.out())
                .contains("For an operator to bring it in: drawbridge promote " + id);
        assertThat(approved.next()).doesNotContain("promote");
        assertThat(run("sam", "rollout", "show", id).next()).contains("drawbridge promote " + id);
        done("sam", "promote", id, "--take-field");

        assertThat(run("rita", "rollout", "list").next()).contains("rollout show " + second);
        done("rita", "refuse", second, "--reason", "one is enough");
        assertThat(run("rita", "rollout", "list").next())
                .contains("drawbridge releases")
                .doesNotContain("rollout show");

        Said same = request("rita");
        assertThat(same.out()).contains("production already runs this digest");
        assertThat(
                        run("sam", "gate", "checkout", "-e", "production", "--output", "json")
                                .result()
                                .path("runsAlready")
                                .asBoolean())
                .isTrue();

        done("sam", "rollback", "checkout", "-e", "production", "--reason", "orders fail");
        assertThat(run("rita", "rollout", "list", "--all").out())
                .containsPattern(
                        id + " .*healthy, put back .*put back by sam at [0-9-]+ .*: orders fail");
        assertThat(run("rita", "rollout", "list", "--all", "--output", "csv").out())
                .contains("asked at,why,rollback\r\n")
                .containsPattern(id + ",sha256:[0-9a-f]{64},healthy,.*,put back by sam at ");
        Said after = run("rita", "rollout", "show", id);
        assertThat(after.out())
                .contains("and was put back later.")
                .containsPattern("It was put back by sam at .*: orders fail");
        assertThat(
                        run("rita", "rollout", "show", id, "--output", "json")
                                .result()
                                .at("/rollback/who")
                                .asText())
                .isEqualTo("sam");
    }

    private static Said request(String person) {
        return run(person, "request", "checkout", "-e", "production", "--reason", "wanted");
    }

    /** The id of the newest promotion into production. */
    private static String newest() {
        return run("rita", "rollout", "list", "-e", "production", "--output", "json")
                .result()
                .at("/promotions/0/id")
                .asText();
    }

    private static void done(String person, String... args) {
        Said said = run(person, args);
        assertThat(said.code()).as(said.all()).isZero();
    }

    private static Said run(String person, String... args) {
        return new WorldDesks(world, folder, SPEED).run(person, workspace, args);
    }
}
