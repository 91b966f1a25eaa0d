package dev.drawbridge.app.cli.history;

import dev.drawbridge.analytics.history.HistoryBackup;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code history restore}. */
@Command(
        name = "restore",
        description =
                "Puts a backup in the place of this desk's history. The history that stood there is kept beside it.")
public final class HistoryRestoreCommand extends DeskCommand {

    /**
     * What was put where.
     *
     * @param kept the history that stood there; null where there was none
     */
    public record Result(String history, String backup, @Nullable String kept) {}

    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file = Path.of("");

    public HistoryRestoreCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Path backup = bench().resolve(file);
        Path history = bench().historyFile();
        bench().data().make();
        Path kept = HistoryBackup.restore(backup, history).orElse(null);
        Page page = new Page().line(Tone.GOOD, "The history " + history + " is the backup's now.");
        if (kept != null) {
            page.line("What stood there is kept as " + kept + ".");
        }
        return Answer.of(
                Ending.DONE,
                new Result(
                        history.toString(),
                        backup.toString(),
                        kept == null ? null : kept.toString()),
                page,
                "drawbridge history sync");
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
