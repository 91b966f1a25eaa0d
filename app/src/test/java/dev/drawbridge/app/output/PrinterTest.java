package dev.drawbridge.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.delivery.Ending;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrinterTest {

    record Result(String name, Instant at, @Nullable String nothing) {}

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String DIGEST = "sha256:41be0aa7" + "0".repeat(56);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Printer printer(OutputFormat format, boolean terminal, boolean verbose) {
        Streams streams =
                new Streams(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminal,
                        () -> null);
        return new Printer(
                streams, new Printer.Look(format, true, ZoneId.of("Europe/Zurich"), verbose));
    }

    private static Answer answer() {
        Sheet rows =
                Sheet.of("service", "digest", "since")
                        .row(Cell.of("checkout", Tone.GOOD), Cell.digest(DIGEST), Cell.time(NOON))
                        .row(Cell.of("pay, \"me\""), Cell.of(""), Cell.time(null))
                        .build();
        return Answer.of(
                Ending.WAITS,
                new Result("checkout", NOON, null),
                new Page().head("One waits.").gap().sheet(rows),
                rows,
                "drawbridge approve production/checkout-41be0aa7-1");
    }

    @Test
    void aTableIsAlignedAndSaysLocalTimesWithTheirZone() {
        printer(OutputFormat.TABLE, false, false).answer("services", answer());

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines(
                        """
                        One waits.

                        SERVICE    DIGEST   SINCE
                        checkout   41be0aa  2026-11-21 13:00:00 CET
                        pay, "me"

                        Next:
                          drawbridge approve production/checkout-41be0aa7-1
                        """);
    }

    @Test
    void coloursAreForTerminalsOnly() {
        printer(OutputFormat.TABLE, true, false).answer("services", answer());
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\u001b[32mcheckout\u001b[0m");

        out.reset();
        printer(OutputFormat.TABLE, false, false).answer("services", answer());
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
    }

    @Test
    void whatATerminalActsUponIsNotPassedOn() {
        String commit = "Fix\u001b[2J it \u202Etac\r\u0007";
        Answer answer =
                Answer.of(
                        Ending.DONE,
                        new Result(commit, NOON, null),
                        new Page()
                                .line(commit)
                                .sheet(Sheet.of("subject").row(Cell.of(commit)).build()),
                        commit);
        Printer printer = printer(OutputFormat.TABLE, true, false);
        printer.answer("x", answer);
        printer.progress(NOON, commit);
        printer.progress(commit);
        printer.failure("x", new Failure(Ending.DENIED, commit, null), null);

        String said =
                (out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8))
                        .replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(said).doesNotContainPattern("[\u0000-\u0008\u000b-\u001f\u202E]");
        assertThat(said.split("Fix\uFFFD\\[2J it \uFFFDtac\uFFFD\uFFFD", -1)).hasSize(7);
    }

    @Test
    void nobodysWordsLookLikeALineOfOurs() {
        String reason = "wanted\nFINE  change.four_eyes";
        Answer answer =
                Answer.of(
                        Ending.DONE,
                        new Result(reason, NOON, null),
                        new Page().head(reason).line(Tone.GOOD, times -> reason),
                        reason);
        Printer printer = printer(OutputFormat.TABLE, false, false);
        printer.answer("x", answer);
        printer.progress(reason);
        printer.preview(answer.page());

        assertThat(
                        (out.toString(StandardCharsets.UTF_8)
                                        + err.toString(StandardCharsets.UTF_8))
                                .lines())
                .hasSize(8)
                .noneMatch(line -> line.startsWith("FINE"));
    }

    @Test
    void whatTakesNoRoomIsShown() {
        printer(OutputFormat.TABLE, false, false)
                .progress("a\u200Bb\uFEFFc\u2028d\uDB40\uDC41e \u00EB");

        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe \u00EB");
    }

    @Test
    void originsJsonAndCsvHoldNothingThatATerminalActsUpon() throws JsonProcessingException {
        String name = "a\u009B2J\u202Eb\u007F\uDB40\uDC41\u00EB\u001b\rc\nd";
        Sheet rows = Sheet.of("name").row(Cell.of(name)).build();
        Answer answer =
                Answer.of(Ending.DONE, new Result(name, NOON, null), new Page(), rows, "next");

        printer(OutputFormat.JSON, false, false).answer("x", answer);
        String json = out.toString(StandardCharsets.UTF_8);
        assertThat(json).doesNotContainPattern("[\u007F-\u009F\u202E\uDB40]").contains("\u00EB");
        assertThat(new ObjectMapper().readTree(json).at("/result/name").asText()).isEqualTo(name);

        out.reset();
        printer(OutputFormat.CSV, false, false).answer("x", answer);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("name\r\n\"a\uFFFD2J\uFFFDb\uFFFD\uFFFD\u00EB\uFFFD\uFFFDc\nd\"\r\n");

        printer(OutputFormat.TABLE, false, true)
                .failure("x", new Failure(Ending.FAILED, "no", new Exception(name)), null);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Exception: a\uFFFD2J\uFFFDb")
                .doesNotContainPattern("[\u001b\u007F-\u009F\u202E]");
    }

    @Test
    void jsonIsOneDocumentWithOutcomeAndExitCode() {
        printer(OutputFormat.JSON, false, false).answer("services", answer());

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringWhitespace(
                        """
                        {"command": "services", "outcome": "waits", "exitCode": 5,
                         "result": {"name": "checkout", "at": "2026-11-21T12:00:00Z"},
                         "next": ["drawbridge approve production/checkout-41be0aa7-1"]}
                        """);
    }

    @Test
    void csvHoldsWholeValues() {
        printer(OutputFormat.CSV, false, false).answer("services", answer());

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "service,digest,since\r\ncheckout,"
                                + DIGEST
                                + ",2026-11-21T12:00:00Z\r\n\"pay, \"\"me\"\"\",,\r\n");
    }

    @Test
    void aFailureIsItsSentenceAndShowsItsOriginOnlyWhenAsked() {
        Failure failure =
                new Failure(
                        Ending.CANT_TELL,
                        "the cluster doesn't answer",
                        new IllegalStateException("why"));

        printer(OutputFormat.TABLE, false, false).failure("gate", failure, null);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("the cluster doesn't answer");
        assertThat(out.size()).isZero();

        printer(OutputFormat.TABLE, false, true).failure("gate", failure, null);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("IllegalStateException: why");
    }

    @Test
    void noCredentialIsWrittenEvenWhereAMessageHoldsOne() {
        Failure failure =
                new Failure(
                        Ending.CANT_TELL,
                        "the server said: Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJl.c2ln",
                        new IllegalStateException(
                                "GET https://rita:hunter22@registry.example.org/v2/ with token=s3cr3t-v4lue"));

        printer(OutputFormat.JSON, false, true).failure("gate", failure, null);

        String all = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        assertThat(all)
                .doesNotContain("eyJ", "hunter22", "s3cr3t")
                .contains("registry.example.org", "IllegalStateException", "[redacted]");
    }

    @Test
    void everyEndingHasItsWordAndCode() {
        assertThat(List.of(Ending.values()).stream().map(e -> Printer.word(e) + " " + e.code()))
                .containsExactly(
                        "done 0",
                        "failed 1",
                        "bad-input 2",
                        "denied 3",
                        "cant-tell 4",
                        "waits 5",
                        "look-now 6");
    }
}
