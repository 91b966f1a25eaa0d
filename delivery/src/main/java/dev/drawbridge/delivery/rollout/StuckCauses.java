package dev.drawbridge.delivery.rollout;

import dev.drawbridge.delivery.rollout.StuckCause.Kind;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds why a rollout doesn't go on, in the words of pods, ReplicaSets and events. */
final class StuckCauses {
    private StuckCauses() {}

    /**
     * One cause a pod and one for the ReplicaSet.
     *
     * @param events those of the workload's namespace
     * @param late whether the workload's progress deadline passed
     */
    static List<StuckCause> of(WorkloadSnapshot snapshot, List<Event> events, boolean late) {
        Optional<ReplicaSet> current = snapshot.current();
        if (current.isEmpty()) {
            return List.of();
        }
        List<StuckCause> causes = new ArrayList<>(ofReplicaSet(current.get()));
        for (Pod pod : snapshot.podsOf(current.get())) {
            if (!WorkloadSnapshot.ready(pod)) {
                ofPod(snapshot, pod, newestMessages(events, pod.getMetadata().getUid()), late)
                        .ifPresent(causes::add);
            }
        }
        return causes;
    }

    private static List<StuckCause> ofReplicaSet(ReplicaSet set) {
        if (set.getStatus() == null || set.getStatus().getConditions() == null) {
            return List.of();
        }
        return set.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("ReplicaFailure") && c.getStatus().equals("True"))
                .map(c -> {
                    String message = Optional.ofNullable(c.getMessage()).orElse("");
                    Kind kind = message.contains("exceeded quota") ? Kind.QUOTA : Kind.ADMISSION;
                    return new StuckCause(
                            kind, "replicaset " + set.getMetadata().getName(), message);
                })
                .toList();
    }

    private static Optional<StuckCause> ofPod(
            WorkloadSnapshot snapshot, Pod pod, Map<String, String> said, boolean late) {
        String subject = "pod " + pod.getMetadata().getName();
        Optional<String> unscheduled = unscheduled(pod);
        if (unscheduled.isPresent()) {
            return Optional.of(new StuckCause(Kind.NO_NODE, subject, unscheduled.get()));
        }
        Optional<ContainerStatus> status = snapshot.status(pod);
        if (status.isEmpty()) {
            return Optional.empty();
        }
        ContainerStateWaiting waiting =
                status.get().getState() == null ? null : status.get().getState().getWaiting();
        if (waiting != null && waiting.getReason() != null) {
            return ofWaiting(subject, waiting, said);
        }
        boolean running =
                status.get().getState() != null && status.get().getState().getRunning() != null;
        // a container that has just begun isn't ready either: a probe that spoke is a cause, or a
        // passed deadline
        if (running && (late || said.containsKey("Unhealthy"))) {
            return Optional.of(
                    new StuckCause(Kind.PROBE, subject, said.getOrDefault("Unhealthy", "")));
        }
        return Optional.empty();
    }

    private static Optional<StuckCause> ofWaiting(
            String subject, ContainerStateWaiting waiting, Map<String, String> said) {
        String message = Optional.ofNullable(waiting.getMessage()).orElse("");
        return switch (waiting.getReason()) {
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull" ->
                    // the back-off's own message says only that it waits: the event before it says
                    // what for
                    Optional.of(
                            new StuckCause(
                                    Kind.IMAGE_PULL,
                                    subject,
                                    said.getOrDefault("Failed", message)));
            case "CrashLoopBackOff", "RunContainerError" ->
                    Optional.of(new StuckCause(Kind.CRASH_LOOP, subject, message));
            case "CreateContainerConfigError", "CreateContainerError" ->
                    Optional.of(new StuckCause(Kind.CONFIG, subject, message));
            default -> Optional.empty();
        };
    }

    private static Optional<String> unscheduled(Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
                .map(c -> Optional.ofNullable(c.getMessage()).orElse(""))
                .findFirst();
    }

    /** The newest message by reason of the events about one object. */
    private static Map<String, String> newestMessages(List<Event> events, String uid) {
        Map<String, String> messages = new LinkedHashMap<>();
        events.stream()
                .filter(e ->
                        e.getInvolvedObject() != null && uid.equals(e.getInvolvedObject().getUid()))
                .filter(e ->
                        e.getMessage() != null
                                && !e.getMessage().startsWith("Error: ImagePullBackOff"))
                .sorted(java.util.Comparator.comparing(StuckCauses::when))
                .forEach(e ->
                        messages.put(
                                Optional.ofNullable(e.getReason()).orElse(""), e.getMessage()));
        return messages;
    }

    private static Instant when(Event event) {
        return Optional.ofNullable(event.getLastTimestamp())
                .or(() -> Optional.ofNullable(event.getMetadata().getCreationTimestamp()))
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
