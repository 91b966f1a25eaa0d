package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** The conditions in a status. */
final class Conditions {
    private Conditions() {}

    static Optional<ObjectNode> find(JsonNode status, String type) {
        return status.path("conditions")
                .valueStream()
                .filter(c -> Json.text(c, "type").equals(type))
                .map(ObjectNode.class::cast)
                .findFirst();
    }

    static boolean isTrue(JsonNode status, String type) {
        return find(status, type).filter(c -> Json.text(c, "status").equals("True")).isPresent();
    }

    /** Sets a condition; its transition time moves only when its status does. */
    static ObjectNode set(
            ObjectNode status,
            String type,
            boolean holds,
            String reason,
            String message,
            Instant now) {
        ArrayNode conditions = Json.list(status, "conditions");
        ObjectNode condition =
                find(status, type).orElseGet(() -> conditions.addObject().put("type", type));
        String value = holds ? "True" : "False";
        if (!Json.text(condition, "status").equals(value)) {
            condition.put("status", value).put("lastTransitionTime", Json.time(now));
        }
        text(condition, "reason", reason);
        text(condition, "message", message);
        return condition;
    }

    private static void text(ObjectNode condition, String name, String value) {
        if (value.isEmpty()) {
            condition.remove(name);
        } else {
            condition.put(name, value);
        }
    }

    static void remove(ObjectNode status, String type) {
        Json.list(status, "conditions").removeIf(c -> Json.text(c, "type").equals(type));
    }

    static Instant transition(JsonNode status, String type) {
        return find(status, type)
                .map(c -> Instant.parse(Json.text(c, "lastTransitionTime")))
                .orElse(Instant.MAX);
    }
}
