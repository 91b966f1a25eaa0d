package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps as many pods as each ReplicaSet wants, and counts them. */
final class ReplicaSetController {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    private final ObjectStore store;
    private final ControllerWrites writes;
    private final EventRecorder events;
    private final Faults faults;

    ReplicaSetController(
            ObjectStore store, ControllerWrites writes, EventRecorder events, Faults faults) {
        this.store = store;
        this.writes = writes;
        this.events = events;
        this.faults = faults;
    }

    void pass(Instant now, Due due, Scope scope) {
        for (ObjectNode set : store.list(ResourceType.ofKind("ReplicaSet"), null).items()) {
            if (scope.holds(set)) {
                sync(set, now, due);
            }
        }
    }

    private static boolean isLeaving(JsonNode pod) {
        return pod.path("metadata").has("deletionTimestamp")
                || Json.text(pod, "status", "phase").matches("Failed|Succeeded");
    }

    private void sync(ObjectNode set, Instant now, Due due) {
        List<ObjectNode> pods = active(set);
        int wanted = set.at("/spec/replicas").asInt();
        Optional<Fault> quota = pods.size() < wanted ? quota(set) : Optional.empty();
        ObjectNode after = set.deepCopy();
        ObjectNode status = Json.child(after, "status");
        if (quota.isPresent()) {
            String why = refusal(set, quota.get(), pods.size());
            if (Conditions.find(status, "ReplicaFailure").isEmpty()) {
                events.warning(
                        set,
                        "replicaset-controller",
                        "FailedCreate",
                        "Error creating: " + why,
                        now);
            }
            Conditions.set(status, "ReplicaFailure", true, "FailedCreate", why, now);
            due.at(now.plus(TRY_AGAIN));
        } else {
            Conditions.remove(status, "ReplicaFailure");
            for (int i = pods.size(); i < wanted; i++) {
                make(set, now);
            }
            leavingFirst(pods).stream()
                    .limit(Math.max(0, pods.size() - wanted))
                    .forEach(pod -> drop(set, pod, now));
        }
        if (status.path("conditions").isEmpty()) {
            status.remove("conditions");
        }
        count(after, status, active(set), now, due);
        writes.update(set, after, now);
    }

    private List<ObjectNode> active(ObjectNode set) {
        return writes.ownedBy(set, "Pod").stream().filter(pod -> !isLeaving(pod)).toList();
    }

    private static String workload(JsonNode set) {
        return set.at("/metadata/ownerReferences/0/name")
                .asText(Json.text(set, "metadata", "name"));
    }

    private Optional<Fault> quota(JsonNode set) {
        String images = set.at("/spec/template/spec/containers").toString();
        return faults.find(
                Fault.Kind.QUOTA, Json.text(set, "metadata", "namespace"), workload(set), images);
    }

    private static String refusal(JsonNode set, Fault quota, int pods) {
        return "pods \"%s-\" is forbidden: exceeded quota: %s, requested: pods=1, used: pods=%d, limited: pods=%d"
                .formatted(Json.text(set, "metadata", "name"), quota.detail(), pods, pods);
    }

    private void make(ObjectNode set, Instant now) {
        String setName = Json.text(set, "metadata", "name");
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        JsonNode template = set.at("/spec/template");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("generateName", setName + "-").put("name", setName + "-" + store.newSuffix());
        metadata.put("namespace", Json.text(set, "metadata", "namespace"));
        for (String field : new String[] {"labels", "annotations"}) {
            if (template.path("metadata").has(field)) {
                metadata.set(field, template.path("metadata").get(field).deepCopy());
            }
        }
        pod.set("spec", template.path("spec").deepCopy());
        ObjectNode made = writes.create(pod, set, now);
        events.normal(
                set,
                "replicaset-controller",
                "SuccessfulCreate",
                "Created pod: " + Json.text(made, "metadata", "name"),
                now);
    }

    /** Those without a node, then those not ready, then the newest go first. */
    private static List<ObjectNode> leavingFirst(List<ObjectNode> pods) {
        return pods.stream()
                .sorted(
                        Comparator.comparing((ObjectNode pod) ->
                                        !Json.text(pod, "spec", "nodeName").isEmpty())
                                .thenComparing(
                                        pod -> Conditions.isTrue(pod.path("status"), "Ready"))
                                .thenComparing(
                                        pod -> Json.text(pod, "metadata", "creationTimestamp"),
                                        Comparator.reverseOrder()))
                .toList();
    }

    private void drop(ObjectNode set, ObjectNode pod, Instant now) {
        events.normal(
                set,
                "replicaset-controller",
                "SuccessfulDelete",
                "Deleted pod: " + Json.text(pod, "metadata", "name"),
                now);
        if (Json.text(pod, "spec", "nodeName").isEmpty()) {
            writes.remove(pod);
        } else {
            ObjectNode leaving = Deletion.marked(pod, now, -1);
            store.put(ObjectKey.of(leaving), leaving);
        }
    }

    private static void count(
            ObjectNode set, ObjectNode status, List<ObjectNode> pods, Instant now, Due due) {
        long minReady = set.at("/spec/minReadySeconds").asLong(0);
        int ready = 0;
        int available = 0;
        for (ObjectNode pod : pods) {
            if (Conditions.isTrue(pod.path("status"), "Ready")) {
                ready++;
                Instant counts =
                        Conditions.transition(pod.path("status"), "Ready").plusSeconds(minReady);
                if (minReady == 0 || !counts.isAfter(now)) {
                    available++;
                } else {
                    due.at(counts);
                }
            }
        }
        status.put("replicas", pods.size())
                .put("observedGeneration", set.at("/metadata/generation").asLong());
        number(status, "fullyLabeledReplicas", pods.size());
        number(status, "readyReplicas", ready);
        number(status, "availableReplicas", available);
    }

    private static void number(ObjectNode status, String name, int value) {
        if (value == 0) {
            status.remove(name);
        } else {
            status.put(name, value);
        }
    }
}
