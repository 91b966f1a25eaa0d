package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** What a kubelet writes into a pod's status at each turn of its life. */
final class PodStatus {
    private PodStatus() {}

    private static ObjectNode status(ObjectNode pod) {
        return Json.child(pod, "status");
    }

    private static void each(ObjectNode pod, Consumer<ObjectNode> change) {
        ArrayNode statuses = Json.list(status(pod), "containerStatuses");
        if (statuses.isEmpty()) {
            for (JsonNode container : pod.at("/spec/containers")) {
                statuses.addObject()
                        .put("name", Json.text(container, "name"))
                        .put("image", Json.text(container, "image"))
                        .put("imageID", "")
                        .put("ready", false)
                        .put("started", false)
                        .put("restartCount", 0)
                        .putObject("lastState");
            }
        }
        statuses.forEach(node -> change.accept((ObjectNode) node));
    }

    private static ObjectNode state(ObjectNode container, String state) {
        ObjectNode holder = Json.child(container, "state");
        holder.removeAll();
        return holder.putObject(state);
    }

    private static void readiness(ObjectNode pod, boolean ready, Instant now) {
        String reason = ready ? "" : "ContainersNotReady";
        String message =
                ready
                        ? ""
                        : "containers with unready status: [%s]"
                                .formatted(Json.text(pod.at("/spec/containers/0"), "name"));
        Conditions.set(status(pod), "Ready", ready, reason, message, now);
        Conditions.set(status(pod), "ContainersReady", ready, reason, message, now);
    }

    static void waiting(ObjectNode pod, String reason, String message, Instant now) {
        Conditions.set(status(pod), "Initialized", true, "", "", now);
        each(
                pod,
                container -> {
                    ObjectNode waiting = state(container, "waiting").put("reason", reason);
                    if (!message.isEmpty()) {
                        waiting.put("message", message);
                    }
                });
        readiness(pod, false, now);
    }

    static void pulled(ObjectNode pod, Map<String, String> imageIds, Instant now) {
        each(
                pod,
                container ->
                        container.put(
                                "imageID",
                                imageIds.getOrDefault(Json.text(container, "name"), "")));
        JsonNode first = pod.at("/spec/initContainers");
        if (first.isEmpty()) {
            return;
        }
        ArrayNode done = status(pod).putArray("initContainerStatuses");
        for (JsonNode container : first) {
            String name = Json.text(container, "name");
            ObjectNode status =
                    done.addObject().put("name", name).put("image", Json.text(container, "image"));
            status.put("imageID", imageIds.getOrDefault(name, ""))
                    .put("ready", true)
                    .put("restartCount", 0);
            status.putObject("state")
                    .putObject("terminated")
                    .put("exitCode", 0)
                    .put("reason", "Completed")
                    .put("startedAt", Json.time(now))
                    .put("finishedAt", Json.time(now));
        }
    }

    static void running(ObjectNode pod, int restarts, Instant now) {
        int last = Math.floorMod(Json.text(pod, "metadata", "uid").hashCode(), 250) + 2;
        status(pod).put("phase", "Running").put("podIP", "10.1.0." + last);
        each(
                pod,
                container -> {
                    state(container, "running").put("startedAt", Json.time(now));
                    container
                            .put("started", true)
                            .put("ready", false)
                            .put("restartCount", restarts);
                });
        readiness(pod, false, now);
    }

    static void crashed(ObjectNode pod, int restarts, String message, Instant now) {
        status(pod).put("phase", "Running");
        each(
                pod,
                container -> {
                    container
                            .put("started", false)
                            .put("ready", false)
                            .put("restartCount", restarts);
                    state(container, "waiting")
                            .put("reason", "CrashLoopBackOff")
                            .put("message", message);
                    container
                            .putObject("lastState")
                            .putObject("terminated")
                            .put("exitCode", 1)
                            .put("reason", "Error")
                            .put("startedAt", Json.time(now))
                            .put("finishedAt", Json.time(now));
                });
        readiness(pod, false, now);
    }

    static void ready(ObjectNode pod, boolean ready, Instant now) {
        each(pod, container -> container.put("ready", ready));
        readiness(pod, ready, now);
    }
}
