package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Makes and scales the ReplicaSets of Deployments, revision by revision (after
 * k8s.io/kubernetes/pkg/controller/deployment).
 */
final class DeploymentController {
    static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String HISTORY = "deployment.kubernetes.io/revision-history";
    private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    private static final String MOST = "deployment.kubernetes.io/max-replicas";
    private static final String HASH = "pod-template-hash";
    private static final Set<String> NOT_COPIED =
            Set.of(
                    REVISION,
                    HISTORY,
                    DESIRED,
                    MOST,
                    "kubectl.kubernetes.io/last-applied-configuration");

    private final ObjectStore store;
    private final ControllerWrites writes;
    private final EventRecorder events;

    DeploymentController(ObjectStore store, ControllerWrites writes, EventRecorder events) {
        this.store = store;
        this.writes = writes;
        this.events = events;
    }

    void pass(Instant now, Due due, Scope scope) {
        for (ObjectNode deployment : store.list(ResourceType.ofKind("Deployment"), null).items()) {
            if (scope.holds(deployment) && !deployment.path("metadata").has("deletionTimestamp")) {
                sync(deployment, now, due);
            }
        }
    }

    private void sync(ObjectNode deployment, Instant now, Due due) {
        boolean paused = deployment.at("/spec/paused").asBoolean();
        List<ObjectNode> sets = writes.ownedBy(deployment, "ReplicaSet");
        Optional<ObjectNode> current =
                sets.stream()
                        .filter(set -> template(set).equals(template(deployment)))
                        .min(
                                Comparator.comparing(
                                        set -> Json.text(set, "metadata", "creationTimestamp")));
        boolean made = current.isEmpty() && !paused;
        if (made) {
            current = Optional.of(newSet(deployment, sets, now));
        } else if (current.isPresent() && !paused) {
            current = Optional.of(renewed(deployment, current.get(), sets, now));
        }
        if (paused) {
            resize(deployment, sets, current, now);
        } else if (current.isPresent()) {
            roll(deployment, current.get(), now);
        }
        DeploymentStatus status = new DeploymentStatus(writes, events);
        ObjectNode fresh = store.get(ObjectKey.of(deployment)).orElse(deployment);
        List<ObjectNode> all = writes.ownedBy(deployment, "ReplicaSet");
        ObjectNode after =
                status.update(
                        fresh,
                        all,
                        current.flatMap(c -> store.get(ObjectKey.of(c))).orElse(null),
                        made,
                        now,
                        due);
        if (DeploymentStatus.isComplete(after)) {
            forgetOld(after, all, current.orElse(null));
        }
    }

    /** A pod template without the hash that tells ReplicaSets apart. */
    private static JsonNode template(JsonNode workload) {
        ObjectNode template = workload.at("/spec/template").deepCopy();
        if (template.at("/metadata/labels") instanceof ObjectNode labels) {
            labels.remove(HASH);
        }
        Json.child(template, "metadata").remove("creationTimestamp");
        return template;
    }

    private static long revision(JsonNode set) {
        return Json.at(set, "metadata", "annotations", REVISION).asLong(0);
    }

    private static long newest(List<ObjectNode> sets) {
        return sets.stream().mapToLong(DeploymentController::revision).max().orElse(0);
    }

    private ObjectNode newSet(ObjectNode deployment, List<ObjectNode> sets, Instant now) {
        String hash = hash(template(deployment));
        ObjectNode set = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
        ObjectNode metadata = set.putObject("metadata");
        metadata.put("name", Json.text(deployment, "metadata", "name") + "-" + hash);
        metadata.put("namespace", Json.text(deployment, "metadata", "namespace"));
        ObjectNode spec = set.putObject("spec").put("replicas", 0);
        spec.set("selector", deployment.at("/spec/selector").deepCopy());
        spec.set("template", template(deployment));
        Json.child(Json.child(spec, "selector"), "matchLabels").put(HASH, hash);
        Json.child(Json.child(Json.child(spec, "template"), "metadata"), "labels").put(HASH, hash);
        metadata.set("labels", spec.at("/template/metadata/labels").deepCopy());
        JsonNode minReady = deployment.at("/spec/minReadySeconds");
        if (minReady.isNumber()) {
            spec.set("minReadySeconds", minReady);
        }
        annotate(deployment, set, newest(sets) + 1);
        ObjectNode made = writes.create(set, deployment, now);
        bearRevision(deployment, newest(sets) + 1, now);
        return made;
    }

    private static String hash(JsonNode template) {
        CRC32 crc = new CRC32();
        crc.update(template.toString().getBytes(StandardCharsets.UTF_8));
        StringBuilder safe = new StringBuilder();
        for (char digit : Long.toString(crc.getValue()).toCharArray()) {
            safe.append("bcdf456789".charAt(digit - '0'));
        }
        return safe.toString();
    }

    private static void annotate(JsonNode deployment, ObjectNode set, long revision) {
        ObjectNode annotations = Json.child(Json.child(set, "metadata"), "annotations");
        Json.map(deployment.at("/metadata/annotations"))
                .forEach((key, value) -> {
                    if (!NOT_COPIED.contains(key)) {
                        annotations.put(key, value);
                    }
                });
        RolloutArithmetic rollout = RolloutArithmetic.of(deployment);
        annotations.put(REVISION, Long.toString(revision));
        annotations.put(DESIRED, Integer.toString(rollout.wanted()));
        annotations.put(MOST, Integer.toString(rollout.mostPods()));
    }

    /** The ReplicaSet of the wanted template is the newest revision, also when it is an old one. */
    private ObjectNode renewed(
            ObjectNode deployment, ObjectNode set, List<ObjectNode> sets, Instant now) {
        List<ObjectNode> others = sets.stream().filter(other -> other != set).toList();
        long revision = Math.max(revision(set), newest(others) + 1);
        ObjectNode copy = set.deepCopy();
        if (revision != revision(set)) {
            ObjectNode annotations = Json.child(Json.child(copy, "metadata"), "annotations");
            String before = Json.text(annotations, HISTORY);
            annotations.put(HISTORY, (before.isEmpty() ? "" : before + ",") + revision(set));
        }
        annotate(deployment, copy, revision);
        writes.update(set, copy, now);
        bearRevision(deployment, revision, now);
        return store.get(ObjectKey.of(copy)).orElse(copy);
    }

    private void bearRevision(ObjectNode deployment, long revision, Instant now) {
        ObjectNode copy = deployment.deepCopy();
        Json.child(Json.child(copy, "metadata"), "annotations")
                .put(REVISION, Long.toString(revision));
        writes.update(deployment, copy, now);
    }

    private void roll(ObjectNode deployment, ObjectNode current, Instant now) {
        List<ObjectNode> old =
                writes.ownedBy(deployment, "ReplicaSet").stream()
                        .filter(set -> !uid(set).equals(uid(current)))
                        .sorted(
                                Comparator.comparing(
                                        set -> Json.text(set, "metadata", "creationTimestamp")))
                        .toList();
        RolloutArithmetic rollout = RolloutArithmetic.of(deployment);
        if (Json.text(deployment, "spec", "strategy", "type").equals("Recreate")) {
            old.forEach(set -> scale(deployment, set, 0, now));
            if (old.stream().allMatch(set -> writes.ownedBy(set, "Pod").isEmpty())) {
                scale(deployment, current, rollout.wanted(), now);
            }
            return;
        }
        int all = size(current) + old.stream().mapToInt(DeploymentController::size).sum();
        int wanted = rollout.newSize(size(current), all);
        if (wanted != size(current)) {
            scale(deployment, current, wanted, now);
            return;
        }
        shrink(deployment, current, old, rollout, now);
    }

    private void shrink(
            ObjectNode deployment,
            ObjectNode current,
            List<ObjectNode> old,
            RolloutArithmetic rollout,
            Instant now) {
        int all = size(current) + old.stream().mapToInt(DeploymentController::size).sum();
        int lacking = size(current) - available(current);
        int most = all - rollout.leastAvailable() - lacking;
        List<Integer> sizes = new ArrayList<>();
        for (ObjectNode set : old) {
            int unhealthy = Math.max(0, Math.min(most, size(set) - available(set)));
            sizes.add(size(set) - unhealthy);
            most -= unhealthy;
        }
        int spare =
                available(current)
                        + old.stream().mapToInt(DeploymentController::available).sum()
                        - rollout.leastAvailable();
        for (int i = 0; i < old.size(); i++) {
            int fewer = Math.max(0, Math.min(spare, sizes.get(i)));
            spare -= fewer;
            scale(deployment, old.get(i), sizes.get(i) - fewer, now);
        }
    }

    /** A paused Deployment that was scaled: its one set with pods follows. */
    private void resize(
            ObjectNode deployment,
            List<ObjectNode> sets,
            Optional<ObjectNode> current,
            Instant now) {
        List<ObjectNode> active = sets.stream().filter(set -> size(set) > 0).toList();
        Optional<ObjectNode> one =
                active.size() == 1
                        ? Optional.of(active.getFirst())
                        : current.filter(c -> active.isEmpty());
        one.ifPresent(set -> scale(deployment, set, deployment.at("/spec/replicas").asInt(), now));
    }

    private static String uid(JsonNode object) {
        return Json.text(object, "metadata", "uid");
    }

    private static int size(JsonNode set) {
        return set.at("/spec/replicas").asInt();
    }

    private static int available(JsonNode set) {
        return set.at("/status/availableReplicas").asInt();
    }

    private void scale(ObjectNode deployment, ObjectNode set, int size, Instant now) {
        if (size == size(set)) {
            return;
        }
        ObjectNode copy = set.deepCopy();
        Json.child(copy, "spec").put("replicas", size);
        events.normal(
                deployment,
                "deployment-controller",
                "ScalingReplicaSet",
                "Scaled %s replica set %s from %d to %d"
                        .formatted(
                                size > size(set) ? "up" : "down",
                                Json.text(set, "metadata", "name"),
                                size(set),
                                size),
                now);
        writes.update(set, copy, now);
    }

    private void forgetOld(
            ObjectNode deployment, List<ObjectNode> sets, @Nullable ObjectNode current) {
        List<ObjectNode> old =
                sets.stream()
                        .filter(set -> current == null || !uid(set).equals(uid(current)))
                        .filter(set -> size(set) == 0 && set.at("/status/replicas").asInt() == 0)
                        .sorted(Comparator.comparingLong(DeploymentController::revision))
                        .toList();
        int tooMany = old.size() - deployment.at("/spec/revisionHistoryLimit").asInt(10);
        old.stream().limit(Math.max(0, tooMany)).forEach(writes::remove);
    }
}
