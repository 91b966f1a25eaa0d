package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.policies.CanonicalJson;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.Document;
import dev.drawbridge.policies.GateInput.EnvironmentVariable;
import dev.drawbridge.policies.GateInput.State;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload's pod template as rules may see it: names and sources of variables, never values. */
public final class Manifests {
    private static final Map<String, String> CONTAINERS =
            Map.of(
                    "containers",
                    "container",
                    "initContainers",
                    "init",
                    "ephemeralContainers",
                    "ephemeral");

    private Manifests() {}

    /**
     * SHA-256 of the redacted template as canonical JSON: what {@code from} compares. A variable's
     * value doesn't change it, its name or source does.
     */
    public static String sha256(PodTemplateSpec template) {
        return CanonicalJson.sha256(redacted(template));
    }

    /**
     * @param source where it was read, such as {@code deployment shop/checkout in shop-prod}
     */
    static GateInput.Manifest read(PodTemplateSpec template, String source) {
        JsonNode tree = redacted(template);
        List<GateInput.Container> containers = new ArrayList<>();
        for (String field : List.of("containers", "initContainers", "ephemeralContainers")) {
            for (JsonNode container : tree.path("spec").path(field)) {
                containers.add(container(container, CONTAINERS.getOrDefault(field, field)));
            }
        }
        Document document =
                new Document(
                        State.READ,
                        null,
                        source,
                        null,
                        CanonicalJson.sha256(tree),
                        null,
                        null,
                        null,
                        null);
        return new GateInput.Manifest(document, containers);
    }

    static GateInput.Manifest absent(State state, String why) {
        return new GateInput.Manifest(Document.absent(state, why), List.of());
    }

    /**
     * The template with nothing in it that could be a secret: taken out before anything is hashed
     * or kept.
     */
    static JsonNode redacted(PodTemplateSpec template) {
        JsonNode tree = Documents.mapper().valueToTree(template);
        for (String field : CONTAINERS.keySet()) {
            for (JsonNode container : tree.path("spec").path(field)) {
                redact((ObjectNode) container);
            }
        }
        if (tree.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("creationTimestamp");
            if (metadata.path("annotations") instanceof ObjectNode annotations) {
                // A whole earlier manifest, values and all, as kubectl keeps it.
                annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
            }
        }
        return tree;
    }

    private static void redact(ObjectNode container) {
        if (!(container.path("env") instanceof ArrayNode variables)) {
            return;
        }
        for (JsonNode variable : variables) {
            if (variable instanceof ObjectNode object && object.has("value")) {
                object.remove("value");
            }
        }
    }

    private static GateInput.Container container(JsonNode container, String type) {
        List<EnvironmentVariable> variables = new ArrayList<>();
        for (JsonNode variable : container.path("env")) {
            variables.add(
                    new EnvironmentVariable(
                            variable.path("name").asText(), source(variable.path("valueFrom"))));
        }
        for (JsonNode from : container.path("envFrom")) {
            String prefix = from.path("prefix").asText("") + "*";
            variables.add(new EnvironmentVariable(prefix, wholeSource(from)));
        }
        return new GateInput.Container(
                container.path("name").asText(),
                type,
                container.path("image").asText(),
                privileged(container.path("securityContext").path("privileged")),
                variables);
    }

    private static @Nullable Boolean privileged(JsonNode node) {
        return node.isBoolean() ? node.asBoolean() : null;
    }

    private static String source(JsonNode from) {
        if (from.has("secretKeyRef")) {
            JsonNode ref = from.get("secretKeyRef");
            return "secret/" + ref.path("name").asText() + "/" + ref.path("key").asText();
        }
        if (from.has("configMapKeyRef")) {
            JsonNode ref = from.get("configMapKeyRef");
            return "configmap/" + ref.path("name").asText() + "/" + ref.path("key").asText();
        }
        return from.has("fieldRef") ? "field" : from.has("resourceFieldRef") ? "resource" : "value";
    }

    private static String wholeSource(JsonNode from) {
        return from.has("secretRef")
                ? "secret/" + from.path("secretRef").path("name").asText()
                : "configmap/" + from.path("configMapRef").path("name").asText();
    }
}
