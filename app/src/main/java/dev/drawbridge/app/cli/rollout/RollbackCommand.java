package dev.drawbridge.app.cli.rollout;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Following;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.rollout.Progress;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollback}. */
@Command(
        name = "rollback",
        description =
                "Puts an earlier revision back, and ends a rollout under way. Waits for no gate, freeze or approval,"
                        + " and needs nothing but the cluster. Shows first what it puts back.")
public final class RollbackCommand extends DeskCommand {

    /**
     * What was put back, or would be.
     *
     * @param done false for {@code --dry-run}
     * @param changes what else differs from when that image ran; it stays as it is unless asked for
     * @param outcome the record's name; null where nothing was done, or the cluster took no record
     */
    public record Result(
            String service,
            String environment,
            long revision,
            String from,
            String to,
            boolean free,
            String why,
            @Nullable String ends,
            List<String> changes,
            boolean done,
            @Nullable String state,
            @Nullable Integer ready,
            @Nullable Integer wanted,
            @Nullable String outcome) {}

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    String service = "";

    @Option(
            names = {"-e", "--environment"},
            required = true,
            paramLabel = "ENV",
            description = "The environment.")
    String environment = "";

    @Option(
            names = "--to",
            paramLabel = "REVISION",
            description =
                    "The Deployment's revision. Without it: the one directly before with another image.")
    @Nullable Long to;

    @Option(names = "--dry-run", description = "Shows what would be put back, and writes nothing.")
    boolean dryRun;

    @Option(
            names = "--restore-config",
            paramLabel = "NAME",
            description =
                    "Puts this ConfigMap back too, as it was when that image ran. May be repeated.")
    List<String> restoreConfig = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; kept on record. Needed unless --dry-run.")
    @Nullable String reason;

    public RollbackCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Environment in = bench().environment(environment);
        Service of = bench().service(service);
        if (!dryRun && (reason == null || reason.isBlank())) {
            throw new UsageException(
                    "`drawbridge rollback` needs --reason TEXT, since it is kept on record; --dry-run"
                            + " shows what it would do.");
        }
        Desk desk = bench().desk();
        Site site = desk.site(in.name());
        Rollbacks rollbacks =
                new Rollbacks(site, desk.pace(), desk.id(), desk.history(), bench().registries());
        RollbackPlan plan = rollbacks.preview(of, to);
        if (dryRun) {
            return planned(plan);
        }
        preview(plan).lines().forEach(bench().printer()::progress);
        long start = System.nanoTime();
        Rollbacks.Result rolled =
                rollbacks.roll(
                        of,
                        plan,
                        String.valueOf(reason),
                        restoreConfig,
                        new Following(bench().printer(), bench().surroundings().clock()));
        Answer answer = done(plan, rolled);
        bench().metrics().rolled("rollback", answer.ending(), (System.nanoTime() - start) / 1e9);
        return answer;
    }

    private Answer planned(RollbackPlan plan) {
        String[] next =
                plan.free()
                        ? new String[] {
                            "drawbridge rollback "
                                    + service
                                    + " -e "
                                    + environment
                                    + " --to "
                                    + plan.revision()
                                    + " --reason 'why'"
                        }
                        : new String[0];
        Page page =
                new Page()
                        .head("Nothing was changed. This is what a rollback would do.")
                        .block(preview(plan));
        return Answer.of(
                plan.free() ? Ending.DONE : Ending.DENIED, result(plan, null, null), page, next);
    }

    private Answer done(RollbackPlan plan, Rollbacks.Result rolled) {
        Progress progress = rolled.progress();
        boolean back = progress.state() == Progress.State.HEALTHY;
        Page page =
                new Page()
                        .line(
                                back ? Tone.GOOD : Tone.FAILED,
                                back
                                        ? service
                                                + " in "
                                                + environment
                                                + " runs "
                                                + plan.to()
                                                + " again."
                                        : service
                                                + " in "
                                                + environment
                                                + " isn't back: "
                                                + progress.why())
                        .line(Following.pods(progress) + ".");
        rolled.leftovers().ifPresent(sentence -> page.line(Tone.FAILED, sentence));
        progress.causes().forEach(cause -> page.line(Tone.BLOCKED, "  " + cause));
        if (rolled.recorded().isEmpty()) {
            page.line(
                    Tone.WAITING,
                    "The cluster took no record of it; it is in this desk's history alone.");
        }
        plan.changes().forEach(change -> page.line(Tone.WAITING, "  " + change));
        String outcome = rolled.recorded().map(r -> r.name()).orElse(null);
        return Answer.of(
                rolled.ending(),
                result(plan, progress, outcome),
                page,
                "drawbridge services " + service);
    }

    private String preview(RollbackPlan plan) {
        StringBuilder text = new StringBuilder();
        text.append("deployment ").append(plan.place()).append(" in ").append(environment);
        text.append("\n  runs       ").append(plan.from());
        text.append("\n  puts back  ")
                .append(plan.to())
                .append(" (revision ")
                .append(plan.revision())
                .append(')');
        text.append("\n  ")
                .append(plan.free() ? "free" : "not free")
                .append(": ")
                .append(plan.why());
        plan.ends().ifPresent(id -> text.append("\n  ends promotion ").append(id));
        plan.changes()
                .forEach(change -> text.append("\n  differs: ").append(Words.oneLine(change)));
        return text.toString();
    }

    private Result result(
            RollbackPlan plan, @Nullable Progress progress, @Nullable String outcome) {
        return new Result(
                service,
                environment,
                plan.revision(),
                plan.from(),
                plan.to(),
                plan.free(),
                plan.why(),
                plan.ends().orElse(null),
                plan.changes(),
                progress != null,
                progress == null
                        ? null
                        : progress.state()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'),
                progress == null ? null : progress.ready(),
                progress == null ? null : progress.wanted(),
                outcome);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
