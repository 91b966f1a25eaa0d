package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Works out what putting an earlier revision back would do, and whether it is free. Reads only the
 * cluster.
 */
final class RollbackPlanner {
    private final Site site;
    private final ConfigCopies copies;

    RollbackPlanner(Site site, ConfigCopies copies) {
        this.site = site;
        this.copies = copies;
    }

    /**
     * The plan.
     *
     * @param to the revision wanted; null for the one directly before
     * @param records what is on record of the service; empty where it can't be read, so that
     *     nothing speaks against the revision directly before
     */
    RollbackPlan plan(Service service, @Nullable Long to, Records records) {
        WorkloadPlace place = site.place(service);
        WorkloadSnapshot snapshot = site.reader().read(place);
        ReplicaSet target = target(place, snapshot, to, records);
        String image =
                WorkloadSnapshot.image(target.getSpec().getTemplate(), place.container())
                        .orElseThrow(() ->
                                noRevision(
                                        place,
                                        "revision "
                                                + to
                                                + " has no container "
                                                + place.container()));
        boolean directlyBefore = before(snapshot, records).filter(target::equals).isPresent();
        Freedom freedom = freedom(service, image, directlyBefore, records);
        return new RollbackPlan(
                place,
                WorkloadSnapshot.revision(target),
                snapshot.image(),
                image,
                freedom.free(),
                freedom.why(),
                underWay(records),
                changes(snapshot, target, image, records));
    }

    private static ReplicaSet target(
            WorkloadPlace place, WorkloadSnapshot snapshot, @Nullable Long to, Records records) {
        if (to == null) {
            return before(snapshot, records)
                    .orElseThrow(() ->
                            noRevision(place, "it has no earlier revision with another image"));
        }
        return snapshot.replicaSets().stream()
                .filter(set -> WorkloadSnapshot.revision(set) == to)
                .findFirst()
                .orElseThrow(() ->
                        noRevision(
                                place,
                                "it has no revision "
                                        + to
                                        + "; it has "
                                        + snapshot.replicaSets().stream()
                                                .map(set ->
                                                        String.valueOf(
                                                                WorkloadSnapshot.revision(set)))
                                                .toList()));
    }

    /**
     * The newest revision with another image than the present one, leaving out what somebody has
     * already put back: a second rollback goes further back, not forward again.
     */
    private static Optional<ReplicaSet> before(WorkloadSnapshot snapshot, Records records) {
        Set<String> putBack =
                records.of(RecordBody.Rollback.class).stream()
                        .filter(rollback -> !healthySince(records, rollback))
                        .map(rollback -> rollback.body().from())
                        .collect(Collectors.toSet());
        return snapshot.replicaSets().stream()
                .filter(set -> {
                    String image =
                            WorkloadSnapshot.image(
                                            set.getSpec().getTemplate(), snapshot.container())
                                    .orElse("");
                    return !image.equals(snapshot.image()) && !putBack.contains(image);
                })
                .max(Comparator.comparingLong((ReplicaSet set) -> WorkloadSnapshot.revision(set)));
    }

    /** Whether what a rollback took out was brought in healthily again after it. */
    private static boolean healthySince(
            Records records, ReleaseRecord<RecordBody.Rollback> rollback) {
        return records.of(RecordBody.Outcome.class).stream()
                .anyMatch(o ->
                        o.created().isAfter(rollback.created())
                                && o.body().image().equals(rollback.body().from())
                                && o.body().result().equals("healthy"));
    }

    /** Whether a step brought an image in and no outcome ever saw it healthy. */
    private static boolean neverHealthy(Records records, String image) {
        boolean broughtIn =
                records.of(RecordBody.Step.class).stream()
                        .anyMatch(step -> step.body().after().equals(image));
        return broughtIn
                && records.of(RecordBody.Outcome.class).stream()
                        .noneMatch(o ->
                                o.body().image().equals(image)
                                        && o.body().result().equals("healthy"));
    }

    private record Freedom(boolean free, String why) {}

    private Freedom freedom(
            Service service, String image, boolean directlyBefore, Records records) {
        Optional<ReleaseRecord<RecordBody.Outcome>> last =
                records.of(RecordBody.Outcome.class).stream()
                        .filter(o -> o.body().image().equals(image))
                        .filter(o -> !o.body().result().equals("overtaken"))
                        .reduce((a, b) -> b);
        if (last.isPresent() && last.get().body().result().equals("failed")) {
            return new Freedom(
                    false,
                    "it failed here at "
                            + last.get().created()
                            + ", so putting it back is a promotion");
        }
        if (neverHealthy(records, image) && !listed(service, image)) {
            return new Freedom(
                    false,
                    "it was brought in here and never seen healthy, so putting it back is a promotion");
        }
        if (directlyBefore) {
            return new Freedom(true, "it is the revision directly before");
        }
        Instant earliest = site.cluster().now().minus(site.environment().rollbackFree());
        if (last.isPresent() && last.get().created().isAfter(earliest)) {
            return new Freedom(true, "it served healthily, last put in at " + last.get().created());
        }
        if (listed(service, image)) {
            return new Freedom(true, "it ran ready when this environment was set up");
        }
        return new Freedom(
                false,
                "nothing on record shows it healthy here within "
                        + site.environment().rollbackFree().toDays()
                        + " days, so putting it back is a promotion");
    }

    private boolean listed(Service service, String image) {
        int at = image.indexOf('@');
        if (at < 0) {
            return false;
        }
        try {
            return site.list()
                    .find(site.listKey(service, image.substring(at + 1)))
                    .filter(ReleaseList.Entry::ranBefore)
                    .isPresent();
        } catch (ConnectorException e) {
            return false; // no list to be read shows nothing
        }
    }

    /** The promotion that has begun to act here and has no outcome. */
    private Optional<String> underWay(Records records) {
        Set<String> ended = new HashSet<>();
        records.of(RecordBody.Outcome.class).forEach(o -> ended.add(o.name()));
        Set<String> put = new HashSet<>();
        records.of(RecordBody.Rollback.class)
                .forEach(r -> put.add(String.valueOf(r.body().ends())));
        return records.of(RecordBody.Step.class).stream()
                .filter(step -> !step.promotion().isEmpty())
                .filter(step -> !ended.contains(RecordNames.outcome(step.body().restsOn().name())))
                .map(step -> site.id(step.promotion()))
                .filter(id -> !put.contains(id))
                .reduce((a, b) -> b);
    }

    private List<String> changes(
            WorkloadSnapshot snapshot, ReplicaSet target, String image, Records records) {
        List<String> changes = new ArrayList<>();
        PodTemplateSpec now =
                bare(snapshot.deployment().getSpec().getTemplate(), snapshot.container());
        if (!now.equals(bare(target.getSpec().getTemplate(), snapshot.container()))) {
            changes.add(
                    "the pod template differs in more than the image; only the image is put back");
        }
        Optional<RecordBody.Outcome> then =
                records.of(RecordBody.Outcome.class).stream()
                        .map(ReleaseRecord::body)
                        .filter(o -> o.image().equals(image) && o.result().equals("healthy"))
                        .reduce((a, b) -> b);
        if (then.isEmpty()) {
            if (!ConfigCopies.references(snapshot.deployment().getSpec().getTemplate(), false)
                    .isEmpty()) {
                changes.add("what its ConfigMaps held when it ran isn't on record");
            }
            return changes;
        }
        List<RecordBody.ConfigCopy> present = copies.kept(snapshot);
        for (RecordBody.ConfigCopy old : then.get().configs()) {
            boolean same =
                    present.stream()
                            .anyMatch(p ->
                                    p.name().equals(old.name()) && p.sha256().equals(old.sha256()));
            if (!same) {
                changes.add(
                        "ConfigMap "
                                + old.name()
                                + " changed since; --restore-config "
                                + old.name()
                                + " puts back what it held (kept as "
                                + old.copy()
                                + ")");
            }
        }
        List<RecordBody.NamedVersion> secrets = copies.secretVersions(snapshot);
        for (RecordBody.NamedVersion old : then.get().secrets()) {
            if (!secrets.contains(old) && !old.version().equals("unknown")) {
                changes.add(
                        "Secret " + old.name() + " changed since; Drawbridge keeps no value of it");
            }
        }
        return changes;
    }

    /** A template without the image and the label that the controller adds. */
    private static PodTemplateSpec bare(PodTemplateSpec template, String container) {
        PodTemplateSpec copy =
                new PodTemplateSpecBuilder(template)
                        .editMetadata()
                        .removeFromLabels(WorkloadSnapshot.TEMPLATE_HASH)
                        .endMetadata()
                        .build();
        copy.getSpec().getContainers().stream()
                .filter(c -> c.getName().equals(container))
                .forEach(c -> c.setImage(""));
        return copy;
    }

    private static ConnectorException noRevision(WorkloadPlace place, String why) {
        return new ConnectorException(
                ConnectorException.Kind.BAD_INPUT,
                "deployment "
                        + place
                        + " can't be rolled back: "
                        + why
                        + "; `drawbridge rollout list` and `kubectl rollout history` show what there is",
                null);
    }
}
