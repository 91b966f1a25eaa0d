package dev.drawbridge.delivery.rollout;

import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pods that still run, after an end, where none should. Pure. */
final class Leftovers {
    /** How long a pod may take to go after its own grace is over. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private Leftovers() {}

    /** After a healthy end: pods of another ReplicaSet that should have gone by now. */
    static Optional<String> afterHealthy(
            WorkloadPlace place, WorkloadSnapshot snapshot, Instant now) {
        return sentence(
                place,
                snapshot,
                others(snapshot).stream().filter(pod -> isOverdue(pod, now)).toList());
    }

    /** After a rollback that didn't succeed: what it was to take out is still there. */
    static Optional<String> afterFailedRollback(WorkloadPlace place, WorkloadSnapshot snapshot) {
        return sentence(place, snapshot, others(snapshot));
    }

    private static List<Pod> others(WorkloadSnapshot snapshot) {
        List<Pod> current =
                snapshot.current().stream()
                        .flatMap(set -> snapshot.allPodsOf(set).stream())
                        .toList();
        return snapshot.pods().stream()
                .filter(pod -> !current.contains(pod) && !WorkloadSnapshot.ended(pod))
                .toList();
    }

    private static boolean isOverdue(Pod pod, Instant now) {
        // the server adds the pod's grace to this time
        String until = pod.getMetadata().getDeletionTimestamp();
        return until == null || Instant.parse(until).plus(SLACK).isBefore(now);
    }

    private static Optional<String> sentence(
            WorkloadPlace place, WorkloadSnapshot snapshot, List<Pod> pods) {
        return pods.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "it has ended with image "
                                + snapshot.image()
                                + ", but pods of another still run in deployment "
                                + place
                                + "; look at them now: "
                                + String.join(
                                        ", ",
                                        pods.stream()
                                                .map(pod -> pod.getMetadata().getName())
                                                .toList()));
    }
}
