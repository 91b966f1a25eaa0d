package dev.drawbridge.app.cli.release;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.history.Changes;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code services}. */
@Command(
        name = "services",
        description =
                "Shows what runs where: digest, commit, since when, how many pods are ready, and whether it drifted"
                        + " from what was brought in.")
public final class ServicesCommand extends DeskCommand {

    /** What runs, by service and environment in the order of promotion. */
    public record Result(List<RunningLine> running) {}

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only this service.")
    @Nullable String service;

    private final Map<String, Changes> changes = new HashMap<>();

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
        Sheet rows = RunningLine.sheet(lines);
        Page page = new Page().head(sentence(lines)).gap().sheet(rows);
        lines.stream()
                .filter(l -> !l.drift().equals("none"))
                .map(l -> l.environment() + ": " + l.why())
                .distinct()
                .forEach(why -> page.line(Tone.WAITING, why));
        return Answer.of(
                count(lines, "can't tell") > 0 ? Ending.CANT_TELL : Ending.DONE,
                new Result(lines),
                page,
                rows,
                "drawbridge releases");
    }

    private static long count(List<RunningLine> lines, String drift) {
        return lines.stream().filter(l -> l.drift().equals(drift)).count();
    }

    private static String sentence(List<RunningLine> lines) {
        long unknown = count(lines, "can't tell");
        long differ = count(lines, "pods differ");
        long unrecorded = count(lines, "no record");
        if (unknown > 0) {
            return "What runs, or how it came there, can't be told everywhere.";
        }
        if (differ > 0) {
            return "Not every pod is what its workload asks for ("
                    + differ
                    + " of "
                    + lines.size()
                    + ").";
        }
        long rolling = count(lines, "rolling");
        if (rolling > 0) {
            return rolling
                    + " of "
                    + lines.size()
                    + (rolling == 1 ? " is being updated" : " are being updated")
                    + (unrecorded == 0
                            ? "; everything else runs as it was brought in."
                            : "; " + unrecorded + " came there without a record.");
        }
        return unrecorded == 0
                ? "Everything runs as it was brought in."
                : "Every pod is what its workload asks for; "
                        + unrecorded
                        + " of "
                        + lines.size()
                        + " came there without a record.";
    }

    /**
     * What runs is shown also to those who may not see the records: then only its drift can't be
     * told.
     */
    private RunningLine running(Service service, Environment environment) {
        try {
            Site site = bench().desk().site(environment.name());
            Optional<WorkloadSnapshot> found = site.reader().find(site.place(service));
            if (found.isEmpty()) {
                return RunningLine.unreadable(
                        service,
                        environment.name(),
                        "deployment " + site.place(service) + " isn't there");
            }
            @Nullable String commit =
                    bench().workflow().releases().of(found.get().image()).revision();
            try {
                @Nullable String noRecord =
                        changes.computeIfAbsent(environment.name(), name -> new Changes(site))
                                .drift(service, found.get())
                                .orElse(null);
                return RunningLine.of(site, service, commit, found.get(), noRecord, null);
            } catch (ConnectorException e) {
                return RunningLine.of(
                        site, service, commit, found.get(), null, String.valueOf(e.getMessage()));
            }
        } catch (ConnectorException e) {
            return RunningLine.unreadable(
                    service, environment.name(), String.valueOf(e.getMessage()));
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
