package dev.drawbridge.app.cli.history;

import dev.drawbridge.analytics.history.HistoryBackup;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code history backup}. */
@Command(
        name = "backup",
        description =
                "Writes this desk's history into one file, for its owner alone. Overwrites nothing.")
public final class HistoryBackupCommand extends DeskCommand {

    /** What was copied where. */
    public record Result(String history, String backup) {}

    @Parameters(paramLabel = "FILE", description = "The file to write.")
    Path file = Path.of("");

    public HistoryBackupCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Path to = bench().resolve(file);
        Path history = bench().historyFile();
        bench().desk(); // a history that isn't there yet is made, and one that can't be read says
        // why
        HistoryBackup.backup(history, to);
        Page page =
                new Page().line(Tone.GOOD, "The history " + history + " is copied to " + to + ".");
        return Answer.of(
                Ending.DONE,
                new Result(history.toString(), to.toString()),
                page,
                "drawbridge history restore "
                        + dev.drawbridge.app.cli.view.Lines.quote(to.toString()));
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
