package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates, replaces, patches and deletes objects as the API server does: defaults, checks,
 * admission policies, owners of fields, generations, conflicts, dry runs.
 */
final class Writer {
    private static final Set<String> SERVER_FIELDS =
            Set.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");
    private static final ResourceType NAMESPACES = ResourceType.ofKind("Namespace");

    private final ObjectStore store;
    private final Rbac rbac;
    private final PolicyAdmission policies;
    private final InstantSource clock;

    Writer(ObjectStore store, Rbac rbac, PolicyAdmission policies, InstantSource clock) {
        this.store = store;
        this.rbac = rbac;
        this.policies = policies;
        this.clock = clock;
    }

    ObjectNode create(ApiRequest request, ObjectNode body) {
        return store.locked(() -> {
            ManagedFields.Manager manager = manager(request, ManagedFields.Manager.UPDATE);
            return created(
                    request,
                    body.deepCopy(),
                    object -> {
                        ManagedFields owners = new ManagedFields();
                        owners.recordUpdate(manager, Json.object(), object, clock.instant());
                        owners.writeTo(object);
                    });
        });
    }

    private ObjectNode created(
            ApiRequest asked, ObjectNode object, java.util.function.Consumer<ObjectNode> own) {
        ObjectNode metadata = Json.child(object, "metadata");
        boolean generated = !metadata.hasNonNull("name") && metadata.hasNonNull("generateName");
        if (generated) {
            metadata.put("name", Json.text(metadata, "generateName") + store.newSuffix());
        }
        ApiRequest request = asked.named(Json.text(metadata, "name"));
        ResourceType type = request.type();
        if (type.namespaced()) {
            metadata.put("namespace", request.namespace());
            checkNamespace(request);
        }
        if (!Json.text(metadata, "resourceVersion").isEmpty()) {
            throw ApiException.badRequest(
                    "resourceVersion should not be set on objects to be created");
        }
        metadata.remove(SERVER_FIELDS);
        metadata.remove("managedFields");
        if (type.subresources().contains("status")) {
            object.remove("status");
        }
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        Defaults.fill(type, object);
        SecretData.fold(type, object);
        own.accept(object);
        metadata.put("uid", store.newUid());
        metadata.put("creationTimestamp", Json.time(clock.instant()));
        if (type.hasGeneration()) {
            metadata.put("generation", 1);
        }
        Validation.check(type, object, null);
        policies.check(
                new PolicyAdmission.Write(generated ? asked : request, "CREATE", null, object));
        if (store.get(request.key()).isPresent()) {
            throw ApiException.exists(type, request.name());
        }
        return request.dryRun() ? object : store.put(request.key(), object);
    }

    private void checkNamespace(ApiRequest request) {
        ObjectNode namespace =
                store.get(new ObjectKey(NAMESPACES, "", request.namespace()))
                        .orElseThrow(() -> ApiException.notFound(NAMESPACES, request.namespace()));
        if (namespace.path("metadata").has("deletionTimestamp")) {
            throw ApiException.forbidden(
                    request.type(),
                    request.name(),
                    "unable to create new content in namespace %s because it is being terminated"
                            .formatted(request.namespace()));
        }
    }

    ObjectNode replace(ApiRequest request, ObjectNode body) {
        return store.locked(() -> {
            ObjectNode before = existing(request);
            String named = Json.text(body, "metadata", "name");
            if (!named.equals(request.name())) {
                throw ApiException.badRequest(
                        "the name of the object (%s) does not match the name on the URL (%s)"
                                .formatted(named, request.name()));
            }
            return update(request, before, body.deepCopy(), ManagedFields.Manager.UPDATE, null);
        });
    }

    ObjectNode patch(ApiRequest request, Function<ObjectNode, ObjectNode> patch) {
        return store.locked(() -> {
            ObjectNode before = existing(request);
            return update(request, before, patch.apply(before), ManagedFields.Manager.UPDATE, null);
        });
    }

    ObjectNode apply(ApiRequest request, ObjectNode body) {
        if (request.option("fieldManager").isEmpty()) {
            throw ApiException.of(
                    422,
                    "Invalid",
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        if (body.path("metadata").has("managedFields")) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        if (!Json.text(body, "kind").equals(request.type().kind())
                || !Json.text(body, "apiVersion").equals(request.type().apiVersion())) {
            throw ApiException.badRequest(
                    "an apply needs apiVersion and kind of what it applies: %s, %s"
                            .formatted(request.type().apiVersion(), request.type().kind()));
        }
        ManagedFields.Manager manager = manager(request, ManagedFields.Manager.APPLY);
        return store.locked(() -> {
            var live = store.get(request.key());
            if (live.isEmpty()) {
                return createdByApply(request, body, manager);
            }
            ObjectNode merged =
                    ServerSideApply.apply(
                            live.get(), body, manager, request.flag("force"), clock.instant());
            return update(
                    request,
                    live.get(),
                    merged,
                    ManagedFields.Manager.APPLY,
                    merged.at("/metadata/managedFields"));
        });
    }

    private ObjectNode createdByApply(
            ApiRequest request, ObjectNode body, ManagedFields.Manager manager) {
        if (!Json.text(body, "metadata", "resourceVersion").isEmpty()) {
            throw ApiException.conflict(
                    request.type(),
                    request.name(),
                    "the object is not there, though a resourceVersion was given");
        }
        ApiRequest.Access create = request.access("create");
        if (rbac.allowed(create).isEmpty()) {
            throw ApiException.forbidden(request.type(), request.name(), create.refusal());
        }
        FieldSet wanted = FieldSet.of(body);
        ObjectNode object = body.deepCopy();
        Json.child(object, "metadata").put("name", request.name());
        return created(
                request,
                object,
                made -> {
                    ManagedFields owners = new ManagedFields();
                    owners.set(manager, wanted, clock.instant());
                    owners.writeTo(made);
                });
    }

    private ObjectNode existing(ApiRequest request) {
        return store.get(request.key())
                .orElseThrow(() -> ApiException.notFound(request.type(), request.name()));
    }

    private ManagedFields.Manager manager(ApiRequest request, String operation) {
        return new ManagedFields.Manager(
                request.fieldManager(),
                operation,
                request.type().apiVersion(),
                request.subresource());
    }

    /**
     * @param owners the managed fields after an apply; null where they follow from what changed
     */
    private ObjectNode update(
            ApiRequest request,
            ObjectNode before,
            ObjectNode wanted,
            String operation,
            @Nullable JsonNode owners) {
        ResourceType type = request.type();
        String version = Json.text(wanted, "metadata", "resourceVersion");
        if (!version.isEmpty()
                && !version.equals(Json.text(before, "metadata", "resourceVersion"))) {
            throw ApiException.modified(type, request.name());
        }
        String uid = Json.text(wanted, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(before, "metadata", "uid"))) {
            throw ApiException.conflict(
                    type,
                    request.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(uid, Json.text(before, "metadata", "uid")));
        }
        ObjectNode after =
                type.subresources().contains("status") ? parted(request, before, wanted) : wanted;
        keepServerFields(before, after);
        after.put("apiVersion", type.apiVersion()).put("kind", type.kind());
        if (request.subresource().isEmpty()) {
            Defaults.fill(type, after);
            SecretData.fold(type, after);
        }
        boolean sameOwners = owners == null || owners.equals(before.at("/metadata/managedFields"));
        Json.child(after, "metadata").set("managedFields", before.at("/metadata/managedFields"));
        boolean same = without(after).equals(without(before));
        if (same && sameOwners) {
            return before;
        }
        if (type.hasGeneration() && !content(after).equals(content(before))) {
            Json.child(after, "metadata")
                    .put("generation", before.at("/metadata/generation").asLong() + 1);
        }
        if (owners == null) {
            ManagedFields moved = ManagedFields.of(before);
            moved.recordUpdate(manager(request, operation), before, after, clock.instant());
            moved.writeTo(after);
        } else {
            Json.child(after, "metadata").set("managedFields", owners);
        }
        Validation.check(type, after, before);
        policies.check(new PolicyAdmission.Write(request, "UPDATE", before, after));
        return request.dryRun() ? after : store.put(request.key(), after);
    }

    /** A write to the status leaves the rest, a write to the rest leaves the status. */
    private static ObjectNode parted(ApiRequest request, ObjectNode before, ObjectNode wanted) {
        if (request.subresource().equals("status")) {
            ObjectNode after = before.deepCopy();
            after.set(
                    "status",
                    wanted.path("status").isMissingNode() ? Json.object() : wanted.get("status"));
            JsonNode annotations = wanted.at("/metadata/annotations");
            if (annotations.isObject()) {
                Json.child(after, "metadata").set("annotations", annotations);
            }
            return after;
        }
        ObjectNode after = wanted;
        after.remove("status");
        if (before.has("status")) {
            after.set("status", before.get("status"));
        }
        return after;
    }

    private static void keepServerFields(ObjectNode before, ObjectNode after) {
        ObjectNode metadata = Json.child(after, "metadata");
        for (String field : SERVER_FIELDS) {
            keep(before, metadata, field);
        }
        for (String field : new String[] {"name", "namespace", "resourceVersion", "generation"}) {
            keep(before, metadata, field);
        }
        for (String map : new String[] {"labels", "annotations"}) {
            if (metadata.has(map) && metadata.get(map).isEmpty()) {
                metadata.remove(map);
            }
        }
    }

    private static void keep(ObjectNode before, ObjectNode metadata, String field) {
        JsonNode value = before.path("metadata").get(field);
        if (value == null) {
            metadata.remove(field);
        } else {
            metadata.set(field, value);
        }
    }

    private static ObjectNode without(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        Json.child(copy, "metadata").remove(Set.of("managedFields", "resourceVersion"));
        return copy;
    }

    private static ObjectNode content(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove(Set.of("metadata", "status"));
        return copy;
    }

    /** Deletes an object; what it controls goes after it, by the garbage collector. */
    ObjectNode delete(ApiRequest request, JsonNode options) {
        String policy =
                options.path("propagationPolicy").asText(request.option("propagationPolicy"));
        if (policy.equals("Foreground")) {
            throw ApiException.notServed("deletion in the foreground");
        }
        return store.locked(() -> {
            ObjectNode before = existing(request);
            checkPreconditions(request, before, options.path("preconditions"));
            policies.check(new PolicyAdmission.Write(request, "DELETE", before, null));
            if (request.dryRun()) {
                return before;
            }
            if (policy.equals("Orphan") || options.path("orphanDependents").asBoolean()) {
                orphan(Json.text(before, "metadata", "uid"));
            }
            return remove(request, before, options.path("gracePeriodSeconds").asInt(-1));
        });
    }

    private ObjectNode remove(ApiRequest request, ObjectNode before, int grace) {
        boolean later =
                switch (request.type().kind()) {
                    case "Namespace" -> true;
                    case "Pod" -> grace != 0 && !Json.text(before, "spec", "nodeName").isEmpty();
                    default -> false;
                };
        if (!later && before.at("/metadata/finalizers").isEmpty()) {
            return store.remove(request.key()).orElseThrow();
        }
        if (before.path("metadata").has("deletionTimestamp")) {
            return before;
        }
        return store.put(request.key(), Deletion.marked(before, clock.instant(), grace));
    }

    private void checkPreconditions(ApiRequest request, ObjectNode before, JsonNode preconditions) {
        for (String field : new String[] {"uid", "resourceVersion"}) {
            String wanted = Json.text(preconditions, field);
            String there = Json.text(before, "metadata", field);
            if (!wanted.isEmpty() && !wanted.equals(there)) {
                String label = field.equals("uid") ? "UID" : "ResourceVersion";
                throw ApiException.conflict(
                        request.type(),
                        request.name(),
                        "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                                .formatted(label, wanted, label, there));
            }
        }
    }

    private void orphan(String owner) {
        for (ObjectNode object : store.everything()) {
            JsonNode references = object.at("/metadata/ownerReferences");
            if (references.valueStream().anyMatch(r -> Json.text(r, "uid").equals(owner))) {
                ObjectNode freed = object.deepCopy();
                Json.list(Json.child(freed, "metadata"), "ownerReferences")
                        .removeIf(r -> Json.text(r, "uid").equals(owner));
                store.put(ObjectKey.of(freed), freed);
            }
        }
    }
}
