package dev.drawbridge.delivery.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.analytics.history.Event;
import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
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
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an earlier revision back. It waits for no gate, freeze, approval or Lease, and works with
 * the registry, OPA and Git gone: the cluster is all it needs. Blocks until the old pods are ready;
 * call it from a virtual thread.
 */
public final class Rollbacks {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Logger log = LoggerFactory.getLogger(Rollbacks.class);

    private final Site site;
    private final Pace pace;
    private final String desk;
    private final History history;
    private final ConfigCopies copies;
    private final Registries registries;
    private final Outcomes outcomes;

    /**
     * @param registries asked which digests mean that an image runs, and given the mark; it goes on
     *     without their answer
     */
    public Rollbacks(Site site, Pace pace, String desk, History history, Registries registries) {
        this.site = site;
        this.pace = pace;
        this.desk = desk;
        this.history = history;
        this.copies = new ConfigCopies(site.cluster());
        this.registries = registries;
        this.outcomes = new Outcomes(site, history, copies, new PublishedMarks(registries));
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
     */
    public record Result(Progress progress, Optional<ReleaseRecord<RecordBody.Outcome>> recorded) {}

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
        Deployment before = site.reader().deployment(plan.place());
        Fence fence = site.writer().takeFence(plan.place(), "rollback-" + service.name());
        events.step("fenced deployment " + plan.place() + " with " + fence);
        RecordBody.Rollback body =
                new RecordBody.Rollback(
                        site.environment().name(),
                        service.name(),
                        plan.from(),
                        plan.to(),
                        plan.revision(),
                        plan.ends().orElse(null),
                        reason,
                        fence.toString());
        RecordRef ref =
                announce(RecordNames.rollback(service.name(), fence.number()), service, body);
        restorations.forEach(restoration -> restore(plan, restoration, events));
        RecordBody.Step step =
                new RecordBody.Step(
                        ref,
                        service.name(),
                        "put-back",
                        fence.toString(),
                        WorkloadSnapshot.image(before, plan.place().container()),
                        plan.to(),
                        WorkloadSnapshot.generation(before),
                        desk);
        Journal.Intent intent = site.journal().beginWhateverHappens(ref.name(), step, records);
        site.writer().setImage(plan.place(), plan.to(), fence, true);
        events.step("put back image " + plan.to());
        WorkloadSnapshot after = site.reader().read(plan.place());
        endQuietly(intent, after);
        Set<Digest> known = known(plan.to(), records);
        Progress progress = observe(plan, known, events);
        return new Result(progress, record(service, ref, plan, progress, known));
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

    private Progress observe(RollbackPlan plan, Set<Digest> known, RolloutEvents events) {
        RolloutObserver observer = new RolloutObserver(plan.to(), known);
        Progress last = null;
        Instant start = site.cluster().now();
        while (true) {
            WorkloadSnapshot snapshot = site.reader().read(plan.place());
            boolean own = site.cluster().now().isAfter(start.plus(snapshot.progressDeadline()));
            Progress progress = observer.judge(snapshot, List.of(), own);
            if (!progress.equals(last)) {
                events.progress(progress);
                last = progress;
            }
            if (progress.state() != Progress.State.UNDER_WAY) {
                return progress;
            }
            pace.await(LOOK);
        }
    }

    /**
     * The digests an earlier outcome kept, so that the registry needn't answer; else whatever it
     * says now.
     */
    private Set<Digest> known(String image, Records records) {
        Set<Digest> kept =
                records.of(RecordBody.Outcome.class).stream()
                        .filter(o -> o.body().image().equals(image))
                        .flatMap(o -> o.body().running().stream())
                        .map(Digest::new)
                        .collect(Collectors.toSet());
        return kept.isEmpty() ? RunningDigests.ifKnown(registries, image) : kept;
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
            remember(name, service, (ObjectNode) RecordJson.tree(body));
            return new RecordRef(name, "", RecordJson.sha256(RecordJson.write(body)));
        }
    }

    private void remember(String name, Service service, ObjectNode body) {
        history.append(
                new Event(
                        site.cluster().now(),
                        "rollback-unpublished",
                        site.environment().name(),
                        service.name(),
                        null,
                        site.cluster().whoAmI().username(),
                        "desk",
                        "unpublished/" + site.environment().name() + "/" + name,
                        body));
    }

    private void endQuietly(Journal.Intent intent, WorkloadSnapshot after) {
        try {
            site.journal()
                    .end(
                            intent,
                            "done",
                            "the workload asks for " + after.image(),
                            after.generation(),
                            false);
        } catch (ConnectorException e) {
            log.warn("the rollback's step couldn't be closed in the cluster: {}", e.getMessage());
        }
    }

    private Optional<ReleaseRecord<RecordBody.Outcome>> record(
            Service service,
            RecordRef ref,
            RollbackPlan plan,
            Progress progress,
            Set<Digest> known) {
        String result = progress.state() == Progress.State.HEALTHY ? "healthy" : "failed";
        String why = "put back from " + plan.from() + ": " + progress.why();
        try {
            WorkloadSnapshot snapshot = site.reader().read(plan.place());
            return Optional.of(
                    outcomes.write(
                            new Outcomes.End(ref, service, "", result, why, known),
                            snapshot,
                            progress));
        } catch (ConnectorException e) {
            log.warn(
                    "the rollback's outcome couldn't be written in the cluster: {}",
                    e.getMessage());
            remember(
                    "outcome-" + ref.name(),
                    service,
                    JsonNodeFactory.instance.objectNode().put("why", why).put("result", result));
            return Optional.empty();
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
