package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.GateView;
import dev.drawbridge.app.cli.view.Onward;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.cli.view.PromotionView;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.promotion.Approvals;
import dev.drawbridge.delivery.promotion.Promotions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approve}. */
@Command(
        name = "approve",
        description =
                "Says yes to a promotion in your own name, for exactly what was assessed; shows it first. Grants when"
                        + " that completes what is needed and you may.")
public final class ApproveCommand extends DeskCommand {

    /**
     * The approval.
     *
     * @param grant the grant it completed; null where more is needed
     * @param stillNeeded in words
     */
    public record Result(
            String id,
            String record,
            String assessment,
            @Nullable String grant,
            List<String> stillNeeded,
            GateResult gate) {}

    @Parameters(paramLabel = "ID", description = "The promotion, <environment>/<request>.")
    String id = "";

    @Option(
            names = "--confirm",
            paramLabel = "SERVICE",
            description =
                    "The service's name once more; needed where the environment is protected.")
    @Nullable String confirm;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Follows the promotion to its end, at most that long, such as 30m.")
    @Nullable Duration patience;

    public ApproveCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Approvals approvals = bench().workflow().approvals();
        Approvals.Preview preview = approvals.preview(id);
        bench().printer().preview(show(preview));
        confirm(preview.found());
        Approvals.Approved approved = approvals.approve(id);
        Ending ending = approved.ending();
        if (patience != null) {
            ending = new Asking(bench()).follow(id, patience);
        }
        return answer(ending, approved);
    }

    private static Page show(Approvals.Preview preview) {
        PromotionResult promotion = PromotionResult.of(preview.found().promotion(), null, null);
        Page page = new Page();
        PromotionView.plan(page, promotion);
        page.gap();
        if (preview.changed()) {
            page.line(
                    Tone.BLOCKED,
                    "What was asked is no longer what stands: the assessment was "
                            + promotion.assessment()
                            + ".");
        }
        return GateView.show(page, gate(preview.judged()));
    }

    /** In a protected environment the service's name is typed, here or as an option. */
    private void confirm(Promotions.Found found) {
        String service = found.service().name();
        if (confirm == null && found.site().environment().protectedEnv()) {
            if (!bench().printer().interactive()) {
                throw new UsageException(
                        found.site().environment().name()
                                + " is protected, so an approval there names its service: add --confirm "
                                + service
                                + ".");
            }
            confirm =
                    bench().printer()
                            .ask(
                                    "Type the service's name to approve this for "
                                            + found.site().environment().name()
                                            + ":");
        }
        if (confirm != null && !confirm.strip().equals(service)) {
            throw new UsageException(
                    "'"
                            + confirm.strip()
                            + "' is not the service of "
                            + id
                            + ", which is "
                            + service
                            + "; nothing was approved.");
        }
        if (confirm == null && found.site().environment().protectedEnv()) {
            throw new UsageException(
                    "Nobody confirmed, so nothing was approved; add --confirm " + service + ".");
        }
    }

    private Answer answer(Ending ending, Approvals.Approved approved) {
        String id = approved.found().promotion().id();
        String grant = approved.grant().map(g -> g.name()).orElse(null);
        GateResult gate = gate(approved.judged());
        Result result =
                new Result(
                        id,
                        approved.approval().name(),
                        approved.approval().body().assessment(),
                        grant,
                        approved.waits(),
                        gate);
        Page page = new Page().head("Approved: " + id + ", assessment " + result.assessment());
        if (grant != null) {
            page.line(Tone.GOOD, "It is granted; an operator brings it in.");
        } else if (!approved.waits().isEmpty()) {
            page.line(
                    Tone.WAITING, "Still needed: " + String.join(" and ", approved.waits()) + ".");
        } else {
            page.line(GateView.sentence(gate));
        }
        Onward onward = new Asking(bench()).onward(id);
        onward.others().ifPresent(page::line);
        return new Answer(
                ending, result, page, null, grant != null ? onward.next() : Onward.show(id));
    }

    private static GateResult gate(Judged judged) {
        return GateResult.of(judged.input(), judged.verdict(), judged.assessment());
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
