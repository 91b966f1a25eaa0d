package dev.drawbridge.delivery.history;

import dev.drawbridge.connector.kube.ImageOwner;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.rollout.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of image or pod template that no promotion and no rollback made. Read from the
 * ReplicaSets that the cluster still keeps: what was changed and pruned from them since can't be
 * seen. Blocks on the network.
 */
public final class Changes {
    private Changes() {}

    /**
     * One change without a record.
     *
     * @param revision the Deployment's revision that it made
     * @param at when its ReplicaSet was made, by the API server
     * @param manager who owns the image field, where this is the revision that stands; null where
     *     nobody is known
     * @param diff what changed against the revision before it
     */
    public record Change(
            String service,
            long revision,
            Instant at,
            @Nullable String manager,
            String image,
            String diff) {}

    /**
     * What was found.
     *
     * @param revisions revisions looked at
     * @param since only those made after it
     * @param unrecorded the ones nobody recorded, oldest first; empty when all are on record
     */
    public record Report(
            String environment, int revisions, Instant since, List<Change> unrecorded) {
        public Report {
            unrecorded = List.copyOf(unrecorded);
        }
    }

    /** Looks at every service's revisions made after {@code since}. */
    public static Report find(Site site, List<Service> services, Instant since) {
        Records records = site.records().all();
        List<Change> unrecorded = new ArrayList<>();
        int looked = 0;
        for (Service service : services) {
            Optional<WorkloadSnapshot> snapshot = site.reader().find(site.place(service));
            if (snapshot.isPresent()) {
                List<ReplicaSet> sets = young(snapshot.get(), since);
                looked += sets.size();
                unrecorded.addAll(
                        unrecorded(service, snapshot.get(), sets, records.about(service.name())));
            }
        }
        unrecorded.sort(Comparator.comparing(Change::at));
        return new Report(site.environment().name(), looked, since, unrecorded);
    }

    private static List<ReplicaSet> young(WorkloadSnapshot snapshot, Instant since) {
        return snapshot.replicaSets().stream().filter(set -> made(set).isAfter(since)).toList();
    }

    private static List<Change> unrecorded(
            Service service, WorkloadSnapshot snapshot, List<ReplicaSet> sets, Records records) {
        List<Change> found = new ArrayList<>();
        for (ReplicaSet set : sets) {
            String image = image(snapshot, set);
            Optional<ReplicaSet> before = before(snapshot, set);
            boolean imageChanged = before.map(b -> !image(snapshot, b).equals(image)).orElse(true);
            boolean recorded = imageChanged && HistorySync.recordedImages(records).contains(image);
            if (!recorded) {
                boolean stands = snapshot.current().filter(set::equals).isPresent();
                @Nullable String manager =
                        stands
                                ? new ImageOwner()
                                        .of(snapshot.deployment(), snapshot.container())
                                        .map(owner -> owner.manager())
                                        .orElse(null)
                                : null;
                String diff =
                        imageChanged
                                ? "image "
                                        + before.map(b -> image(snapshot, b)).orElse("(none)")
                                        + " → "
                                        + image
                                : "pod template changed, image stayed";
                found.add(
                        new Change(
                                service.name(),
                                WorkloadSnapshot.revision(set),
                                made(set),
                                manager,
                                image,
                                diff));
            }
        }
        return found;
    }

    private static Optional<ReplicaSet> before(WorkloadSnapshot snapshot, ReplicaSet set) {
        return snapshot.replicaSets().stream()
                .filter(other -> made(other).isBefore(made(set)))
                .max(Comparator.comparing(Changes::made));
    }

    private static String image(WorkloadSnapshot snapshot, ReplicaSet set) {
        return WorkloadSnapshot.image(set.getSpec().getTemplate(), snapshot.container()).orElse("");
    }

    private static Instant made(ReplicaSet set) {
        return Instant.parse(set.getMetadata().getCreationTimestamp());
    }
}
