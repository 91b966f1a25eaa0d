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
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.PolicyConnection;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Service.SourceRef;
import dev.drawbridge.policies.EngineInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        for (Environment environment : bench().workspace().order()) {
            lines.addAll(cluster(environment));
        }
        for (Service service : bench().workspace().services()) {
            lines.add(registry(service));
        }
        bench().workspace().services().stream()
                .map(Service::source)
                .filter(Objects::nonNull)
                .map(SourceRef::git)
                .distinct()
                .forEach(address -> lines.add(git(address)));
        lines.add(policy());
        Sheet.Builder rows = Sheet.of("connection", "topic", "state", "found");
        lines.forEach(l ->
                rows.row(
                        Cell.of(l.connection()),
                        Cell.of(l.topic()),
                        Cell.of(word(l.state()), tone(l.state())),
                        Cell.of(l.sentence())));
        List<String> missing =
                lines.stream().flatMap(l -> l.missing().stream()).distinct().toList();
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
        if (!missing.isEmpty()) {
            page.section("To see a missing right in a shell");
            missing.forEach(line -> page.line("  " + line));
        }
        return Answer.of(ending, new Result(lines), page, rows.build(), "drawbridge services");
    }

    private List<Line> cluster(Environment environment) {
        return ClusterProbe.probe(
                        bench().desk().sites().target(environment.cluster()),
                        bench().surroundings().clock(),
                        environment.namespace(),
                        environment.recordsNamespace(),
                        List.of(WORKLOADS))
                .stream()
                .map(line ->
                        new Line(
                                "environment " + environment.name(),
                                line.topic(),
                                line.state()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', '-'),
                                line.sentence(),
                                line.missing().stream().map(Right::canI).toList()))
                .toList();
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
