package dev.drawbridge.delivery.rollout;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an earlier revision back. It waits for no gate, freeze, approval or Lease, and works with
 * the registry, OPA and Git gone: the cluster is all it needs. Blocks until the old pods are ready;
 * call it from a virtual thread.
 */
public final class Rollbacks {
    private static final Logger log = LoggerFactory.getLogger(Rollbacks.class);

    private final Site site;
    private final ConfigCopies copies;
    private final Outcomes outcomes;
    private final PutBack putBack;

    /**
     * @param registries asked which digests mean that an image runs, and given the mark; it goes on
     *     without their answer
     */
    public Rollbacks(Site site, Pace pace, String desk, History history, Registries registries) {
        this.site = site;
        this.copies = new ConfigCopies(site.cluster());
        this.outcomes = new Outcomes(site, history, copies, new PublishedMarks(registries));
        this.putBack = new PutBack(site, pace, desk, outcomes, registries);
    }

    /**
     * What would be done; nothing is written.
     *
     * @param to the revision wanted; null for the one directly before
     */
    public RollbackPlan preview(Service service, @Nullable Long to) {
        return new RollbackPlanner(site, copies).plan(service, to, recordsIfAny(service));
    }

    /**
     * How a rollback ended.
     *
     * @param progress the last look
     * @param recorded the outcome's record; empty where the cluster took no record
     * @param leftovers pods that run where none should after it, in a sentence; empty where there
     *     are none
     */
    public record Result(
            Progress progress,
            Optional<ReleaseRecord<RecordBody.Outcome>> recorded,
            Optional<String> leftovers) {
        /** How it ended for the one who asked. */
        public Ending ending() {
            if (leftovers.isPresent()) {
                return Ending.LOOK_NOW;
            }
            return progress.state() == Progress.State.HEALTHY ? Ending.DONE : Ending.FAILED;
        }

        Result with(Optional<String> found) {
            return new Result(progress, recorded, found);
        }
    }

    /**
     * Puts back what the plan says: fence first, then record, intent, image and whatever config was
     * asked for.
     *
     * @param restoreConfig names of ConfigMaps to put back as well
     */
    public Result roll(
            Service service,
            RollbackPlan plan,
            String reason,
            List<String> restoreConfig,
            RolloutEvents events) {
        requireFree(service, plan);
        Records records = recordsIfAny(service);
        List<Restoration> restorations = restorations(plan, restoreConfig, records);
        Fence fence = site.writer().takeFence(plan.place(), "rollback-" + service.name());
        events.step("fenced deployment " + plan.place() + " with " + fence);
        // only now: until the fence stood a driver could still set its image
        Deployment before = site.reader().deployment(plan.place());
        RecordBody.Rollback body =
                new RecordBody.Rollback(
                        site.environment().name(),
                        service.name(),
                        WorkloadSnapshot.image(before, plan.place().container()),
                        plan.to(),
                        plan.revision(),
                        plan.ends().orElse(null),
                        reason,
                        fence.toString());
        RecordRef ref =
                announce(RecordNames.rollback(service.name(), fence.number()), service, body);
        restorations.forEach(restoration -> restore(plan, restoration, events));
        return putBack.carry(new PutBack.Order(service, ref, body, records), before, events);
    }

    /**
     * Takes up what stands on record to be put back and has no outcome, as {@link PutBack#settle}
     * says: its desk died, or is at it still.
     *
     * @param records what is on record of the service
     * @return each rollback's record name and how it ended, oldest first; empty where none is open
     */
    public Map<String, Result> settle(Service service, Records records, RolloutEvents events) {
        Map<String, Result> settled = new LinkedHashMap<>();
        for (ReleaseRecord<RecordBody.Rollback> open : PutBack.open(records)) {
            PutBack.Order order = new PutBack.Order(service, open.ref(), open.body(), records);
            settled.put(open.name(), putBack.settle(order, events));
        }
        return settled;
    }

    /** To anything unproven the way is a promotion. */
    private void requireFree(Service service, RollbackPlan plan) {
        if (plan.free()) {
            return;
        }
        int at = plan.to().indexOf('@');
        String digest = at < 0 ? "" : " --digest " + plan.to().substring(at + 1);
        throw new Refused(
                Ending.DENIED,
                "revision "
                        + plan.revision()
                        + " of "
                        + service.name()
                        + " isn't put back without a gate: "
                        + plan.why()
                        + "; ask for it with `drawbridge request "
                        + service.name()
                        + " -e "
                        + site.environment().name()
                        + digest
                        + " --reason TEXT`");
    }

    /** A ConfigMap to put back, and the copy it is put back from. */
    private record Restoration(String name, ConfigMap kept) {}

    /**
     * Everything that can speak against putting a ConfigMap back is asked before anything is done.
     */
    private List<Restoration> restorations(RollbackPlan plan, List<String> names, Records records) {
        return names.stream().map(name -> restoration(plan, name, records)).toList();
    }

    private Restoration restoration(RollbackPlan plan, String name, Records records) {
        RecordBody.ConfigCopy copy =
                records.of(RecordBody.Outcome.class).stream()
                        .filter(o -> o.body().image().equals(plan.to()))
                        .flatMap(o -> o.body().configs().stream())
                        .filter(c -> c.name().equals(name))
                        .reduce((a, b) -> b)
                        .orElseThrow(() ->
                                bad(
                                        "no copy of ConfigMap "
                                                + name
                                                + " is on record for "
                                                + plan.to()));
        List<String> others = others(plan, name);
        if (!others.isEmpty()) {
            throw bad(
                    "ConfigMap "
                            + name
                            + " isn't put back since deployment "
                            + others.getFirst()
                            + " refers to it as well; change it with kubectl once both may have the old one");
        }
        return new Restoration(
                name,
                copies.copy(plan.place().namespace(), copy.copy())
                        .orElseThrow(() ->
                                bad(
                                        "the copy "
                                                + copy.copy()
                                                + " of ConfigMap "
                                                + name
                                                + " is gone")));
    }

    /** Puts one back; where that fails the rollback goes on, and says so. */
    private void restore(RollbackPlan plan, Restoration restoration, RolloutEvents events) {
        String namespace = plan.place().namespace();
        try {
            site.cluster()
                    .ask(
                            "put back ConfigMap " + namespace + "/" + restoration.name(),
                            k ->
                                    k.configMaps()
                                            .inNamespace(namespace)
                                            .withName(restoration.name())
                                            .edit(map -> {
                                                map.setData(restoration.kept().getData());
                                                map.setBinaryData(
                                                        restoration.kept().getBinaryData());
                                                return map;
                                            }));
            events.step("put back ConfigMap " + restoration.name());
        } catch (ConnectorException e) {
            events.step("ConfigMap " + restoration.name() + " was not put back: " + e.getMessage());
        }
    }

    private List<String> others(RollbackPlan plan, String config) {
        return site
                .cluster()
                .read(
                        "list deployments in namespace " + plan.place().namespace(),
                        k ->
                                k.apps()
                                        .deployments()
                                        .inNamespace(plan.place().namespace())
                                        .list()
                                        .getItems())
                .stream()
                .filter(d -> !d.getMetadata().getName().equals(plan.place().name()))
                .filter((Deployment d) ->
                        ConfigCopies.references(d.getSpec().getTemplate(), false).contains(config))
                .map(d -> d.getMetadata().getName())
                .toList();
    }

    /**
     * Writes the rollback's record; where the cluster takes none, its name and content stand for
     * it.
     */
    private RecordRef announce(String name, Service service, RecordBody.Rollback body) {
        try {
            return site.records().create(name, service.name(), "", body).ref();
        } catch (ConnectorException e) {
            log.warn(
                    "no record of the rollback could be written, it goes on without: {}",
                    e.getMessage());
            outcomes.keepUnpublished(name, service, RecordJson.tree(body));
            return new RecordRef(name, "", RecordJson.sha256(RecordJson.write(body)));
        }
    }

    private Records recordsIfAny(Service service) {
        try {
            return site.records().ofService(service.name());
        } catch (ConnectorException e) {
            log.warn("the records can't be read, the rollback does without: {}", e.getMessage());
            return new Records(List.of());
        }
    }

    private static ConnectorException bad(String sentence) {
        return new ConnectorException(ConnectorException.Kind.BAD_INPUT, sentence, null);
    }
}
