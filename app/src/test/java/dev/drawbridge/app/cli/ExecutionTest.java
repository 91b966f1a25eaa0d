package dev.drawbridge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionTest {

    private static final String WORKSPACE =
            """
            apiVersion: drawbridge.dev/v1
            kind: Workspace
            metadata: { name: shop }
            environments:
              - name: dev
                cluster: { context: shop-dev }
                namespace: shop
                gate: { collections: [minimal] }
            services:
              - name: checkout
                image: registry.example.org/shop/checkout
                candidate: { tag: main }
                workload: { kind: Deployment, name: checkout, container: app }
            """;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    workspce check                 | did you mean workspace?
                    workspace chek                 | did you mean check?
                    workspace                      | it needs one of check, schema, show
                    workspace check --outpt json   | did you mean --output?
                    workspace check --output yaml  | --output takes table, json or csv, not 'yaml'
                    workspace check extra          | it doesn't take 'extra'
                    policy explain                 | it needs RULE, as in `drawbridge policy explain RULE`
                    gate checkout                  | it needs -e ENV, as in `drawbridge gate SERVICE -e ENV
                    gate                           | it needs SERVICE and -e ENV, as in
                    workspace check --zone         | it needs --zone ZONE
                    workspace check --zone Mars    | --zone takes a time zone such as Europe/Zurich or UTC, not 'Mars'
                    workspace check --zone ../etc  | --zone takes a time zone
                    demo --speed fast              | --speed takes a number such as 10 or 2.5, not 'fast'
                    demo --speed NaN               | --speed takes a number
                    demo --seed 0.5                | --seed takes a whole number such as 3, not '0.5'
                    rollback checkout -e dev --to latest | --to takes a whole number such as 3, not 'latest'
                    rollback checkout -e dev --to 99999999999999999999 | --to takes a whole number
                    workspace check --metrics-port http | --metrics-port takes a whole number
                    changes -e dev --since yesterday | --since takes a length of time such as 90s, 5m, 24h or 7d, not 'yesterday'
                    changes -e dev --since 99999999999999999999d | --since takes a length of time
                    changes -e dev --since 9999999999999999d | --since takes a length of time
                    """)
    void wrongUsageEndsWithTwoAndOneSentence(String args, String said) {
        Ran ran = Ran.in(folder, args.split(" "));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains(said)
                .contains("--help`.")
                .doesNotContain("ava.")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    freeze                         | needs -e ENV and --reason TEXT
                    freeze -e production           | needs --reason TEXT
                    freeze --reason stocktaking    | needs -e ENV to stop
                    freeze -e production           | `drawbridge freeze -e production --reason 'stocktaking' --for 2h`
                    freeze -e dev --reason x --for 1s | takes from 1m to 30d, not 1s
                    cluster pins -e production     | needs --show to say what to do, as in `drawbridge cluster pins -e production --show`
                    """)
    void whatIsMissingIsNamedWithAnExample(String args, String said) {
        Ran ran = Ran.in(folder, args.split(" "));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines()).singleElement().asString().contains(said);
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/null, no regular file",
        ".,         a folder",
        "drawbridge.yaml, no SQLite database",
        "drawbridge.yaml/here.history, drawbridge.yaml is no folder"
    })
    void whatCantHoldAHistoryIsOneSentenceAndStaysAsItIs(String history, String why)
            throws IOException {
        Files.writeString(folder.resolve("drawbridge.yaml"), WORKSPACE);

        Ran ran = Ran.in(folder, "freeze", "list", "--history", history);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .contains(why)
                .contains("--history")
                .doesNotContain("SQLITE");
        assertThat(folder.resolve("drawbridge.yaml")).hasContent(WORKSPACE);
    }

    @Test
    void wrongUsageIsOneDocumentForAProgram() {
        JsonNode document = Ran.in(folder, "workspace", "chek", "--output", "json").json();

        assertThat(document.path("outcome").asText()).isEqualTo("bad-input");
        assertThat(document.path("exitCode").asInt()).isEqualTo(2);
        assertThat(document.path("error").asText()).contains("did you mean check?");
    }

    @Test
    void rowsThatThereAreNoneOfAreRefusedBeforeAnythingIsDone() throws IOException {
        Files.writeString(folder.resolve("drawbridge.yaml"), WORKSPACE);

        Ran ran = Ran.in(folder, "workspace", "show", "--output", "csv");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("no rows");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aMissingWorkspaceNamesTheWayToOne() {
        Ran ran = Ran.in(folder, "workspace", "show");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--workspace").contains("drawbridge init");
    }

    @Test
    void aMistakeInTheWorkspaceIsSaidWithItsPlace() throws IOException {
        Files.writeString(
                folder.resolve("drawbridge.yaml"), WORKSPACE.replace("namespace:", "namespce:"));

        Ran table = Ran.in(folder, "workspace", "check");
        JsonNode json = Ran.in(folder, "workspace", "check", "--output", "json").json();
        Ran csv = Ran.in(folder, "workspace", "check", "--output", "csv");

        assertThat(table.code()).isEqualTo(2);
        assertThat(table.out()).contains("drawbridge.yaml:7:5: found");
        assertThat(json.at("/result/mistakes/0/line").asInt()).isEqualTo(7);
        assertThat(csv.out()).startsWith("line,column,found,expected,hint\r\n7,5,");
    }

    @Test
    void theWorkspaceOpenedLastIsTakenWhereNoneIsAtHand() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path file = Files.writeString(there.resolve("drawbridge.yaml"), WORKSPACE);

        assertThat(
                        Ran.in(folder, "workspace", "show", "--workspace", "there/drawbridge.yaml")
                                .code())
                .isZero();
        Files.move(folder.resolve("data"), elsewhere.resolve("data"));

        assertThat(Ran.in(elsewhere, "workspace", "show").out()).contains(file.toString());
    }

    @Test
    void globalOptionsWorkBeforeAndBehindTheCommand() throws IOException {
        Files.writeString(folder.resolve("drawbridge.yaml"), WORKSPACE);

        Ran before = Ran.in(folder, "--output", "json", "workspace", "check");
        Ran behind = Ran.in(folder, "workspace", "check", "--output=json");

        assertThat(before.code()).isZero();
        assertThat(before.json()).isEqualTo(behind.json());
    }

    @Test
    void thePacksOwnExamplesAreJudgedWithoutAWorkspaceToo() {
        Ran table = Ran.in(folder, "policy", "test");
        JsonNode json = Ran.in(folder, "policy", "test", "--output", "json").json();

        assertThat(table.code()).as(table.err()).isZero();
        assertThat(table.out())
                .matches("(?s)All [0-9]{3} examples came out as expected\\..*embedded engine.*");
        assertThat(json.at("/result/engine").asText()).isEqualTo("embedded");
        assertThat(json.at("/result/examples").asInt()).isGreaterThan(100);
        assertThat(json.at("/result/differences")).isEmpty();
    }

    @Test
    void helpShowsACommandsOwnOptionsOnly() {
        Ran ran = Ran.in(folder, "policy", "explain", "--help");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("RULE").doesNotContain("--metrics-port");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(Ran.in(folder, "--version").out()).matches("drawbridge [0-9]+\\.[0-9].*\\R");
    }

    @Test
    void metricsAreServedOnTheLoopbackWhileACommandRuns() throws IOException {
        Files.writeString(folder.resolve("drawbridge.yaml"), WORKSPACE);

        Ran ran = Ran.in(folder, "workspace", "check", "--metrics-port", "0");

        assertThat(ran.err()).containsPattern("metrics at http://127\\.0\\.0\\.1:[0-9]+/metrics");
    }
}
