package dev.drawbridge.app.cli.promotion;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Endings;
import dev.drawbridge.app.cli.view.Following;
import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.GateView;
import dev.drawbridge.app.cli.view.Onward;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.promotion.Grants;
import dev.drawbridge.delivery.promotion.Requests;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.policies.Level;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code promote}. */
@Command(
        name = "promote",
        description =
                "Brings a release in: acts on a promotion's grant, granting first where there is none and you may."
                        + " With a service asks first. Follows it to its end.")
public final class PromoteCommand extends DeskCommand {

    /**
     * How it went.
     *
     * @param result {@code healthy}, {@code failed}, {@code rolled-back}, {@code overtaken}, or
     *     {@code closed} where the gate kept it out
     * @param marked what was found when it was judged again at its end and takes back the right to
     *     promote it further; null where nothing was
     * @param record of the outcome; null where the gate kept it out
     * @param gate why the gate kept it out; null where it didn't
     */
    public record Result(
            String id,
            String result,
            String why,
            @Nullable String marked,
            @Nullable String image,
            @Nullable Integer podsReady,
            @Nullable Integer pods,
            @Nullable String traffic,
            @Nullable String record,
            @Nullable GateResult gate) {}

    @Parameters(
            paramLabel = "ID|SERVICE",
            description = "The promotion, <environment>/<request>; or a service.")
    String what = "";

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = "The environment; with a service.")
    @Nullable String environment;

    @Option(
            names = "--digest",
            paramLabel = "DIGEST",
            description =
                    "The release; with a service. Without it: the environment's own candidate.")
    @Nullable String digest;

    @Mixin final SaidOptions said = new SaidOptions();

    @Option(
            names = "--take-field",
            description = "Takes the image field over from kubectl, Helm or CI, which own it now.")
    boolean takeField;

    public PromoteCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        boolean asked = !what.contains("/");
        if (asked && environment == null) {
            throw new UsageException(
                    "`drawbridge promote "
                            + what
                            + "` needs -e ENV to say where to; with a promotion's"
                            + " id (<environment>/<request>) it needs none.");
        }
        if (!asked && environment != null) {
            throw new UsageException(
                    "`drawbridge promote "
                            + what
                            + "` names its environment already; leave -e out.");
        }
        if (asked) {
            return ask(String.valueOf(environment));
        }
        return act(what);
    }

    /** What waits for a person, or is closed, ends here: its id is what others go on with. */
    private Answer ask(String in) {
        Asking.Asked all = new Asking(bench()).ask(what, in, digest, said.words());
        Requests.Asked asked = all.written();
        bench().printer().progress("asked as " + asked.id());
        Asking.beside(all).forEach(bench().printer()::progress);
        return asked.judged().verdict().open()
                ? act(asked.id())
                : closed(asked.id(), asked.judged());
    }

    private Answer act(String id) {
        Following events = new Following(bench().printer(), bench().surroundings().clock());
        long start = System.nanoTime();
        try {
            ReleaseRecord<RecordBody.Outcome> outcome =
                    bench().workflow().actions().promote(id, takeField, events);
            Ending ending = Endings.of(outcome.body());
            bench().metrics().rolled("promotion", ending, (System.nanoTime() - start) / 1e9);
            return ended(id, ending, outcome);
        } catch (Grants.GateClosed e) {
            return closed(id, e.judged());
        }
    }

    private static Answer ended(
            String id, Ending ending, ReleaseRecord<RecordBody.Outcome> record) {
        RecordBody.Outcome outcome = record.body();
        Result result =
                new Result(
                        id,
                        outcome.result(),
                        outcome.why(),
                        outcome.marked(),
                        outcome.image(),
                        outcome.podsReady(),
                        outcome.pods(),
                        outcome.traffic(),
                        record.name(),
                        null);
        String digest =
                outcome.digest() == null ? outcome.image() : Cell.shortDigest(outcome.digest());
        boolean healthy = ending == Ending.DONE;
        Page page =
                new Page()
                        .line(
                                healthy ? Tone.GOOD : Tone.FAILED,
                                healthy
                                        ? outcome.service()
                                                + " "
                                                + digest
                                                + " is in "
                                                + outcome.environment()
                                                + " and healthy."
                                        : outcome.service()
                                                + " in "
                                                + outcome.environment()
                                                + ": "
                                                + outcome.result()
                                                + ".")
                        .line(outcome.why());
        if (outcome.marked() != null) {
            page.line(
                    Tone.BLOCKED,
                    "Marked, so it isn't promoted further from here. " + outcome.marked());
        }
        page.line(outcome.traffic()).line(Tone.QUIET, "on record as " + record.name());
        String[] next =
                healthy
                        ? new String[] {"drawbridge services " + outcome.service()}
                        : new String[] {
                            "drawbridge rollout show " + id,
                            "drawbridge rollback "
                                    + outcome.service()
                                    + " -e "
                                    + outcome.environment()
                                    + " --reason 'why'"
                        };
        return Answer.of(ending, result, page, next);
    }

    /** The gate kept it out: what it found, and who can go on. */
    private Answer closed(String id, Judged judged) {
        GateResult gate = GateResult.of(judged.input(), judged.verdict(), judged.assessment());
        Result result =
                new Result(
                        id,
                        "closed",
                        GateView.sentence(gate),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        gate);
        Page page = GateView.show(new Page().head("Not promoted: " + id), gate);
        Level level = judged.verdict().level();
        if (level != Level.WAITS) {
            return Answer.of(Ending.of(level), result, page, "drawbridge rollout show " + id);
        }
        Onward onward = new Asking(bench()).onward(id);
        onward.others().ifPresent(line -> page.gap().line(line));
        return new Answer(Ending.of(level), result, page, null, onward.next());
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
