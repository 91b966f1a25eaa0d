package dev.drawbridge.app.cli.rollout;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Endings;
import dev.drawbridge.app.cli.view.Following;
import dev.drawbridge.app.cli.view.Onward;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.cli.view.PromotionView;
import dev.drawbridge.app.cli.view.Showing;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Promotions;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollout watch}. */
@Command(
        name = "watch",
        description =
                "Follows a promotion that any desk drives, to its end. Writes nothing; stopping the watch stops"
                        + " nothing else.")
public final class RolloutWatchCommand extends DeskCommand {

    @Parameters(paramLabel = "ID", description = "The promotion, <environment>/<request>.")
    String id = "";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "At most that long, such as 10m. Without it: 24h.")
    Duration patience = Duration.ofHours(24);

    public RolloutWatchCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Promotion promotion =
                bench().workflow()
                        .watching()
                        .watch(
                                id,
                                patience,
                                new Following(bench().printer(), bench().surroundings().clock()));
        PromotionResult result = PromotionResult.of(promotion, null, null);
        Ending ending = Endings.of(promotion.phase());
        Page page =
                new Page()
                        .line(
                                ending == Ending.DONE ? Tone.GOOD : Tone.WAITING,
                                PromotionView.sentence(result));
        Promotions promotions = bench().workflow().promotions();
        Onward onward = Onward.of(id, () -> new Showing(promotions.find(id), promotions));
        onward.others().ifPresent(page::line);
        return new Answer(ending, result, page, null, onward.next());
    }

    @Override
    public Class<PromotionResult> resultType() {
        return PromotionResult.class;
    }
}
