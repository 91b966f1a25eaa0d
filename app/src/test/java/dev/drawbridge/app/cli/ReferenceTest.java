package dev.drawbridge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.drawbridge.app.Unwired;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.GlobalOptions;
import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Streams;
import dev.drawbridge.delivery.workload.Pace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The published references are what the commands say. With {@code
 * -Ddrawbridge.write-references=true} the tests write the files in place of comparing them.
 */
class ReferenceTest {

    private static final Path FOLDER = Path.of("..", "docs", "reference");

    @TempDir Path folder;

    @Test
    void theReferenceIsCurrent() throws IOException {
        current("cli.md", Reference.of(tree()));
    }

    @Test
    void theSchemaIsCurrent() throws IOException {
        current("cli.schema.json", ResultSchema.of(tree()));
    }

    @Test
    void everyCommandSaysWhatItDoes() {
        for (CommandLine line : CommandTree.eachBelow(tree())) {
            assertThat(line.getCommandSpec().usageMessage().description())
                    .as(line.getCommandSpec().qualifiedName())
                    .isNotEmpty();
            assertThat(
                            line.getCommandSpec().userObject() instanceof DeskCommand
                                    || !line.getSubcommands().isEmpty())
                    .as(line.getCommandSpec().qualifiedName())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workspace check",
                "workspace schema",
                "workspace show",
                "nothing of the kind"
            })
    void whatIsWrittenFollowsTheSchema(String args) {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(ResultSchema.of(tree()));

        String written = Ran.in(folder, ("--output json " + args).split(" ")).out();

        assertThat(schema.validate(written, InputFormat.JSON)).isEmpty();
        assertThat(
                        schema.validate(
                                        written.replace("\"exitCode\" : 2", "\"exitCode\" : 9"),
                                        InputFormat.JSON)
                                .isEmpty())
                .isEqualTo(!written.contains("\"exitCode\" : 2"));
    }

    private static void current(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("drawbridge.write-references")) {
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }

    static CommandLine tree() {
        PrintStream nowhere = new PrintStream(java.io.OutputStream.nullOutputStream());
        GlobalOptions options = new GlobalOptions();
        Surroundings surroundings =
                new Surroundings(
                        new Streams(nowhere, nowhere, false, () -> null),
                        Map.of(),
                        Path.of(""),
                        Path.of(""),
                        "Linux",
                        InstantSource.fixed(Instant.EPOCH),
                        ZoneOffset.UTC,
                        new Random(1),
                        Pace.REAL,
                        verbose -> {});
        return CommandTree.of(
                options, new Workbench(options, surroundings, new Unwired()), (at, arguments) -> 0);
    }
}
