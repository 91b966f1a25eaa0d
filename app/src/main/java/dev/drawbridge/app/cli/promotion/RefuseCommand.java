package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code refuse}. */
@Command(name = "refuse", description = "Says no to a promotion, which ends its request.")
public final class RefuseCommand extends DeskCommand {

    /** The refusal. */
    public record Result(String id, String record, String reason) {}

    @Parameters(paramLabel = "ID", description = "The promotion, <environment>/<request>.")
    String id = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why not.")
    String reason = "";

    public RefuseCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        String record = bench().workflow().approvals().refuse(id, reason).name();
        Page page =
                new Page()
                        .head("Refused: " + id + ".")
                        .line("Its request has ended; a new one can be made.");
        return Answer.of(
                Ending.DONE, new Result(id, record, reason), page, "drawbridge rollout show " + id);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
