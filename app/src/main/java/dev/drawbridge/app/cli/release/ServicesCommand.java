package dev.drawbridge.app.cli.release;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.evidence.ImageFacts;
import dev.drawbridge.delivery.rollout.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code services}. */
@Command(
        name = "services",
        description =
                "Shows what runs where: digest, commit, since when, how many pods are ready, and whether it drifted"
                        + " from what was brought in.")
public final class ServicesCommand extends DeskCommand {

    private static final Logger log = LoggerFactory.getLogger(ServicesCommand.class);

    /** What runs, by service and environment in the order of promotion. */
    public record Result(List<RunningLine> running) {}

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only this service.")
    @Nullable String service;

    private final Map<String, Optional<String>> commits = new HashMap<>();

    public ServicesCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<Service> services =
                service == null
                        ? bench().workspace().services()
                        : List.of(bench().service(service));
        List<RunningLine> lines = new ArrayList<>();
        for (Service each : services) {
            for (Environment environment : bench().workspace().order()) {
                lines.add(running(each, environment));
            }
        }
        boolean unreadable = lines.stream().anyMatch(l -> l.drift().equals("can't tell"));
        long drifted =
                lines.stream()
                        .filter(l -> !l.drift().equals("none") && !l.drift().equals("can't tell"))
                        .count();
        Sheet rows = RunningLine.sheet(lines);
        Page page = new Page().head(sentence(unreadable, drifted)).gap().sheet(rows);
        lines.stream()
                .filter(l -> l.why() != null)
                .forEach(l ->
                        page.line(
                                Tone.QUIET,
                                l.service() + " in " + l.environment() + ": " + l.why()));
        return Answer.of(
                unreadable ? Ending.CANT_TELL : Ending.DONE,
                new Result(lines),
                page,
                rows,
                "drawbridge releases");
    }

    private static String sentence(boolean unreadable, long drifted) {
        if (unreadable) {
            return "What runs can't be told everywhere.";
        }
        return drifted == 0
                ? "Everything runs as it was brought in."
                : drifted + " run otherwise than brought in.";
    }

    private RunningLine running(Service service, Environment environment) {
        try {
            Site site = bench().desk().site(environment.name());
            Optional<WorkloadSnapshot> snapshot = site.reader().find(site.place(service));
            return snapshot.map(s ->
                            RunningLine.of(
                                    site,
                                    service,
                                    commit(s.image()),
                                    s,
                                    site.records().ofService(service.name())))
                    .orElseGet(() ->
                            RunningLine.unreadable(
                                    service,
                                    environment.name(),
                                    "deployment " + site.place(service) + " isn't there"));
        } catch (ConnectorException e) {
            return RunningLine.unreadable(
                    service, environment.name(), String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String commit(String image) {
        return commits.computeIfAbsent(image, this::revision).orElse(null);
    }

    /**
     * What the image says of itself; nothing where its registry doesn't answer, since the cluster's
     * word is enough here.
     */
    private Optional<String> revision(String image) {
        try {
            ImageReference reference = ImageReference.parse(image);
            Digest digest = reference.digest();
            return digest == null
                    ? Optional.empty()
                    : Optional.ofNullable(
                            ImageFacts.read(bench().registries().repository(reference), digest)
                                    .labels()
                                    .get("org.opencontainers.image.revision"));
        } catch (ConnectorException e) {
            log.debug("the commit of {} isn't known: {}", image, e.getMessage());
            return Optional.empty();
        }
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
