package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Candidate;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.Driver;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.PolicyEngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Registries registries;

    /** What the workload and the records were when a promotion was refused, by its id. */
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    /**
     * @param registries asked which digests mean that what a rollback puts back runs
     */
    public Drives(
            Desk desk,
            Promotions promotions,
            Requests requests,
            Actions actions,
            Candidates candidates,
            Registries registries) {
        this.desk = desk;
        this.promotions = promotions;
        this.requests = requests;
        this.actions = actions;
        this.candidates = candidates;
        this.registries = registries;
    }

    /**
     * What was taken up and how it went.
     *
     * @param id the promotion; the service where it came to none
     * @param why one sentence
     */
    public record Taken(String id, Ending ending, String why) {}

    /**
     * Looks once over every environment this desk can act in. What one service comes to keeps no
     * other from its turn.
     */
    public List<Taken> round(RolloutEvents events) {
        List<Taken> taken = new ArrayList<>();
        for (Environment environment : desk.workspace().environments()) {
            try {
                Site site = desk.site(environment.name());
                for (Service service : desk.workspace().services()) {
                    taken.addAll(turn(site, service, events));
                }
            } catch (ConnectorException e) {
                taken.add(cantTell(environment.name(), e));
            }
        }
        return taken;
    }

    private List<Taken> turn(Site site, Service service, RolloutEvents events) {
        String what = service.name() + " in " + site.environment().name();
        try {
            return round(site, service, events);
        } catch (Refused e) {
            return List.of(new Taken(what, e.ending(), String.valueOf(e.getMessage())));
        } catch (ConnectorException | PolicyEngineException | Driver.LeaseLost e) {
            return List.of(cantTell(what, e));
        }
    }

    private static Taken cantTell(String what, RuntimeException e) {
        return new Taken(what, Ending.CANT_TELL, String.valueOf(e.getMessage()));
    }

    /**
     * Drives one promotion: a rollback that ends it and that nobody has finished comes first.
     *
     * @throws Refused as {@link Actions#promote}
     * @throws Grants.GateClosed where there is no grant and the gate is closed
     */
    public Taken one(String id, RolloutEvents events) {
        Promotions.Found found = promotions.find(id);
        List<Taken> back = putBack(found.site(), found.service(), events);
        if (!back.isEmpty()) {
            Taken last = back.getLast();
            Ending ending = last.ending() == Ending.LOOK_NOW ? Ending.LOOK_NOW : Ending.FAILED;
            return new Taken(id, ending, last.why());
        }
        return taken(id, actions.promote(id, false, events));
    }

    private List<Taken> round(Site site, Service service, RolloutEvents events) {
        List<Taken> back = putBack(site, service, events);
        if (!back.isEmpty()) {
            return back;
        }
        Optional<Promotion> begun =
                promotions
                        .granted(site, service)
                        .filter(p -> p.phase() == Promotion.Phase.ROLLING_OUT);
        if (begun.isPresent()) {
            return drive(site, service, begun.get().id(), events).stream().toList();
        }
        return site.environment().promoteAuto()
                ? auto(site, service, events).stream().toList()
                : List.of();
    }

    /** A rollback on record that nobody has finished: its desk may be gone. */
    private List<Taken> putBack(Site site, Service service, RolloutEvents events) {
        Rollbacks rollbacks =
                new Rollbacks(site, desk.pace(), desk.id(), desk.history(), registries);
        Records records = site.records().ofService(service.name());
        return rollbacks.settle(service, records, events).entrySet().stream()
                .map(settled ->
                        new Taken(
                                site.id(settled.getKey()),
                                settled.getValue().ending(),
                                settled.getValue()
                                        .leftovers()
                                        .orElse(settled.getValue().progress().why())))
                .toList();
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
                                        site,
                                        service,
                                        candidate,
                                        new RequestWords(
                                                "new candidate, by " + candidate.foundBy(),
                                                null,
                                                null,
                                                null))
                                .id();
        return drive(site, service, id, events);
    }

    private @Nullable Promotion latest(Site site, Service service, String digest) {
        return promotions.all(site).stream()
                .filter(p -> p.request().body().service().equals(service.name()))
                .filter(p -> p.request().body().digest().equals(digest))
                .findFirst()
                .orElse(null);
    }

    /** Empty where it was refused before and nothing has changed since. */
    private Optional<Taken> drive(Site site, Service service, String id, RolloutEvents events) {
        if (refused.containsKey(id) && refused.get(id).equals(standing(site, service))) {
            return Optional.empty();
        }
        try {
            return Optional.of(taken(id, actions.promote(id, false, events)));
        } catch (Refused e) {
            if (e.ending() != Ending.CANT_TELL && e.ending() != Ending.LOOK_NOW) {
                refused.put(id, standing(site, service));
            }
            return Optional.of(new Taken(id, e.ending(), String.valueOf(e.getMessage())));
        } catch (Driver.LeaseLost e) {
            return Optional.of(cantTell(id, e));
        } catch (Grants.GateClosed e) {
            Ending ending = Ending.of(e.judged().verdict().level());
            return Optional.of(new Taken(id, ending, "the gate is closed"));
        }
    }

    /** What a refusal may rest on: the workload with its owners, and the records of its service. */
    private static String standing(Site site, Service service) {
        String version =
                site.reader()
                        .find(site.place(service))
                        .map(s -> s.deployment().getMetadata().getResourceVersion())
                        .orElse("");
        return version
                + site.records().ofService(service.name()).all().stream()
                        .map(ReleaseRecord::uid)
                        .toList();
    }

    private static Taken taken(String id, ReleaseRecord<RecordBody.Outcome> outcome) {
        boolean healthy = outcome.body().result().equals("healthy");
        return new Taken(id, healthy ? Ending.DONE : Ending.FAILED, outcome.body().why());
    }
}
