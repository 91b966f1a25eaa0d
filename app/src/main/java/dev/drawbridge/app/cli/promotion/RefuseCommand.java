package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Approvals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code refuse}. */
@Command(
        name = "refuse",
        description =
                "Says no to a promotion, which ends its request: an approver or compliance refuses it, who asked for it"
                        + " withdraws it, an operator ends it.")
public final class RefuseCommand extends DeskCommand {

    /**
     * What was said.
     *
     * @param result {@code refused}, {@code withdrawn} or {@code ended}
     * @param record of the refusal or the end
     */
    public record Result(String id, String result, String record, String reason) {}

    @Parameters(paramLabel = "ID", description = "The promotion, <environment>/<request>.")
    String id = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why not.")
    String reason = "";

    public RefuseCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Approvals.No no = bench().workflow().approvals().refuse(id, reason);
        Page page =
                new Page()
                        .head(head(no.word()) + ": " + id + ".")
                        .line("Its request has ended; a new one can be made.");
        return Answer.of(
                Ending.DONE,
                new Result(id, no.word(), no.record().name(), reason),
                page,
                "drawbridge rollout show " + id);
    }

    private static String head(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
