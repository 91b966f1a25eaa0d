package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who owns which fields of an object: {@code metadata.managedFields}, read, moved on, written. */
final class ManagedFields {
    private final Map<Manager, Entry> entries = new LinkedHashMap<>();

    /**
     * One writer.
     *
     * @param subresource empty for the object itself
     */
    record Manager(String name, String operation, String apiVersion, String subresource) {
        static final String APPLY = "Apply";
        static final String UPDATE = "Update";

        /** As a conflict names it. */
        String readable() {
            String text = "\"" + name + "\"";
            if (!subresource.isEmpty()) {
                text += " with subresource \"" + subresource + "\"";
            }
            return operation.equals(UPDATE) ? text + " using " + apiVersion : text;
        }
    }

    private record Entry(FieldSet fields, String time) {}

    /** A field that another manager has. */
    record Conflict(Manager manager, List<String> path) {}

    static ManagedFields of(JsonNode object) {
        ManagedFields fields = new ManagedFields();
        for (JsonNode node : Json.at(object, "metadata", "managedFields")) {
            Manager manager =
                    new Manager(
                            Json.text(node, "manager"),
                            Json.text(node, "operation"),
                            Json.text(node, "apiVersion"),
                            Json.text(node, "subresource"));
            fields.entries.put(
                    manager,
                    new Entry(FieldSet.parse(node.path("fieldsV1")), Json.text(node, "time")));
        }
        return fields;
    }

    FieldSet of(Manager manager) {
        Entry entry = entries.get(manager);
        return entry == null ? FieldSet.empty() : entry.fields();
    }

    FieldSet ofOthers(Manager manager) {
        FieldSet all = FieldSet.empty();
        for (var entry : entries.entrySet()) {
            if (!entry.getKey().equals(manager)) {
                all = all.plus(entry.getValue().fields());
            }
        }
        return all;
    }

    List<Conflict> conflicts(Manager manager, FieldSet changed) {
        List<Conflict> all = new ArrayList<>();
        entries.forEach((other, entry) -> {
            if (!other.equals(manager)) {
                entry.fields().and(changed).paths().stream()
                        .map(path -> new Conflict(other, path))
                        .sorted(java.util.Comparator.comparing(c -> FieldSet.readable(c.path())))
                        .forEach(all::add);
            }
        });
        return all;
    }

    /** The manager has exactly these now. */
    void set(Manager manager, FieldSet fields, Instant now) {
        Entry old = entries.get(manager);
        if (fields.isEmpty()) {
            entries.remove(manager);
        } else if (old == null || !old.fields().equals(fields)) {
            entries.put(manager, new Entry(fields, Json.time(now)));
        }
    }

    /** Takes fields from all but this one. */
    void takeFromOthers(Manager manager, FieldSet fields) {
        for (Manager other : List.copyOf(entries.keySet())) {
            if (!other.equals(manager)) {
                Entry entry = Objects.requireNonNull(entries.get(other));
                FieldSet rest = entry.fields().minus(fields);
                if (rest.isEmpty()) {
                    entries.remove(other);
                } else {
                    entries.put(other, new Entry(rest, entry.time()));
                }
            }
        }
    }

    /** What follows from a write that isn't an apply. */
    void recordUpdate(Manager manager, JsonNode before, JsonNode after, Instant now) {
        FieldSet.Difference difference = FieldSet.difference(before, after);
        FieldSet touched = difference.changed().plus(difference.removed());
        if (touched.isEmpty()) {
            return;
        }
        takeFromOthers(manager, touched);
        Entry own = entries.get(manager);
        FieldSet mine = own == null ? FieldSet.empty() : own.fields();
        FieldSet next = mine.plus(difference.changed()).minus(difference.removed());
        if (next.isEmpty()) {
            entries.remove(manager);
        } else {
            entries.put(manager, new Entry(next, Json.time(now)));
        }
    }

    void writeTo(ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        if (entries.isEmpty()) {
            metadata.remove("managedFields");
            return;
        }
        ArrayNode list = metadata.putArray("managedFields");
        entries.forEach((manager, entry) -> {
            ObjectNode node = list.addObject();
            node.put("manager", manager.name());
            node.put("operation", manager.operation());
            node.put("apiVersion", manager.apiVersion());
            if (!entry.time().isEmpty()) {
                node.put("time", entry.time());
            }
            node.put("fieldsType", "FieldsV1");
            node.set("fieldsV1", entry.fields().toFieldsV1());
            if (!manager.subresource().isEmpty()) {
                node.put("subresource", manager.subresource());
            }
        });
    }
}
