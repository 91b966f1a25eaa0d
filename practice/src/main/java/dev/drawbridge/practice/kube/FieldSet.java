package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of fields of an object, as {@code managedFields[].fieldsV1} writes it. A path is a list of
 * elements: {@code f:<field>}, {@code k:<JSON of an item's keys>}, {@code v:<JSON of a value>}.
 */
final class FieldSet {
    private static final Set<String> SERVER_METADATA =
            Set.of(
                    "name",
                    "namespace",
                    "uid",
                    "resourceVersion",
                    "generation",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "managedFields",
                    "selfLink");

    /** Maps and lists that an update owns as such, beside what is in them. */
    private static final Set<String> OWNED_WHOLE =
            Set.of(
                    "labels",
                    "annotations",
                    "data",
                    "binaryData",
                    "stringData",
                    "rollingUpdate",
                    "env",
                    "ports",
                    "volumes",
                    "volumeMounts",
                    "ownerReferences",
                    "conditions");

    private final Set<List<String>> paths;

    private FieldSet(Set<List<String>> paths) {
        this.paths = paths;
    }

    static FieldSet empty() {
        return new FieldSet(new HashSet<>());
    }

    /** What changed between two states. */
    record Difference(FieldSet changed, FieldSet removed) {}

    /** All fields that this object sets, without what only the server writes. */
    static FieldSet of(JsonNode object) {
        FieldSet set = empty();
        for (var field : object.properties()) {
            String name = field.getKey();
            if (!name.equals("apiVersion") && !name.equals("kind")) {
                set.collect(List.of("f:" + name), "", name, field.getValue(), false);
            }
        }
        set.paths.removeIf(FieldSet::isServers);
        return set;
    }

    /** Fields added, changed and removed between two states of an object. */
    static Difference difference(JsonNode before, JsonNode after) {
        FieldSet changed = empty();
        FieldSet removed = empty();
        for (String name : names(before, after)) {
            if (!name.equals("apiVersion") && !name.equals("kind")) {
                compare(
                        new Place(List.of("f:" + name), "", name),
                        before.get(name),
                        after.get(name),
                        changed,
                        removed);
            }
        }
        changed.paths.removeIf(FieldSet::isServers);
        removed.paths.removeIf(FieldSet::isServers);
        return new Difference(changed, removed);
    }

    /** Where in an object: the path, and the names of the field and of the one around it. */
    private record Place(List<String> path, String parent, String name) {
        Place field(String field) {
            return new Place(plus(path, "f:" + field), name, field);
        }

        Place item(String element) {
            return new Place(plus(path, element), parent, name);
        }
    }

    private static List<String> plus(List<String> path, String element) {
        List<String> longer = new ArrayList<>(path);
        longer.add(element);
        return List.copyOf(longer);
    }

    private static boolean isServers(List<String> path) {
        return path.getFirst().equals("f:metadata")
                && (path.size() == 1 || SERVER_METADATA.contains(path.get(1).substring(2)));
    }

    private static Set<String> names(JsonNode a, JsonNode b) {
        Set<String> names = new LinkedHashSet<>();
        a.fieldNames().forEachRemaining(names::add);
        b.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void collect(
            List<String> path, String parent, String name, JsonNode value, boolean update) {
        List<String> keys = Shapes.keys(parent, name);
        if (value.isArray() && !value.isEmpty() && Shapes.isSet(name)) {
            value.forEach(item -> paths.add(plus(path, "v:" + item)));
        } else if (value.isArray() && !value.isEmpty() && !keys.isEmpty()) {
            own(path, name, update);
            for (JsonNode item : value) {
                List<String> itemPath = plus(path, "k:" + Shapes.keyOf(item, keys));
                paths.add(itemPath);
                item.properties()
                        .forEach(e ->
                                collect(
                                        plus(itemPath, "f:" + e.getKey()),
                                        name,
                                        e.getKey(),
                                        e.getValue(),
                                        update));
            }
        } else if (value.isObject() && !value.isEmpty() && !Shapes.isOnePiece(name)) {
            own(path, name, update);
            value.properties()
                    .forEach(e ->
                            collect(
                                    plus(path, "f:" + e.getKey()),
                                    name,
                                    e.getKey(),
                                    e.getValue(),
                                    update));
        } else {
            paths.add(path);
        }
    }

    private void own(List<String> path, String name, boolean update) {
        if (update && OWNED_WHOLE.contains(name)) {
            paths.add(path);
        }
    }

    private static void compare(
            Place at,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            FieldSet changed,
            FieldSet removed) {
        if (before == null || before.isNull()) {
            if (after != null && !after.isNull()) {
                changed.collect(at.path(), at.parent(), at.name(), after, true);
            }
            return;
        }
        if (after == null || after.isNull()) {
            removed.collect(at.path(), at.parent(), at.name(), before, true);
            return;
        }
        List<String> keys = Shapes.keys(at.parent(), at.name());
        if (before.isObject() && after.isObject() && !Shapes.isOnePiece(at.name())) {
            for (String name : names(before, after)) {
                compare(at.field(name), before.get(name), after.get(name), changed, removed);
            }
        } else if (before.isArray() && after.isArray() && !keys.isEmpty()) {
            compareItems(at, before, after, keys, changed, removed);
        } else if (before.isArray() && after.isArray() && Shapes.isSet(at.name())) {
            after.forEach(item -> changed.paths.add(plus(at.path(), "v:" + item)));
            before.forEach(item -> removed.paths.add(plus(at.path(), "v:" + item)));
            Set<List<String>> kept = new HashSet<>(changed.paths);
            kept.retainAll(removed.paths);
            changed.paths.removeAll(kept);
            removed.paths.removeAll(kept);
        } else if (!before.equals(after)) {
            changed.paths.add(at.path());
        }
    }

    private static void compareItems(
            Place at,
            JsonNode before,
            JsonNode after,
            List<String> keys,
            FieldSet changed,
            FieldSet removed) {
        var was = byKey(before, keys);
        var is = byKey(after, keys);
        Set<String> all = new LinkedHashSet<>(was.keySet());
        all.addAll(is.keySet());
        for (String key : all) {
            Place item = at.item("k:" + key);
            JsonNode old = was.get(key);
            JsonNode now = is.get(key);
            if (old == null) {
                changed.paths.add(item.path());
                compareFields(
                        item,
                        at.name(),
                        Json.object(),
                        java.util.Objects.requireNonNull(now),
                        changed,
                        removed);
            } else if (now == null) {
                removed.paths.add(item.path());
                compareFields(item, at.name(), old, Json.object(), changed, removed);
            } else {
                compareFields(item, at.name(), old, now, changed, removed);
            }
        }
    }

    private static void compareFields(
            Place item,
            String list,
            JsonNode before,
            JsonNode after,
            FieldSet changed,
            FieldSet removed) {
        for (String name : names(before, after)) {
            compare(
                    new Place(plus(item.path(), "f:" + name), list, name),
                    before.get(name),
                    after.get(name),
                    changed,
                    removed);
        }
    }

    private static java.util.Map<String, JsonNode> byKey(JsonNode list, List<String> keys) {
        java.util.Map<String, JsonNode> items = new java.util.LinkedHashMap<>();
        list.forEach(item -> items.put(String.valueOf(Shapes.keyOf(item, keys)), item));
        return items;
    }

    static FieldSet parse(JsonNode fieldsV1) {
        FieldSet set = empty();
        set.parse(List.of(), fieldsV1);
        return set;
    }

    private void parse(List<String> path, JsonNode node) {
        if (node.isEmpty() && !path.isEmpty()) {
            paths.add(path);
        }
        for (var entry : node.properties()) {
            if (entry.getKey().equals(".")) {
                paths.add(path);
            } else {
                parse(plus(path, canonical(entry.getKey())), entry.getValue());
            }
        }
    }

    private static String canonical(String element) {
        if (!element.startsWith("k:")) {
            return element;
        }
        try {
            return "k:" + Json.read(element.substring(2).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ApiException.badRequest("fieldsV1 has a key that isn't JSON: " + element);
        }
    }

    ObjectNode toFieldsV1() {
        TreeMap<String, List<String>> sorted = new TreeMap<>();
        paths.forEach(path -> sorted.put(String.join("\u0000", path), path));
        ObjectNode root = Json.object();
        for (List<String> path : sorted.values()) {
            ObjectNode here = root;
            for (String element : path) {
                here = Json.child(here, element);
            }
            boolean hasMore = paths.stream().anyMatch(other -> isBelow(other, path));
            if (hasMore) {
                here.putObject(".");
            }
        }
        return root;
    }

    private static boolean isBelow(List<String> path, List<String> above) {
        return path.size() > above.size() && path.subList(0, above.size()).equals(above);
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    Collection<List<String>> paths() {
        return paths;
    }

    boolean hasAtOrBelow(List<String> path) {
        return paths.contains(path) || paths.stream().anyMatch(other -> isBelow(other, path));
    }

    FieldSet plus(FieldSet other) {
        Set<List<String>> all = new HashSet<>(paths);
        all.addAll(other.paths);
        return new FieldSet(all);
    }

    FieldSet minus(FieldSet other) {
        Set<List<String>> rest = new HashSet<>(paths);
        rest.removeAll(other.paths);
        return new FieldSet(rest);
    }

    FieldSet and(FieldSet other) {
        Set<List<String>> both = new HashSet<>(paths);
        both.retainAll(other.paths);
        return new FieldSet(both);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && set.paths.equals(paths);
    }

    @Override
    public int hashCode() {
        return paths.hashCode();
    }

    /** As messages name a field: {@code .spec.containers[name="app"].image}. */
    static String readable(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String element : path) {
            String rest = element.substring(2);
            if (element.startsWith("f:")) {
                text.append('.').append(rest);
            } else if (element.startsWith("v:")) {
                text.append('[').append(rest).append(']');
            } else {
                List<String> keys = new ArrayList<>();
                Json.object(rest)
                        .properties()
                        .forEach(e -> keys.add(e.getKey() + "=" + e.getValue()));
                text.append('[').append(String.join(",", keys)).append(']');
            }
        }
        return text.toString();
    }
}
