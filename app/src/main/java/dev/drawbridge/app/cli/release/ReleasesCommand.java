package dev.drawbridge.app.cli.release;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.evidence.Release;
import dev.drawbridge.delivery.promotion.Arrow;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code releases}. */
@Command(
        name = "releases",
        description =
                "Shows what waits to go where, and why: candidates nobody asked for yet, requests that wait for people,"
                        + " grants that wait for an operator, rollouts on their way.")
public final class ReleasesCommand extends DeskCommand {

    /** What waits, and what couldn't be told. */
    public record Result(List<Waiting> waiting, List<String> unknown) {}

    /**
     * One release that could go further.
     *
     * @param state {@code candidate}, {@code requested}, {@code granted} or {@code rolling out}
     * @param id the promotion's; null for a candidate
     */
    public record Waiting(
            String service,
            String environment,
            String digest,
            @Nullable String runs,
            String state,
            String why,
            @Nullable String id,
            String next) {}

    @Option(names = "--service", paramLabel = "SERVICE", description = "Only of this service.")
    @Nullable String service;

    public ReleasesCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<Service> services =
                service == null
                        ? bench().workspace().services()
                        : List.of(bench().service(service));
        List<Waiting> waiting = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Environment environment : bench().workspace().order()) {
            try {
                for (Arrow arrow : bench().workflow().board().into(environment, services)) {
                    look(arrow, waiting, unknown);
                }
            } catch (ConnectorException e) {
                unknown.add(environment.name() + ": " + e.getMessage());
            }
        }
        Sheet.Builder rows =
                Sheet.of("service", "into", "digest", "runs", "state", "why", "promotion");
        waiting.forEach(w ->
                rows.row(
                        Cell.of(w.service()),
                        Cell.of(w.environment()),
                        Cell.digest(w.digest()),
                        Cell.digest(w.runs()),
                        Cell.of(
                                w.state(),
                                w.state().equals("rolling out") ? Tone.WORKING : Tone.WAITING),
                        Cell.of(w.why()),
                        Cell.of(w.id())));
        Page page =
                new Page()
                        .head(
                                waiting.isEmpty()
                                        ? "Nothing waits."
                                        : Words.count(waiting.size(), "release")
                                                + (waiting.size() == 1 ? " waits." : " wait."));
        if (!waiting.isEmpty()) {
            page.gap().sheet(rows.build());
        }
        unknown.forEach(why -> page.line(Tone.WAITING, "Can't tell: " + why));
        return Answer.of(
                unknown.isEmpty() ? Ending.DONE : Ending.CANT_TELL,
                new Result(waiting, unknown),
                page,
                rows.build(),
                waiting.stream().map(Waiting::next).distinct().limit(3).toArray(String[]::new));
    }

    private static void look(Arrow arrow, List<Waiting> waiting, List<String> unknown) {
        String in = arrow.service().name() + " into " + arrow.into().name();
        switch (arrow.next()) {
            case Arrow.Candidate next ->
                    waiting.add(
                            waiting(
                                    arrow,
                                    next.release(),
                                    "candidate",
                                    "nobody asked for it yet; it is " + next.why(),
                                    null));
            case Arrow.Open next ->
                    waiting.add(
                            waiting(
                                    arrow,
                                    next.release(),
                                    next.promotion().phase().words(),
                                    next.why(),
                                    next.promotion().id()));
            case Arrow.Unknown next -> unknown.add(in + ": " + next.why());
            case Arrow.Same next -> {}
            case Arrow.Nothing next -> {}
        }
    }

    private static Waiting waiting(
            Arrow arrow, Release release, String state, String why, @Nullable String id) {
        String service = arrow.service().name();
        String into = arrow.into().name();
        return new Waiting(
                service,
                into,
                String.valueOf(digest(release)),
                digest(arrow.runs()),
                state,
                why,
                id,
                id == null
                        ? "drawbridge gate " + service + " -e " + into
                        : "drawbridge rollout show " + id);
    }

    private static @Nullable String digest(@Nullable Release release) {
        Digest digest = release == null ? null : release.digest();
        return digest == null ? null : digest.value();
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
