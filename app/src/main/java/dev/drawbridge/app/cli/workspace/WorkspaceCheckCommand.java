package dev.drawbridge.app.cli.workspace;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.workspace.Problem;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code workspace check}. */
@Command(
        name = "check",
        description =
                "Reads the workspace file and says every mistake in it, with line and column. Reaches nothing.")
public final class WorkspaceCheckCommand extends DeskCommand {

    /** The mistakes of a file; none where it is good. */
    public record Result(String file, List<Mistake> mistakes) {}

    /**
     * One mistake.
     *
     * @param line from 1; 0 where it is about the file as a whole
     */
    public record Mistake(
            int line, int column, String found, String expected, @Nullable String hint) {}

    public WorkspaceCheckCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Path file = bench().workspaceFile();
        List<Problem> problems = new WorkspaceReader().check(file);
        List<Mistake> mistakes =
                problems.stream()
                        .map(p ->
                                new Mistake(
                                        p.line(), p.column(), p.found(), p.expected(), p.hint()))
                        .toList();
        Sheet.Builder rows = Sheet.of("line", "column", "found", "expected", "hint");
        mistakes.forEach(m ->
                rows.row(
                        Cell.of(m.line()),
                        Cell.of(m.column()),
                        Cell.of(m.found()),
                        Cell.of(m.expected()),
                        Cell.of(m.hint())));
        Page page = new Page();
        if (problems.isEmpty()) {
            page.line(Tone.GOOD, file + " is a good workspace.");
        } else {
            page.line(Tone.FAILED, file + " has " + Words.count(problems.size(), "mistake") + ".");
            problems.forEach(p -> page.line(p.sentence()));
        }
        return Answer.of(
                problems.isEmpty() ? Ending.DONE : Ending.BAD_INPUT,
                new Result(file.toString(), mistakes),
                page,
                rows.build(),
                problems.isEmpty() ? new String[] {"drawbridge connect test"} : new String[0]);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }

    @Override
    public boolean hasRows() {
        return true;
    }
}
