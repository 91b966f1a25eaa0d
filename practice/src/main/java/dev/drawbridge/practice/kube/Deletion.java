package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** An object that is on its way out. */
final class Deletion {
    private Deletion() {}

    static ObjectNode marked(ObjectNode object, Instant now, int grace) {
        ObjectNode marked = object.deepCopy();
        int seconds =
                grace >= 0 ? grace : object.at("/spec/terminationGracePeriodSeconds").asInt(0);
        ObjectNode metadata = Json.child(marked, "metadata");
        metadata.put("deletionTimestamp", Json.time(now.plusSeconds(seconds)));
        metadata.put("deletionGracePeriodSeconds", seconds);
        if (Json.text(marked, "kind").equals("Namespace")) {
            metadata.put("deletionTimestamp", Json.time(now)).remove("deletionGracePeriodSeconds");
            Json.child(marked, "status").put("phase", "Terminating");
        } else if (metadata.has("generation")) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        return marked;
    }
}
