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
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Candidate;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Promotions;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                Site site = bench().desk().site(environment.name());
                List<Promotion> all = bench().workflow().promotions().all(site);
                services.forEach(each -> look(site, each, all, waiting, unknown));
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

    private void look(
            Site site,
            Service of,
            List<Promotion> all,
            List<Waiting> waiting,
            List<String> unknown) {
        String name = site.environment().name();
        Optional<Promotion> open =
                all.stream()
                        .filter(p -> p.request().body().service().equals(of.name()))
                        .filter(p -> !p.phase().isOver())
                        .findFirst();
        try {
            @Nullable String runs =
                    site.reader()
                            .find(site.place(of))
                            .map(s -> s.image())
                            .filter(image -> image.contains("@"))
                            .map(image -> image.substring(image.indexOf('@') + 1))
                            .orElse(null);
            if (open.isPresent()) {
                waiting.add(asked(site, of, runs, open.get()));
                return;
            }
            Candidate candidate =
                    new Candidates(bench().desk(), bench().registries()).resolve(site, of, null);
            String digest = candidate.digest().value();
            if (!digest.equals(runs)) {
                String next = "drawbridge gate " + of.name() + " -e " + name;
                waiting.add(
                        new Waiting(
                                of.name(),
                                name,
                                digest,
                                runs,
                                "candidate",
                                why(candidate.foundBy()),
                                null,
                                next));
            }
        } catch (Refused e) {
            // No candidate: nothing waits there, unless it can't be told.
            if (e.ending() == Ending.CANT_TELL) {
                unknown.add(of.name() + " into " + name + ": " + e.getMessage());
            }
        } catch (ConnectorException e) {
            unknown.add(of.name() + " into " + name + ": " + e.getMessage());
        }
    }

    /** Nobody asked yet; how it is known that there is something to ask for. */
    private static String why(String foundBy) {
        return "nobody asked for it yet; it is "
                + (foundBy.startsWith("healthy in ") ? foundBy : "what " + foundBy + " names");
    }

    private Waiting asked(Site site, Service of, @Nullable String runs, Promotion promotion) {
        Promotions.Found found = new Promotions.Found(site, of, promotion);
        String needed = bench().workflow().approvals().stillNeeded(found);
        String why =
                switch (promotion.phase()) {
                    case REQUESTED -> "waits for " + needed;
                    case GRANTED -> "waits for an operator";
                    case ROLLING_OUT -> "on its way";
                    default -> promotion.phase().words();
                };
        return new Waiting(
                of.name(),
                site.environment().name(),
                promotion.request().body().digest(),
                runs,
                promotion.phase().words(),
                why,
                promotion.id(),
                "drawbridge rollout show " + promotion.id());
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
