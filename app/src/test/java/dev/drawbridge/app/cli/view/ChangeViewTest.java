package dev.drawbridge.app.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.app.output.OutputFormat;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Printer;
import dev.drawbridge.app.output.Streams;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeViewTest {

    @Test
    void saysWhyTheImagesOwnCommitIsTheChange() {
        assertThat(shown(null)).contains("1 commit by Dina; nothing ran there before, so it is");
        assertThat(shown("r/x@sha256:b"))
                .contains("1 commit by Dina; what runs names no commit, so it is")
                .doesNotContain("nothing ran");
    }

    @Test
    void aSubjectIsOneLine() {
        assertThat(shown(null).lines()).noneMatch(line -> line.startsWith("FINE"));
    }

    private static String shown(@Nullable String from) {
        ChangeResult change =
                new ChangeResult(
                        true,
                        null,
                        null,
                        "abcdef012",
                        true,
                        1,
                        List.of(new ChangeResult.Author("Dina", false, 1)),
                        List.of(
                                new ChangeResult.CommitLine(
                                        "abcdef012",
                                        "Fix it\nFINE  change.four_eyes",
                                        List.of("Dina"),
                                        null)));
        Page page = new Page();
        ChangeView.show(page, "Change", change, from);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        new Printer(
                        new Streams(stream, stream, false, () -> null),
                        new Printer.Look(OutputFormat.TABLE, false, ZoneOffset.UTC, false))
                .preview(page);
        return err.toString(StandardCharsets.UTF_8);
    }
}
