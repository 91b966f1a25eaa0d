package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scheduler and nodes: takes each pod from created to ready, or to where a fault keeps it, and away
 * when it is deleted. A pod that was put there running runs on. For one thread.
 */
final class PodRunner {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    private final ObjectStore store;
    private final ControllerWrites writes;
    private final EventRecorder events;
    private final Faults faults;
    private final ImagePulls pulls;
    private final Pace pace;
    private final String cluster;
    private final Map<String, Life> lives = new HashMap<>();

    PodRunner(
            ObjectStore store,
            ControllerWrites writes,
            EventRecorder events,
            Faults faults,
            ImagePulls pulls,
            Pace pace,
            String cluster) {
        this.store = store;
        this.writes = writes;
        this.events = events;
        this.faults = faults;
        this.pulls = pulls;
        this.pace = pace;
        this.cluster = cluster;
    }

    private enum Stage {
        UNSCHEDULED,
        PULLING,
        STARTING,
        STARTED,
        READY
    }

    /** Where a pod is on its way, and when it goes on. */
    private static final class Life {
        private Stage stage;
        private Instant next;
        private int pullAttempts;
        private int crashes;
        private @Nullable Instant gone;

        private Life(Stage stage, Instant next) {
            this.stage = stage;
            this.next = next;
        }

        private void go(Stage to, Instant at) {
            stage = to;
            next = at;
        }
    }

    /** Tries all that waits for a fault to go, now. */
    void wake() {
        lives.values().forEach(life -> life.next = Instant.MIN);
    }

    /**
     * @param waitForPulls whether images are pulled on this thread, as when a past is made up
     */
    void pass(Instant now, Due due, Scope scope, boolean waitForPulls) {
        Set<String> present = new HashSet<>();
        for (ObjectNode pod : store.list(ResourceType.ofKind("Pod"), null).items()) {
            String uid = Json.text(pod, "metadata", "uid");
            present.add(uid);
            if (!scope.holds(pod)) {
                continue;
            }
            Life life = lives.computeIfAbsent(uid, u -> begin(pod, now));
            if (pod.path("metadata").has("deletionTimestamp")) {
                end(pod, life, now, due);
            } else {
                step(pod, life, now, waitForPulls);
                due.at(life.next.equals(Instant.MIN) ? now : life.next);
            }
        }
        lives.keySet().removeIf(uid -> !present.contains(uid) && forgotten(uid));
    }

    private boolean forgotten(String uid) {
        pulls.forget(uid);
        return true;
    }

    private Life begin(JsonNode pod, Instant now) {
        boolean ready = Conditions.isTrue(pod.path("status"), "Ready");
        boolean ended = Json.text(pod, "status", "phase").matches("Succeeded|Failed");
        return ready || ended
                ? new Life(Stage.READY, Instant.MAX)
                : new Life(Stage.UNSCHEDULED, now.plus(pace.schedule()));
    }

    private void end(ObjectNode pod, Life life, Instant now, Due due) {
        Instant gone = life.gone == null ? now.plus(pace.stop()) : life.gone;
        if (life.gone == null) {
            life.gone = gone;
            events.normal(
                    pod,
                    "kubelet",
                    "Killing",
                    "Stopping container " + Json.text(pod.at("/spec/containers/0"), "name"),
                    now);
        }
        if (gone.isAfter(now)) {
            due.at(gone);
        } else {
            writes.remove(pod);
        }
    }

    private Optional<Fault> fault(Fault.Kind kind, JsonNode pod, String image) {
        return faults.find(kind, Json.text(pod, "metadata", "namespace"), workload(pod), image);
    }

    private Optional<Fault> fault(Fault.Kind kind, JsonNode pod) {
        return fault(kind, pod, pod.at("/spec/containers").toString());
    }

    private String workload(JsonNode pod) {
        return store.controllerOf(pod)
                .flatMap(set -> store.controllerOf(set).or(() -> Optional.of(set)))
                .map(owner -> Json.text(owner, "metadata", "name"))
                .orElse(Json.text(pod, "metadata", "name"));
    }

    private void step(ObjectNode pod, Life life, Instant now, boolean waitForPulls) {
        if (life.next.isAfter(now)) {
            return;
        }
        switch (life.stage) {
            case UNSCHEDULED -> schedule(pod, life, now);
            case PULLING -> pull(pod, life, now, waitForPulls);
            case STARTING -> start(pod, life, now);
            case STARTED -> becomeReady(pod, life, now);
            case READY -> life.next = Instant.MAX;
        }
    }

    private void schedule(ObjectNode pod, Life life, Instant now) {
        ObjectNode after = pod.deepCopy();
        ObjectNode status = Json.child(after, "status");
        if (fault(Fault.Kind.NO_NODE, pod).isPresent()) {
            String why =
                    "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.";
            if (!Json.text(Conditions.find(status, "PodScheduled").orElse(Json.object()), "reason")
                    .equals("Unschedulable")) {
                events.warning(pod, "default-scheduler", "FailedScheduling", why, now);
            }
            Conditions.set(status, "PodScheduled", false, "Unschedulable", why, now);
            life.go(Stage.UNSCHEDULED, now.plus(TRY_AGAIN));
            writes.update(pod, after, now);
            return;
        }
        String node =
                "%s-node-%d"
                        .formatted(
                                cluster,
                                Math.floorMod(Json.text(pod, "metadata", "uid").hashCode(), 2) + 1);
        String namespacedName =
                Json.text(pod, "metadata", "namespace") + "/" + Json.text(pod, "metadata", "name");
        Json.child(after, "spec").put("nodeName", node);
        Conditions.set(status, "PodScheduled", true, "", "", now);
        status.put("phase", "Pending").put("startTime", Json.time(now)).put("hostIP", "10.0.0.1");
        PodStatus.waiting(after, "ContainerCreating", "", now);
        events.normal(
                pod,
                "default-scheduler",
                "Scheduled",
                "Successfully assigned %s to %s".formatted(namespacedName, node),
                now);
        writes.update(pod, after, now);
        announce(after, now);
        life.go(Stage.PULLING, now.plus(pace.pull()));
    }

    private void announce(ObjectNode pod, Instant now) {
        for (JsonNode container : pod.at("/spec/containers")) {
            events.normal(
                    pod,
                    "kubelet",
                    "Pulling",
                    "Pulling image \"%s\"".formatted(Json.text(container, "image")),
                    now);
        }
    }

    private void pull(ObjectNode pod, Life life, Instant now, boolean waitForPulls) {
        Map<String, String> imageIds = new HashMap<>();
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : pod.path("spec").path(list)) {
                String image = Json.text(container, "image");
                String name = Json.text(container, "name");
                Optional<ImagePulls.Pulled> pulled = pulled(pod, life, name, image, waitForPulls);
                if (pulled.isEmpty()) {
                    life.next = Instant.MAX;
                    return;
                }
                if (!pulled.get().failure().isEmpty()) {
                    pullFailed(pod, life, image, pulled.get().failure(), now);
                    return;
                }
                String shown =
                        fault(Fault.Kind.WRONG_IMAGE_ID, pod, image)
                                .map(Fault::detail)
                                .orElse(pulled.get().imageId());
                imageIds.put(name, shown);
            }
        }
        for (JsonNode container : pod.at("/spec/containers")) {
            events.normal(
                    pod,
                    "kubelet",
                    "Pulled",
                    "Successfully pulled image \"%s\"".formatted(Json.text(container, "image")),
                    now);
        }
        ObjectNode after = pod.deepCopy();
        PodStatus.pulled(after, imageIds, now);
        life.go(Stage.STARTING, now.plus(pace.start()));
        writes.update(pod, after, now);
    }

    private Optional<ImagePulls.Pulled> pulled(
            JsonNode pod, Life life, String container, String image, boolean wait) {
        Optional<Fault> broken = fault(Fault.Kind.IMAGE_PULL, pod, image);
        if (broken.isPresent()) {
            return Optional.of(new ImagePulls.Pulled("", broken.get().detail()));
        }
        if (wait) {
            return Optional.of(pulls.now(image));
        }
        String attempt =
                Json.text(pod, "metadata", "uid") + "/" + container + "/" + life.pullAttempts;
        return pulls.result(attempt, image);
    }

    private void pullFailed(ObjectNode pod, Life life, String image, String why, Instant now) {
        boolean again = life.pullAttempts > 0;
        String full = "Failed to pull image \"%s\": %s".formatted(image, why);
        events.warning(pod, "kubelet", "Failed", full, now);
        events.warning(
                pod,
                "kubelet",
                "Failed",
                "Error: " + (again ? "ImagePullBackOff" : "ErrImagePull"),
                now);
        if (again) {
            events.normal(
                    pod,
                    "kubelet",
                    "BackOff",
                    "Back-off pulling image \"%s\"".formatted(image),
                    now);
        }
        ObjectNode after = pod.deepCopy();
        String backOff = "Back-off pulling image \"%s\": ErrImagePull: %s".formatted(image, why);
        PodStatus.waiting(
                after, again ? "ImagePullBackOff" : "ErrImagePull", again ? backOff : full, now);
        writes.update(pod, after, now);
        life.go(
                Stage.PULLING,
                now.plus(again ? backOff(life.pullAttempts) : Duration.ofSeconds(1)));
        life.pullAttempts++;
    }

    private static Duration backOff(int attempts) {
        Duration wait = Duration.ofSeconds(10).multipliedBy(1L << Math.min(attempts, 5));
        return wait.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wait;
    }

    private void start(ObjectNode pod, Life life, Instant now) {
        if (fault(Fault.Kind.CRASH_LOOP, pod).isPresent()) {
            crash(pod, life, now);
            return;
        }
        ObjectNode after = pod.deepCopy();
        PodStatus.running(after, life.crashes, now);
        for (JsonNode container : pod.at("/spec/containers")) {
            String name = Json.text(container, "name");
            events.normal(pod, "kubelet", "Created", "Created container: " + name, now);
            events.normal(pod, "kubelet", "Started", "Started container " + name, now);
        }
        writes.update(pod, after, now);
        Duration slower = fault(Fault.Kind.SLOW_START, pod).map(Fault::delay).orElse(Duration.ZERO);
        life.go(Stage.STARTED, now.plus(pace.ready()).plus(slower));
    }

    private void crash(ObjectNode pod, Life life, Instant now) {
        life.crashes++;
        Duration wait = backOff(life.crashes - 1);
        ObjectNode after = pod.deepCopy();
        String name = Json.text(pod.at("/spec/containers/0"), "name");
        String podName = Json.text(pod, "metadata", "name");
        String namespace = Json.text(pod, "metadata", "namespace");
        String uid = Json.text(pod, "metadata", "uid");
        PodStatus.crashed(
                after,
                life.crashes,
                "back-off %ds restarting failed container=%s pod=%s_%s(%s)"
                        .formatted(wait.toSeconds(), name, podName, namespace, uid),
                now);
        writes.update(pod, after, now);
        events.warning(
                pod,
                "kubelet",
                "BackOff",
                "Back-off restarting failed container %s in pod %s_%s(%s)"
                        .formatted(name, podName, namespace, uid),
                now);
        life.go(Stage.STARTING, now.plus(wait));
    }

    private void becomeReady(ObjectNode pod, Life life, Instant now) {
        Optional<Fault> unready = fault(Fault.Kind.NEVER_READY, pod);
        ObjectNode after = pod.deepCopy();
        PodStatus.ready(after, unready.isEmpty(), now);
        writes.update(pod, after, now);
        if (unready.isPresent()) {
            events.warning(
                    pod,
                    "kubelet",
                    "Unhealthy",
                    "Readiness probe failed: " + unready.get().detail(),
                    now);
            life.go(Stage.STARTED, now.plus(PROBE));
        } else {
            life.go(Stage.READY, Instant.MAX);
        }
    }
}
