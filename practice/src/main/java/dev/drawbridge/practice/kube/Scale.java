package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** The scale of a workload: how many, and how many there are. */
final class Scale {
    private Scale() {}

    static ObjectNode of(JsonNode workload) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field :
                new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            metadata.set(field, workload.path("metadata").path(field));
        }
        scale.putObject("spec").put("replicas", workload.at("/spec/replicas").asInt());
        scale.putObject("status")
                .put("replicas", workload.at("/status/replicas").asInt())
                .put(
                        "selector",
                        workload.at("/spec/selector/matchLabels").properties().stream()
                                .map(e -> e.getKey() + "=" + e.getValue().asText())
                                .collect(Collectors.joining(",")));
        return scale;
    }

    static ObjectNode into(ObjectNode workload, JsonNode scale) {
        ObjectNode changed = workload.deepCopy();
        Json.child(changed, "spec").put("replicas", scale.at("/spec/replicas").asInt());
        JsonNode version = scale.at("/metadata/resourceVersion");
        if (!version.asText("").isEmpty()) {
            Json.child(changed, "metadata").set("resourceVersion", version);
        }
        return changed;
    }
}
