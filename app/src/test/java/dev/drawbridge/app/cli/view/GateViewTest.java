package dev.drawbridge.app.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.OutputFormat;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Printer;
import dev.drawbridge.app.output.Streams;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateViewTest {

    private static final Finding FINE =
            Gates.finding(Level.FINE, "image.digest_pinned", "app", "the digest is named");
    private static final Finding DENIED =
            Gates.finding(
                    Level.DENY,
                    "vuln.no_blocking_cve",
                    "CVE-2026-1",
                    "openssl 3.0.1 has it; none is allowed");
    private static final Finding UNKNOWN =
            Gates.finding(
                    Level.CANT_TELL,
                    "image.signature_trusted",
                    "signature",
                    "there is none; one is wanted");
    private static final Finding WAITS =
            Gates.finding(
                    Level.WAITS, "change.four_eyes", "production", "approved by none; wanted is 1");

    private static String shown(OutputFormat format, Finding... findings) {
        GateResult gate = Gates.of(findings);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        new Printer(
                        new Streams(stream, stream, false, () -> null),
                        new Printer.Look(format, true, ZoneOffset.UTC, false))
                .answer(
                        "gate",
                        Answer.of(
                                Ending.DENIED,
                                gate,
                                GateView.show(new Page(), gate),
                                GateView.rows(gate.findings())));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysTheAnswerFirstAndTheWorstFindingNext() {
        String page = shown(OutputFormat.TABLE, FINE, WAITS, UNKNOWN, DENIED);

        assertThat(page)
                .startsWith("checkout 41be0aa can't go to production: 1 finding denies it.\n");
        assertThat(page)
                .containsSubsequence(
                        "DENY  vuln.no_blocking_cve  CVE-2026-1",
                        "    openssl 3.0.1 has it; none is allowed",
                        "    To do: Do this.",
                        "    Evidence: vulnerability-scan, read at registry.example.org",
                        "signed by scanner, made 2 h 5 min ago",
                        "CAN'T TELL  image.signature_trusted",
                        "    Evidence: signature, missing: no signature is attached",
                        "WAITS  change.four_eyes",
                        "FINE  image.digest_pinned",
                        "assessment  " + Gates.of(FINE, WAITS, UNKNOWN, DENIED).assessment());
    }

    @Test
    void eachLevelHasItsOwnWords() {
        assertThat(GateView.sentence(Gates.of(FINE)))
                .isEqualTo("checkout 41be0aa may go to production: its only finding is fine.");
        assertThat(GateView.sentence(Gates.of(FINE, WAITS))).contains("waits for people");
        assertThat(GateView.sentence(Gates.of(WAITS, UNKNOWN)))
                .contains("can't go")
                .contains("can't tell");
        assertThat(GateView.sentence(Gates.of(DENIED, UNKNOWN))).contains("1 finding denies it");
    }

    @Test
    void anEnvironmentOnTrustSaysSo() {
        assertThat(shown(OutputFormat.TABLE, FINE)).contains("On trust:");
    }

    @Test
    void nothingIsToldByColourAlone() {
        assertThat(shown(OutputFormat.TABLE, DENIED, WAITS))
                .contains("DENY", "WAITS")
                .doesNotContain("\u001b");
    }

    @Test
    void theDocumentFollowsThePublishedSchema() throws IOException {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Path.of("..", "docs", "reference", "cli.schema.json")));

        String document = shown(OutputFormat.JSON, DENIED, FINE);

        assertThat(schema.validate(document, InputFormat.JSON)).isEmpty();
        assertThat(
                        schema.validate(
                                document.replace("\"assessment\"", "\"assesment\""),
                                InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void aRangeOfCommitsHasTwoKnownEndsOrIsNone() {
        assertThat(GateResult.commits(change("a", "b"))).isEqualTo("a..b");
        assertThat(GateResult.commits(change(null, "b"))).isEqualTo("b");
        assertThat(GateResult.commits(change("a", null))).isNull();
    }

    private static GateInput.Change change(@Nullable String base, @Nullable String head) {
        return new GateInput.Change(
                GateInput.State.MISSING, "a label is missing", base, head, false, List.of());
    }

    @Test
    void csvHasARowForEachFinding() {
        assertThat(shown(OutputFormat.CSV, FINE, DENIED).lines())
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith(
                        "deny,vuln.no_blocking_cve,CVE-2026-1,openssl 3.0.1 has it; none is allowed,Do this.,");
    }
}
