package dev.drawbridge.app.cli.rollout;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.cli.view.PromotionView;
import dev.drawbridge.app.cli.view.Showing;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Promotions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rollout show}. */
@Command(
        name = "show",
        description =
                "Shows a promotion in any state: plan, findings, assessment, who said what and who is still needed,"
                        + " the kubectl line that would approve it, and the journal.")
public final class RolloutShowCommand extends DeskCommand {

    @Parameters(paramLabel = "ID", description = "The promotion, <environment>/<request>.")
    String id = "";

    public RolloutShowCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Promotions promotions = bench().workflow().promotions();
        Showing showing = new Showing(promotions.find(id), promotions);
        PromotionResult result = showing.result(bench().workflow().approvals());
        Page page = PromotionView.show(result);
        showing.others().ifPresent(line -> page.gap().line(line));
        return Answer.of(Ending.DONE, result, page, showing.next());
    }

    @Override
    public Class<PromotionResult> resultType() {
        return PromotionResult.class;
    }
}
