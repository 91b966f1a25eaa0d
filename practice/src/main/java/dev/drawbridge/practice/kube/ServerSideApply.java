package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply: what one manager wants, merged into what is there, with owners and conflicts,
 * after the merge of sigs.k8s.io/structured-merge-diff.
 */
final class ServerSideApply {
    private ServerSideApply() {}

    /**
     * The object after this apply.
     *
     * @param live what is there, or an object with nothing but its name
     * @param force takes conflicting fields over instead of refusing
     * @throws ApiException 409 with a cause for each conflicting field
     */
    static ObjectNode apply(
            ObjectNode live,
            ObjectNode applied,
            ManagedFields.Manager manager,
            boolean force,
            Instant now) {
        ManagedFields owners = ManagedFields.of(live);
        FieldSet wanted = FieldSet.of(applied);
        ObjectNode merged = live.deepCopy();
        mergeFields(merged, applied, "");
        FieldSet dropped = owners.of(manager).minus(wanted).minus(owners.ofOthers(manager));
        prune(merged, dropped, wanted.plus(owners.ofOthers(manager)));

        FieldSet changed = FieldSet.difference(live, merged).changed();
        List<ManagedFields.Conflict> conflicts = owners.conflicts(manager, changed.and(wanted));
        if (!conflicts.isEmpty() && !force) {
            throw refusal(conflicts);
        }
        FieldSet taken = FieldSet.empty();
        for (ManagedFields.Conflict conflict : conflicts) {
            taken.paths().add(conflict.path());
        }
        owners.takeFromOthers(manager, taken);
        owners.set(manager, wanted, now);
        owners.writeTo(merged);
        return merged;
    }

    private static ApiException refusal(List<ManagedFields.Conflict> conflicts) {
        Map<String, List<String>> byManager = new LinkedHashMap<>();
        List<ApiException.Cause> causes = new ArrayList<>();
        for (ManagedFields.Conflict conflict : conflicts) {
            String field = FieldSet.readable(conflict.path());
            String who = conflict.manager().readable();
            byManager.computeIfAbsent(who, w -> new ArrayList<>()).add(field);
            causes.add(
                    new ApiException.Cause("FieldManagerConflict", "conflict with " + who, field));
        }
        String message;
        if (conflicts.size() == 1) {
            message =
                    "Apply failed with 1 conflict: %s: %s"
                            .formatted(causes.getFirst().message(), causes.getFirst().field());
        } else {
            List<String> lines = new ArrayList<>();
            byManager.forEach((who, fields) -> {
                lines.add("conflicts with " + who + ":");
                fields.forEach(field -> lines.add("- " + field));
            });
            message =
                    "Apply failed with %d conflicts: %s"
                            .formatted(conflicts.size(), String.join("\n", lines));
        }
        return ApiException.of(409, "Conflict", message).with(causes);
    }

    private static void mergeFields(ObjectNode target, JsonNode applied, String parent) {
        for (var field : applied.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            List<String> keys = Shapes.keys(parent, name);
            if (value.isNull()) {
                continue;
            }
            if (value.isObject()
                    && !Shapes.isOnePiece(name)
                    && target.get(name) instanceof ObjectNode there) {
                mergeFields(there, value, name);
            } else if (value.isArray() && target.get(name) instanceof ArrayNode there) {
                if (!keys.isEmpty()) {
                    mergeItems(there, value, keys, name);
                } else if (Shapes.isSet(name)) {
                    List<JsonNode> present = there.valueStream().toList();
                    value.valueStream().filter(v -> !present.contains(v)).forEach(there::add);
                } else {
                    target.set(name, value.deepCopy());
                }
            } else {
                target.set(name, value.deepCopy());
            }
        }
    }

    private static void mergeItems(
            ArrayNode target, JsonNode applied, List<String> keys, String list) {
        for (JsonNode item : applied) {
            ObjectNode key = Shapes.keyOf(item, keys);
            if (key == null) {
                throw ApiException.badRequest(
                        "failed to create typed patch object: element of %s: associative list with keys %s has an element that omits one"
                                .formatted(list, keys));
            }
            ObjectNode there = find(target, keys, key);
            if (there == null) {
                target.add(item.deepCopy());
            } else {
                mergeFields(there, item, list);
            }
        }
    }

    private static @Nullable ObjectNode find(ArrayNode list, List<String> keys, ObjectNode key) {
        for (JsonNode item : list) {
            if (item instanceof ObjectNode object && key.equals(Shapes.keyOf(object, keys))) {
                return object;
            }
        }
        return null;
    }

    /** Takes away the dropped fields, deepest first, but nothing that holds a field still owned. */
    private static void prune(ObjectNode object, FieldSet dropped, FieldSet owned) {
        dropped.paths().stream()
                .sorted(Comparator.comparing((List<String> path) -> path.size()).reversed())
                .filter(path -> !owned.hasAtOrBelow(path))
                .forEach(path -> remove(object, path));
    }

    private static void remove(JsonNode object, List<String> path) {
        JsonNode here = object;
        for (String element : path.subList(0, path.size() - 1)) {
            JsonNode next = step(here, element);
            if (next == null) {
                return;
            }
            here = next;
        }
        String last = path.getLast();
        if (last.startsWith("f:") && here instanceof ObjectNode map) {
            map.remove(last.substring(2));
        } else if (here instanceof ArrayNode list) {
            JsonNode item = step(here, last);
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) == item) {
                    list.remove(i);
                    return;
                }
            }
        }
    }

    private static @Nullable JsonNode step(JsonNode here, String element) {
        String rest = element.substring(2);
        if (element.startsWith("f:")) {
            return here.get(rest);
        }
        for (JsonNode item : here) {
            if (element.startsWith("v:") ? item.toString().equals(rest) : hasKey(item, rest)) {
                return item;
            }
        }
        return null;
    }

    private static boolean hasKey(JsonNode item, String keyJson) {
        ObjectNode key = Json.object(keyJson);
        List<String> names = new ArrayList<>();
        key.fieldNames().forEachRemaining(names::add);
        return key.equals(Shapes.keyOf(item, names));
    }
}
