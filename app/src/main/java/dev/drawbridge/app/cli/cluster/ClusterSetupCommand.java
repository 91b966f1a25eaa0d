package dev.drawbridge.app.cli.cluster;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.setup.ClusterSetup;
import dev.drawbridge.delivery.setup.EngineFacts;
import dev.drawbridge.delivery.setup.RecordsTrust;
import dev.drawbridge.delivery.setup.SetupManifests;
import dev.drawbridge.delivery.setup.SetupReport;
import dev.drawbridge.delivery.workspace.Environment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cluster setup}. */
@Command(
        name = "setup",
        description =
                "Makes an environment's cluster hold people to their roles: namespace, roles, admission policies,"
                        + " release list, pins. One of --print (writes nothing, reaches nothing), --check and --apply.")
public final class ClusterSetupCommand extends DeskCommand {

    /**
     * What was printed, found or done.
     *
     * @param manifests as YAML; null unless they were asked for
     * @param differences what isn't as the workspace says
     * @param trust whether the cluster holds records to their makers, or why it needn't; null for
     *     {@code --print}
     */
    public record Result(
            String environment,
            @Nullable String manifests,
            List<String> done,
            List<String> differences,
            List<String> warnings,
            @Nullable String trust) {}

    @Option(
            names = {"-e", "--environment"},
            required = true,
            paramLabel = "ENV",
            description = "The environment.")
    String environment = "";

    @Option(names = "--print", description = "Shows all objects as YAML for kubectl apply -f -.")
    boolean print;

    @Option(names = "--check", description = "Says where the cluster isn't as the workspace says.")
    boolean check;

    @Option(
            names = "--apply",
            description = "Brings the cluster to what the workspace says; for the platform role.")
    boolean apply;

    @Option(
            names = "--confirm",
            paramLabel = "ENV",
            description =
                    "The environment's name once more; needed where its gate is pinned, first or anew.")
    @Nullable String confirm;

    @Option(
            names = "--restored",
            paramLabel = "WHY",
            description =
                    "Says that records which went back (fewer than they were, or a namespace made again) are to be relied on"
                            + " from now on, and why; wants --apply and --confirm.")
    @Nullable String restored;

    public ClusterSetupCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        if ((print ? 1 : 0) + (check ? 1 : 0) + (apply ? 1 : 0) != 1) {
            throw new UsageException(
                    "`drawbridge cluster setup` needs one of --print, --check and --apply.");
        }
        Environment in = bench().environment(environment);
        if (restored != null && !(apply && in.name().equals(confirm))) {
            throw new UsageException(
                    "--restored goes with --apply and --confirm "
                            + in.name()
                            + ": look at the records first, since all desks rely on them afterwards.");
        }
        Optional<String> notNeeded = SetupManifests.notNeeded(in);
        if (notNeeded.isPresent()) {
            String why = notNeeded.get();
            return Answer.of(
                    Ending.DONE,
                    new Result(in.name(), null, List.of(), List.of(), List.of(), why),
                    new Page().line(print ? "# " + why : why));
        }
        if (print) {
            String yaml = new SetupManifests(bench().workspace(), in).print();
            return Answer.of(
                    Ending.DONE,
                    new Result(in.name(), yaml, List.of(), List.of(), List.of(), null),
                    new Page().block(yaml.stripTrailing()));
        }
        ClusterSetup setup =
                new ClusterSetup(
                        bench().desk().site(in.name()).cluster(),
                        bench().workspace(),
                        in,
                        EngineFacts.of(bench().engine().info()));
        return check ? checked(in, setup.check()) : applied(in, setup.apply(confirm, restored));
    }

    private static Answer checked(Environment in, SetupReport report) {
        boolean good = report.differences().isEmpty();
        Page page =
                new Page()
                        .line(
                                good ? Tone.GOOD : Tone.WAITING,
                                good
                                        ? in.name() + " is set up as the workspace says."
                                        : in.name()
                                                + " isn't set up as the workspace says: "
                                                + report.differences().size()
                                                + " differences.");
        return answer(in, report, page, good ? Ending.DONE : unready(report));
    }

    private static Answer applied(Environment in, SetupReport report) {
        boolean good = report.differences().isEmpty();
        Page page =
                new Page()
                        .line(
                                good ? Tone.GOOD : Tone.FAILED,
                                good
                                        ? in.name() + " is set up."
                                        : in.name() + " is set up in part only.");
        report.done().forEach(done -> page.line("  " + done));
        if (report.done().isEmpty()) {
            page.line("  Everything stood already.");
        }
        return answer(in, report, page, good ? Ending.DONE : Ending.FAILED);
    }

    /** What can't be read can't be told; what differs denies. */
    private static Ending unready(SetupReport report) {
        return report.trust() instanceof RecordsTrust.CantTell ? Ending.CANT_TELL : Ending.DENIED;
    }

    private static Answer answer(Environment in, SetupReport report, Page page, Ending ending) {
        report.differences().forEach(difference -> page.line(Tone.BLOCKED, "  " + difference));
        report.warnings().forEach(warning -> page.line(Tone.WAITING, "  " + warning));
        page.gap().line(Tone.QUIET, "Records: " + report.trust().why() + ".");
        Result result =
                new Result(
                        in.name(),
                        null,
                        report.done(),
                        report.differences(),
                        report.warnings(),
                        report.trust().why());
        return ending == Ending.DONE
                ? Answer.of(ending, result, page)
                : Answer.of(
                        ending,
                        result,
                        page,
                        "drawbridge cluster setup -e "
                                + in.name()
                                + " --apply"
                                + (in.protectedEnv() ? " --confirm " + in.name() : ""));
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
