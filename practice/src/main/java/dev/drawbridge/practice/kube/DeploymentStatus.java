package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Deployment says about itself (after pkg/controller/deployment/progress.go and sync.go).
 */
final class DeploymentStatus {
    private static final String PROGRESSING = "Progressing";

    private final ControllerWrites writes;
    private final EventRecorder events;

    DeploymentStatus(ControllerWrites writes, EventRecorder events) {
        this.writes = writes;
        this.events = events;
    }

    static boolean isComplete(JsonNode deployment) {
        int wanted = deployment.at("/spec/replicas").asInt();
        JsonNode status = deployment.path("status");
        return status.path("updatedReplicas").asInt() == wanted
                && status.path("replicas").asInt() == wanted
                && status.path("availableReplicas").asInt() == wanted
                && status.path("observedGeneration").asLong()
                        >= deployment.at("/metadata/generation").asLong();
    }

    /**
     * @param made whether the current ReplicaSet was made just now
     */
    ObjectNode update(
            ObjectNode deployment,
            List<ObjectNode> sets,
            @Nullable ObjectNode current,
            boolean made,
            Instant now,
            Due due) {
        ObjectNode after = deployment.deepCopy();
        ObjectNode status = Json.child(after, "status");
        JsonNode before = deployment.path("status");
        count(status, sets, current, deployment);
        available(deployment, status, now);
        failure(status, sets, now);
        progress(after, status, before, current, made, now, due);
        writes.update(deployment, after, now);
        return after;
    }

    private static void count(
            ObjectNode status,
            List<ObjectNode> sets,
            @Nullable ObjectNode current,
            JsonNode deployment) {
        status.put("observedGeneration", deployment.at("/metadata/generation").asLong());
        int all = sum(sets, "replicas");
        int available = sum(sets, "availableReplicas");
        int wanted = sets.stream().mapToInt(set -> set.at("/spec/replicas").asInt()).sum();
        number(status, "replicas", all);
        number(
                status,
                "updatedReplicas",
                current == null ? 0 : current.at("/status/replicas").asInt());
        number(status, "readyReplicas", sum(sets, "readyReplicas"));
        number(status, "availableReplicas", available);
        number(status, "unavailableReplicas", Math.max(0, wanted - available));
    }

    private static int sum(List<ObjectNode> sets, String field) {
        return sets.stream().mapToInt(set -> set.path("status").path(field).asInt()).sum();
    }

    private static void number(ObjectNode status, String name, int value) {
        if (value == 0) {
            status.remove(name);
        } else {
            status.put(name, value);
        }
    }

    private static void available(JsonNode deployment, ObjectNode status, Instant now) {
        boolean enough =
                status.path("availableReplicas").asInt()
                        >= RolloutArithmetic.of(deployment).leastAvailable();
        String reason = enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable";
        String message =
                enough
                        ? "Deployment has minimum availability."
                        : "Deployment does not have minimum availability.";
        boolean moved =
                Conditions.isTrue(status, "Available") != enough
                        || Conditions.find(status, "Available").isEmpty();
        ObjectNode condition = Conditions.set(status, "Available", enough, reason, message, now);
        if (moved) {
            condition.put("lastUpdateTime", Json.time(now));
        }
    }

    private static void failure(ObjectNode status, List<ObjectNode> sets, Instant now) {
        Optional<ObjectNode> failed =
                sets.stream()
                        .flatMap(set ->
                                Conditions.find(set.path("status"), "ReplicaFailure").stream())
                        .findFirst();
        if (failed.isEmpty()) {
            Conditions.remove(status, "ReplicaFailure");
            return;
        }
        Conditions.set(
                status,
                "ReplicaFailure",
                true,
                Json.text(failed.get(), "reason"),
                Json.text(failed.get(), "message"),
                now);
    }

    private void progress(
            ObjectNode after,
            ObjectNode status,
            JsonNode before,
            @Nullable ObjectNode current,
            boolean made,
            Instant now,
            Due due) {
        Optional<ObjectNode> known = Conditions.find(status, PROGRESSING);
        String reason = known.map(c -> Json.text(c, "reason")).orElse("");
        String set = current == null ? "" : Json.text(current, "metadata", "name");
        if (after.at("/spec/paused").asBoolean()) {
            if (!reason.equals("DeploymentPaused") && !reason.equals("ProgressDeadlineExceeded")) {
                put(status, null, "DeploymentPaused", "Deployment is paused", now);
            }
            return;
        }
        if (made) {
            put(
                    status,
                    true,
                    "NewReplicaSetCreated",
                    "Created new replica set \"%s\"".formatted(set),
                    now);
        } else if (isComplete(after)) {
            if (!reason.equals("NewReplicaSetAvailable")) {
                put(
                        status,
                        true,
                        "NewReplicaSetAvailable",
                        "ReplicaSet \"%s\" has successfully progressed.".formatted(set),
                        now);
            }
        } else if (moved(before, status)
                || reason.isEmpty()
                || reason.equals("DeploymentPaused")
                || begunAnew(reason, status)) {
            put(
                    status,
                    true,
                    "ReplicaSetUpdated",
                    "ReplicaSet \"%s\" is progressing.".formatted(set),
                    now);
        } else if (!reason.equals("NewReplicaSetAvailable")
                && !reason.equals("ProgressDeadlineExceeded")) {
            deadline(after, status, known.orElseThrow(), set, now, due);
        }
        Conditions.find(status, PROGRESSING)
                .filter(c ->
                        !Json.text(c, "reason")
                                .matches("NewReplicaSetAvailable|ProgressDeadlineExceeded"))
                .ifPresent(c -> due.at(end(after, c)));
    }

    /** An earlier ReplicaSet wanted again: no new one is made, yet a rollout begins. */
    private static boolean begunAnew(String reason, ObjectNode status) {
        return reason.equals("NewReplicaSetAvailable")
                && status.path("updatedReplicas").asInt() < status.path("replicas").asInt();
    }

    private void deadline(
            ObjectNode after,
            ObjectNode status,
            ObjectNode known,
            String set,
            Instant now,
            Due due) {
        Instant end = end(after, known);
        if (now.isBefore(end)) {
            due.at(end);
            return;
        }
        put(
                status,
                false,
                "ProgressDeadlineExceeded",
                "ReplicaSet \"%s\" has timed out progressing.".formatted(set),
                now);
        events.normal(
                after,
                "deployment-controller",
                "ProgressDeadlineExceeded",
                "ReplicaSet \"%s\" has timed out progressing.".formatted(set),
                now);
    }

    private static Instant end(JsonNode deployment, JsonNode condition) {
        return Instant.parse(Json.text(condition, "lastUpdateTime"))
                .plusSeconds(deployment.at("/spec/progressDeadlineSeconds").asInt(600));
    }

    private static boolean moved(JsonNode before, JsonNode after) {
        int oldBefore = before.path("replicas").asInt() - before.path("updatedReplicas").asInt();
        int oldAfter = after.path("replicas").asInt() - after.path("updatedReplicas").asInt();
        return after.path("updatedReplicas").asInt() > before.path("updatedReplicas").asInt()
                || oldAfter < oldBefore
                || after.path("readyReplicas").asInt() > before.path("readyReplicas").asInt()
                || after.path("availableReplicas").asInt()
                        > before.path("availableReplicas").asInt();
    }

    private static void put(
            ObjectNode status,
            @Nullable Boolean holds,
            String reason,
            String message,
            Instant now) {
        ObjectNode condition =
                Conditions.set(status, PROGRESSING, holds == null || holds, reason, message, now);
        if (holds == null) {
            condition.put("status", "Unknown");
        }
        condition.put("lastUpdateTime", Json.time(now));
    }
}
