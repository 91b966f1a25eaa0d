package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/** Writes Events; the same one again only counts on. They go after an hour, as on a real server. */
final class EventRecorder {
    private static final ResourceType EVENTS = ResourceType.ofKind("Event");
    private static final Duration KEPT = Duration.ofHours(1);

    private final ObjectStore store;

    EventRecorder(ObjectStore store) {
        this.store = store;
    }

    void normal(JsonNode about, String component, String reason, String message, Instant now) {
        record(about, component, "Normal", reason, message, now);
    }

    void warning(JsonNode about, String component, String reason, String message, Instant now) {
        record(about, component, "Warning", reason, message, now);
    }

    private void record(
            JsonNode about,
            String component,
            String type,
            String reason,
            String message,
            Instant now) {
        String namespace = Json.text(about, "metadata", "namespace");
        String uid = Json.text(about, "metadata", "uid");
        for (ObjectNode event : store.list(EVENTS, namespace).items()) {
            if (Json.text(event, "involvedObject", "uid").equals(uid)
                    && Json.text(event, "reason").equals(reason)
                    && Json.text(event, "message").equals(message)) {
                ObjectNode again = event.deepCopy();
                again.put("count", event.path("count").asInt() + 1);
                again.put("lastTimestamp", Json.time(now));
                store.put(ObjectKey.of(again), again);
                return;
            }
        }
        ObjectNode event = Json.object().put("kind", "Event").put("apiVersion", "v1");
        String name = Json.text(about, "metadata", "name");
        event.putObject("metadata")
                .put("name", name + "." + store.newUid().replace("-", "").substring(0, 16))
                .put("namespace", namespace)
                .put("uid", store.newUid())
                .put("creationTimestamp", Json.time(now));
        event.putObject("involvedObject")
                .put("kind", Json.text(about, "kind"))
                .put("namespace", namespace)
                .put("name", name)
                .put("uid", uid)
                .put("apiVersion", Json.text(about, "apiVersion"))
                .put("resourceVersion", Json.text(about, "metadata", "resourceVersion"));
        event.put("reason", reason).put("message", message);
        event.putObject("source").put("component", component);
        event.put("firstTimestamp", Json.time(now)).put("lastTimestamp", Json.time(now));
        event.put("count", 1).put("type", type).putNull("eventTime");
        event.put("reportingComponent", component).put("reportingInstance", "");
        store.put(ObjectKey.of(event), event);
    }

    void forgetOld(Instant now) {
        for (ObjectNode event : store.list(EVENTS, null).items()) {
            String last = Json.text(event, "lastTimestamp");
            if (!last.isEmpty() && Instant.parse(last).plus(KEPT).isBefore(now)) {
                store.remove(ObjectKey.of(event));
            }
        }
    }
}
