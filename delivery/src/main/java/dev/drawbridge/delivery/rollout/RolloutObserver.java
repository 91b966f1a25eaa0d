package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges how far a rollout is. It looks at pods and their {@code imageID}, not at what was ordered;
 * pure, so any thread may call it.
 */
public final class RolloutObserver {
    private final String image;
    private final Set<Digest> running;

    /**
     * @param image the image the rollout sets, as the workload names it
     * @param running the digests of which any, as imageID, means that it runs: the digest itself,
     *     the children of an index and their config digests; empty where the registry couldn't be
     *     asked and only the digest in {@code image} counts
     */
    public RolloutObserver(String image, Set<Digest> running) {
        this.image = image;
        this.running = Set.copyOf(running);
    }

    /** Where it stands now. */
    public Progress judge(WorkloadSnapshot snapshot, List<Event> events) {
        return judge(snapshot, events, true);
    }

    /**
     * Where it stands now.
     *
     * @param deadlineCounts whether a passed progress deadline is this rollout's own; right after a
     *     stuck rollout was put back the Deployment still shows that one's
     */
    Progress judge(WorkloadSnapshot snapshot, List<Event> events, boolean deadlineCounts) {
        int wanted = snapshot.wanted();
        if (!snapshot.image().equals(image)) {
            return new Progress(
                    Progress.State.OVERTAKEN,
                    0,
                    wanted,
                    0,
                    "the workload now asks for "
                            + snapshot.image()
                            + ", which this rollout didn't set",
                    List.of());
        }
        Optional<ReplicaSet> current = snapshot.current();
        List<Pod> pods = current.map(snapshot::podsOf).orElse(List.of());
        Optional<String> foreign = foreignImage(snapshot, pods);
        int ready = (int) pods.stream().filter(pod -> runs(snapshot, pod)).count();
        int old =
                (int)
                        snapshot.pods().stream()
                                .filter(pod ->
                                        pod.getMetadata().getDeletionTimestamp() == null
                                                && !WorkloadSnapshot.ended(pod)
                                                && !pods.contains(pod))
                                .count();
        if (foreign.isPresent()) {
            return new Progress(
                    Progress.State.FAILED, ready, wanted, old, foreign.get(), List.of());
        }
        if (wanted == 0) {
            return new Progress(
                    Progress.State.FAILED,
                    0,
                    0,
                    old,
                    "the workload wants no pods, so nothing shows that it runs",
                    List.of());
        }
        if (observed(snapshot)
                && current.isPresent()
                && ready == wanted
                && pods.size() == wanted
                && old == 0) {
            return new Progress(
                    Progress.State.HEALTHY,
                    ready,
                    wanted,
                    0,
                    ready + " of " + wanted + " pods run it and are ready",
                    List.of());
        }
        boolean late = deadlineCounts && observed(snapshot) && deadlinePassed(snapshot);
        List<StuckCause> causes = StuckCauses.of(snapshot, events, late);
        String counts = ready + " of " + wanted + " new pods are ready";
        if (late) {
            return new Progress(
                    Progress.State.FAILED,
                    ready,
                    wanted,
                    old,
                    counts + " and the workload's progress deadline passed",
                    causes);
        }
        return new Progress(Progress.State.UNDER_WAY, ready, wanted, old, counts, causes);
    }

    private boolean runs(WorkloadSnapshot snapshot, Pod pod) {
        return WorkloadSnapshot.ready(pod)
                && snapshot.status(pod)
                        .map(ContainerStatus::getImageID)
                        .filter(this::expected)
                        .isPresent();
    }

    private Optional<String> foreignImage(WorkloadSnapshot snapshot, List<Pod> pods) {
        for (Pod pod : pods) {
            Optional<String> id =
                    snapshot.status(pod)
                            .map(ContainerStatus::getImageID)
                            .filter(text -> !text.isEmpty() && !expected(text));
            if (id.isPresent()) {
                return Optional.of(
                        "pod "
                                + pod.getMetadata().getName()
                                + " runs "
                                + id.get()
                                + ", which isn't the digest that was assessed nor one of its own images");
            }
        }
        return Optional.empty();
    }

    /** An imageID is a reference by digest or a bare digest, under any repository's name. */
    private boolean expected(String imageId) {
        if (!image.contains("@") && running.isEmpty()) {
            return true; // put back to a tag that no digest is known of: readiness is all that can
            // be judged
        }
        String digest = imageId.substring(imageId.indexOf('@') + 1);
        int scheme = digest.indexOf("://");
        String bare = scheme < 0 ? digest : digest.substring(scheme + 3);
        return image.endsWith("@" + bare) || running.stream().anyMatch(d -> d.value().equals(bare));
    }

    private static boolean observed(WorkloadSnapshot snapshot) {
        return snapshot.deployment().getStatus() != null
                && Optional.ofNullable(snapshot.deployment().getStatus().getObservedGeneration())
                                .orElse(0L)
                        >= snapshot.generation();
    }

    private static boolean deadlinePassed(WorkloadSnapshot snapshot) {
        var conditions = snapshot.deployment().getStatus().getConditions();
        return conditions != null
                && conditions.stream()
                        .anyMatch(c ->
                                c.getType().equals("Progressing")
                                        && "ProgressDeadlineExceeded".equals(c.getReason()));
    }
}
