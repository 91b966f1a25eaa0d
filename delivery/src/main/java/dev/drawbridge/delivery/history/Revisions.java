package dev.drawbridge.delivery.history;

import dev.drawbridge.connector.kube.ImageOwner;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Deployment's revisions in the order they came to stand. The controller takes an old ReplicaSet
 * up again where a template comes back, and then keeps its former numbers in an annotation: each of
 * them is a revision of its own here. Pure.
 */
final class Revisions {
    /** Annotation in which the Deployment controller keeps a ReplicaSet's former revisions. */
    private static final String FORMER = "deployment.kubernetes.io/revision-history";

    private Revisions() {}

    /**
     * One revision.
     *
     * @param changedImage whether it has another image than the one before it; true of the first
     *     that is known
     * @param before image of the revision before it; {@code (none)} of the first that is known
     * @param notBefore the earliest it can have been made, by the API server
     * @param notAfter the latest; the same where its ReplicaSet was made for it
     */
    record Revision(
            long number,
            String image,
            String before,
            boolean changedImage,
            Instant notBefore,
            Instant notAfter) {}

    /**
     * Those that the cluster still knows, oldest first.
     *
     * @param now the API server's time of the snapshot
     */
    static List<Revision> of(WorkloadSnapshot snapshot, Instant now) {
        TreeMap<Long, ReplicaSet> byNumber = new TreeMap<>();
        Map<Long, Instant> made = new HashMap<>();
        for (ReplicaSet set : snapshot.replicaSets()) {
            List<Long> numbers = numbers(set);
            numbers.forEach(number -> byNumber.put(number, set));
            numbers.stream()
                    .min(Long::compare)
                    .ifPresent(first ->
                            made.put(
                                    first,
                                    Instant.parse(set.getMetadata().getCreationTimestamp())));
        }
        List<Revision> revisions = new ArrayList<>();
        Instant earliest = Instant.EPOCH;
        String before = "(none)";
        for (Map.Entry<Long, ReplicaSet> entry : byNumber.entrySet()) {
            long number = entry.getKey();
            Instant known = made.get(number);
            earliest = known == null ? earliest : known;
            Instant latest = known == null ? latest(snapshot, byNumber, made, number, now) : known;
            String image = image(snapshot, entry.getValue());
            revisions.add(
                    new Revision(
                            number,
                            image,
                            before,
                            !image.equals(before),
                            earliest,
                            latest.isBefore(earliest) ? now : latest));
            before = image;
        }
        return revisions;
    }

    /** A revision that took an old ReplicaSet up again was made before the next new one. */
    private static Instant latest(
            WorkloadSnapshot snapshot,
            TreeMap<Long, ReplicaSet> byNumber,
            Map<Long, Instant> made,
            long number,
            Instant now) {
        if (number == byNumber.lastKey()) {
            // its image was set no later than its owner last wrote
            return new ImageOwner()
                    .of(snapshot.deployment(), snapshot.container())
                    .flatMap(owner -> Optional.ofNullable(owner.time()))
                    .orElse(now);
        }
        return byNumber.tailMap(number, false).keySet().stream()
                .filter(made::containsKey)
                .findFirst()
                .map(made::get)
                .orElse(now);
    }

    private static List<Long> numbers(ReplicaSet set) {
        List<Long> numbers = new ArrayList<>();
        long current = WorkloadSnapshot.revision(set);
        if (current > 0) {
            numbers.add(current);
        }
        String former =
                Optional.ofNullable(set.getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(FORMER))
                        .orElse("");
        for (String text : former.split(",")) {
            if (text.matches("[1-9][0-9]{0,14}")) {
                numbers.add(Long.parseLong(text));
            }
        }
        return numbers;
    }

    private static String image(WorkloadSnapshot snapshot, ReplicaSet set) {
        return WorkloadSnapshot.image(set.getSpec().getTemplate(), snapshot.container()).orElse("");
    }
}
