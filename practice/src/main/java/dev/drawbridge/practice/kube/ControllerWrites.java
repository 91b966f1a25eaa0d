package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What controllers and nodes write, with their own names as field managers. They are the cluster's
 * own hands: roles and policies aren't asked.
 */
final class ControllerWrites {
    private static final String CONTROLLERS = "kube-controller-manager";

    private final ObjectStore store;

    ControllerWrites(ObjectStore store) {
        this.store = store;
    }

    /** Makes an object, owned by another where that isn't null. */
    ObjectNode create(ObjectNode object, @Nullable JsonNode owner, Instant now) {
        ObjectKey key = ObjectKey.of(object);
        if (owner != null) {
            Json.list(Json.child(object, "metadata"), "ownerReferences")
                    .addObject()
                    .put("apiVersion", Json.text(owner, "apiVersion"))
                    .put("kind", Json.text(owner, "kind"))
                    .put("name", Json.text(owner, "metadata", "name"))
                    .put("uid", Json.text(owner, "metadata", "uid"))
                    .put("controller", true)
                    .put("blockOwnerDeletion", true);
        }
        Defaults.fill(key.type(), object);
        own(Json.object(), object, CONTROLLERS, "", now);
        ObjectNode metadata = Json.child(object, "metadata");
        metadata.put("uid", store.newUid()).put("creationTimestamp", Json.time(now));
        if (key.type().hasGeneration()) {
            metadata.put("generation", 1);
        }
        return store.put(key, object);
    }

    /** Keeps a changed copy, unless nothing changed. A changed spec is a new generation. */
    void update(ObjectNode before, ObjectNode after, Instant now) {
        if (before.equals(after)) {
            return;
        }
        ObjectKey key = ObjectKey.of(after);
        if (key.type().hasGeneration() && !content(before).equals(content(after))) {
            ObjectNode metadata = Json.child(after, "metadata");
            metadata.put("generation", metadata.path("generation").asLong() + 1);
            own(before, after, CONTROLLERS, "", now);
        } else {
            String manager = key.type().kind().equals("Pod") ? "kubelet" : CONTROLLERS;
            own(before, after, manager, "status", now);
        }
        store.put(key, after);
    }

    private static ObjectNode content(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove(Set.of("metadata", "status"));
        return copy;
    }

    private static void own(
            ObjectNode before, ObjectNode after, String manager, String subresource, Instant now) {
        ManagedFields owners = ManagedFields.of(before);
        owners.recordUpdate(
                new ManagedFields.Manager(
                        manager,
                        ManagedFields.Manager.UPDATE,
                        Json.text(after, "apiVersion"),
                        subresource),
                before,
                after,
                now);
        owners.writeTo(after);
    }

    void remove(JsonNode object) {
        store.remove(ObjectKey.of(object));
    }

    /** Those of a kind in the owner's namespace that it controls. */
    List<ObjectNode> ownedBy(JsonNode owner, String kind) {
        String uid = Json.text(owner, "metadata", "uid");
        return store
                .list(ResourceType.ofKind(kind), Json.text(owner, "metadata", "namespace"))
                .items()
                .stream()
                .filter(object ->
                        object.at("/metadata/ownerReferences")
                                .valueStream()
                                .anyMatch(r -> Json.text(r, "uid").equals(uid)))
                .toList();
    }
}
