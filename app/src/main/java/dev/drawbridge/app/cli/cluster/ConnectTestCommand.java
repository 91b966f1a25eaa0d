package dev.drawbridge.app.cli.cluster;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.view.Endings;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.git.GitSource;
import dev.drawbridge.connector.kube.ClusterProbe;
import dev.drawbridge.connector.kube.Right;
import dev.drawbridge.connector.kube.Rights;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.PolicyConnection;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Service.SourceRef;
import dev.drawbridge.policies.EngineInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code connect test}. */
@Command(
        name = "test",
        description =
                "Tries every connection of the workspace: is it reachable, as whom, which rights are missing for what,"
                        + " how far this machine's clock is off.")
public final class ConnectTestCommand extends DeskCommand {

    /** The one kind of workload that a service has. */
    private static final String WORKLOADS = "deployments.apps";

    /** What a right may be wanted for, as the probe names it. */
    private static final Set<String> ACTIONS =
            Arrays.stream(Rights.Action.values())
                    .map(action -> action.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());

    private static final String SEE = "see";

    /** What was found, connection by connection. */
    public record Result(List<Line> lines) {}

    /**
     * One finding.
     *
     * @param connection such as {@code environment production} or {@code registry
     *     registry.example.org}
     * @param state {@code fine}, {@code warn} or {@code cant-tell}
     * @param missing rights that are missing, each as a line that shows it in a shell
     */
    public record Line(
            String connection, String topic, String state, String sentence, List<String> missing) {}

    public ConnectTestCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<Line> lines = new ArrayList<>();
        Sheet.Builder rows = Sheet.of("connection", "topic", "state", "found");
        for (Environment environment : bench().workspace().order()) {
            String connection = "environment " + environment.name();
            List<ClusterProbe.Line> probed = probe(environment);
            probed.forEach(l -> lines.add(line(connection, l)));
            shown(connection, probed).forEach(l -> row(rows, l));
        }
        List<Line> others = new ArrayList<>();
        bench().workspace().services().forEach(service -> others.add(registry(service)));
        bench().workspace().services().stream()
                .map(Service::source)
                .filter(Objects::nonNull)
                .map(SourceRef::git)
                .distinct()
                .forEach(address -> others.add(git(address)));
        others.add(policy());
        others.forEach(l -> row(rows, l));
        lines.addAll(others);
        Ending ending =
                Endings.first(
                        lines.stream()
                                .map(l ->
                                        l.state().equals("cant-tell")
                                                ? Ending.CANT_TELL
                                                : Ending.DONE)
                                .toList());
        Page page =
                new Page()
                        .head(
                                ending == Ending.DONE
                                        ? "Every connection answers."
                                        : "Not every connection can be told to work.")
                        .gap()
                        .sheet(rows.build());
        if (lines.stream().anyMatch(l -> !l.missing().isEmpty())) {
            page.gap()
                    .line(
                            Tone.QUIET,
                            "A right is asked for by kubectl auth can-i VERB RESOURCE -n NAMESPACE;"
                                    + " --output json has that line for each that is missing.");
        }
        return Answer.of(ending, new Result(lines), page, rows.build(), "drawbridge services");
    }

    private List<ClusterProbe.Line> probe(Environment environment) {
        return ClusterProbe.probe(
                bench().desk().sites().target(environment.cluster()),
                bench().surroundings().clock(),
                environment.namespace(),
                environment.recordsNamespace(),
                List.of(WORKLOADS));
    }

    private static Line line(String connection, ClusterProbe.Line line) {
        return new Line(
                connection,
                line.topic(),
                line.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                line.sentence(),
                line.missing().stream().map(Right::canI).toList());
    }

    /**
     * What a page shows of an environment: all that may be done in one line, and a line for each
     * thing that may not, with the rights that it lacks beyond those to see.
     */
    private static List<Line> shown(String connection, List<ClusterProbe.Line> probed) {
        List<Line> lines = new ArrayList<>();
        List<String> may = new ArrayList<>();
        List<Line> mayNot = new ArrayList<>();
        Set<Right> unseen = new LinkedHashSet<>();
        for (ClusterProbe.Line line : probed) {
            boolean action = ACTIONS.contains(line.topic());
            if (action && line.state() == ClusterProbe.State.FINE) {
                may.add(line.topic());
            } else if (action && !line.missing().isEmpty()) {
                List<Right> lacks =
                        line.missing().stream().filter(r -> !unseen.contains(r)).toList();
                if (line.topic().equals(SEE)) {
                    unseen.addAll(line.missing());
                }
                mayNot.add(
                        new Line(
                                connection,
                                line.topic(),
                                "warn",
                                lacks.isEmpty()
                                        ? "lacks the rights to see."
                                        : "lacks " + RightsInWords.of(lacks) + ".",
                                List.of()));
            } else {
                lines.add(line(connection, line));
            }
        }
        if (!may.isEmpty()) {
            lines.add(
                    new Line(
                            connection,
                            "rights",
                            "fine",
                            "you may " + String.join(", ", may) + ".",
                            List.of()));
        }
        lines.addAll(mayNot);
        return lines;
    }

    private static void row(Sheet.Builder rows, Line line) {
        rows.row(
                Cell.of(line.connection()),
                Cell.of(line.topic()),
                Cell.of(word(line.state()), tone(line.state())),
                Cell.of(line.sentence()));
    }

    private Line registry(Service service) {
        String connection = "image " + service.image();
        try {
            int tags =
                    bench().registries()
                            .repository(ImageReference.parse(service.image()))
                            .tags()
                            .size();
            return new Line(
                    connection,
                    "reachable",
                    "fine",
                    "the repository answers, with " + Words.count(tags, "tag") + ".",
                    List.of());
        } catch (ConnectorException e) {
            return new Line(
                    connection,
                    "reachable",
                    "cant-tell",
                    String.valueOf(e.getMessage()),
                    List.of());
        }
    }

    private Line git(String address) {
        String connection = "source " + address;
        try (GitSource source = bench().git().open(address)) {
            source.check();
            return new Line(connection, "reachable", "fine", "the repository answers.", List.of());
        } catch (ConnectorException e) {
            return new Line(
                    connection,
                    "reachable",
                    "cant-tell",
                    String.valueOf(e.getMessage()),
                    List.of());
        }
    }

    private Line policy() {
        PolicyConnection policy = bench().workspace().connections().policy();
        String connection = policy == null ? "policy engine" : "policy engine " + policy.opa();
        EngineInfo info = bench().engine().info();
        return new Line(
                connection,
                "engine",
                "fine",
                "judged by "
                        + info.kind()
                        + ", pack "
                        + Cell.shortDigest(info.packDigest())
                        + (policy == null ? "." : "; whether it answers, the first gate shows."),
                List.of());
    }

    private static String word(String state) {
        return state.equals("cant-tell") ? "can't tell" : state;
    }

    private static Tone tone(String state) {
        return switch (state) {
            case "fine" -> Tone.GOOD;
            case "warn" -> Tone.WAITING;
            default -> Tone.BLOCKED;
        };
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
