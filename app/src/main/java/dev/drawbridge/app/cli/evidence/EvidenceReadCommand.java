package dev.drawbridge.app.cli.evidence;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.evidence.EvidenceFile;
import dev.drawbridge.delivery.evidence.EvidenceReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code evidence read}. */
@Command(
        name = "read",
        description =
                "Says what a file of evidence is and what it says. Verifies nothing. It reads "
                        + EvidenceReader.READS
                        + ".")
public final class EvidenceReadCommand extends DeskCommand {

    /** What the file says. */
    public record Result(
            String file,
            String format,
            List<String> digests,
            @Nullable Instant made,
            @Nullable Instant databaseMade,
            List<String> says) {}

    @Parameters(paramLabel = "FILE", description = "The file.")
    Path file = Path.of("");

    public EvidenceReadCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Path path = bench().resolve(file);
        EvidenceFile read = EvidenceReader.read(path);
        Instant made = read.made();
        Instant database = read.databaseMade();
        Page page = new Page().head(file + " is a " + read.format() + ".");
        read.digests().stream().sorted().forEach(digest -> page.line("  about " + digest));
        if (made != null) {
            page.line(Tone.PLAIN, times -> "  made at " + times.local(made));
        }
        if (database != null) {
            page.line(Tone.PLAIN, times -> "  its database is of " + times.local(database));
        }
        read.says().forEach(fact -> page.line("  " + fact));
        Result result =
                new Result(
                        path.toString(),
                        read.format(),
                        read.digests().stream().sorted().toList(),
                        made,
                        database,
                        read.says());
        return Answer.of(Ending.DONE, result, page);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
