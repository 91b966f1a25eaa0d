package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Candidate;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.rollout.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes up whatever needs a driver: rollouts whose driver is gone, and new candidates of
 * environments with {@code promote: auto}. One round at a time, blocking; the caller repeats it
 * until it is stopped.
 */
public final class Drives {
    private final Desk desk;
    private final Promotions promotions;
    private final Requests requests;
    private final Actions actions;
    private final Candidates candidates;

    public Drives(
            Desk desk,
            Promotions promotions,
            Requests requests,
            Actions actions,
            Candidates candidates) {
        this.desk = desk;
        this.promotions = promotions;
        this.requests = requests;
        this.actions = actions;
        this.candidates = candidates;
    }

    /**
     * What was taken up and how it went.
     *
     * @param id the promotion; the service where it came to none
     * @param why one sentence
     */
    public record Taken(String id, Ending ending, String why) {}

    /** Looks once over every environment this desk can act in. */
    public List<Taken> round(RolloutEvents events) {
        List<Taken> taken = new ArrayList<>();
        for (Environment environment : desk.workspace().environments()) {
            try {
                Site site = desk.site(environment.name());
                for (Service service : desk.workspace().services()) {
                    round(site, service, events).ifPresent(taken::add);
                }
            } catch (ConnectorException e) {
                taken.add(
                        new Taken(
                                environment.name(),
                                Ending.CANT_TELL,
                                String.valueOf(e.getMessage())));
            }
        }
        return taken;
    }

    private Optional<Taken> round(Site site, Service service, RolloutEvents events) {
        Optional<Promotion> begun =
                promotions
                        .granted(site, service)
                        .filter(p -> p.phase() == Promotion.Phase.ROLLING_OUT);
        if (begun.isPresent()) {
            return Optional.of(drive(begun.get().id(), events));
        }
        return site.environment().promoteAuto() ? auto(site, service, events) : Optional.empty();
    }

    /** A new candidate of an environment that takes them by itself. */
    private Optional<Taken> auto(Site site, Service service, RolloutEvents events) {
        Optional<WorkloadSnapshot> snapshot = site.reader().find(site.place(service));
        if (snapshot.isEmpty() || service.candidate() == null && site.environment().isFirst()) {
            return Optional.empty();
        }
        Candidate candidate;
        try {
            candidate = candidates.resolve(site, service, null);
        } catch (Refused e) {
            return Optional.empty(); // nothing is healthy before it yet
        }
        if (snapshot.get().image().endsWith("@" + candidate.digest().value())) {
            return Optional.empty();
        }
        @Nullable Promotion known = latest(site, service, candidate.digest().value());
        if (known != null && known.phase().isOver()) {
            return Optional.empty(); // it was tried: a person decides whether it is tried again
        }
        String id =
                known != null
                        ? known.id()
                        : requests.request(
                                        site.environment().name(),
                                        service.name(),
                                        candidate.digest(),
                                        new RequestWords(
                                                "new candidate, by " + candidate.foundBy(),
                                                null,
                                                null,
                                                null))
                                .id();
        return Optional.of(drive(id, events));
    }

    private @Nullable Promotion latest(Site site, Service service, String digest) {
        return promotions.all(site).stream()
                .filter(p -> p.request().body().service().equals(service.name()))
                .filter(p -> p.request().body().digest().equals(digest))
                .findFirst()
                .orElse(null);
    }

    private Taken drive(String id, RolloutEvents events) {
        try {
            ReleaseRecord<RecordBody.Outcome> outcome = actions.promote(id, false, events);
            boolean healthy = outcome.body().result().equals("healthy");
            return new Taken(id, healthy ? Ending.DONE : Ending.FAILED, outcome.body().why());
        } catch (Refused e) {
            return new Taken(id, e.ending(), String.valueOf(e.getMessage()));
        } catch (Grants.GateClosed e) {
            return new Taken(id, Ending.of(e.judged().verdict().level()), "the gate is closed");
        }
    }
}
