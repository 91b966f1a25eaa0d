package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lists and maps of the served kinds are merged piece by piece, as the Kubernetes types say
 * ({@code listType}, {@code listMapKey}, {@code structType}, {@code patchMergeKey}). Whatever isn't
 * named here is one piece if a list, and merged by field if a map.
 */
final class Shapes {
    /** Lists of objects told apart by these fields. */
    private static final Map<String, List<String>> KEYED =
            Map.ofEntries(
                    Map.entry("containers", List.of("name")),
                    Map.entry("initContainers", List.of("name")),
                    Map.entry("ephemeralContainers", List.of("name")),
                    Map.entry("env", List.of("name")),
                    Map.entry("volumes", List.of("name")),
                    Map.entry("volumeMounts", List.of("mountPath")),
                    Map.entry("volumeDevices", List.of("devicePath")),
                    Map.entry("imagePullSecrets", List.of("name")),
                    Map.entry("resourceClaims", List.of("name")),
                    Map.entry("conditions", List.of("type")),
                    Map.entry("ownerReferences", List.of("uid")),
                    Map.entry("hostAliases", List.of("ip")),
                    Map.entry("podIPs", List.of("ip")),
                    Map.entry("matchConditions", List.of("name")),
                    Map.entry("variables", List.of("name")),
                    Map.entry(
                            "topologySpreadConstraints",
                            List.of("topologyKey", "whenUnsatisfiable")));

    private static final Set<String> SETS = Set.of("finalizers");

    private static final Set<String> ONE_PIECE =
            Set.of(
                    "selector",
                    "nodeSelector",
                    "labelSelector",
                    "namespaceSelector",
                    "objectSelector",
                    "configMapKeyRef",
                    "secretKeyRef",
                    "fieldRef",
                    "resourceFieldRef",
                    "roleRef",
                    "paramRef",
                    "paramKind",
                    "matchResources",
                    "matchConstraints");

    private Shapes() {}

    /**
     * The fields that tell items of a list apart; empty for a list that is one piece.
     *
     * @param parent the field or list that holds the list, {@code containers} for a container's
     */
    static List<String> keys(String parent, String list) {
        if (list.equals("ports")) {
            return List.of(parent.endsWith("ontainers") ? "containerPort" : "port", "protocol");
        }
        return KEYED.getOrDefault(list, List.of());
    }

    /** The one field by which a strategic merge patch tells items apart. */
    static @Nullable String patchKey(String parent, String list) {
        List<String> keys = keys(parent, list);
        return keys.isEmpty() ? null : keys.getFirst();
    }

    static boolean isSet(String list) {
        return SETS.contains(list);
    }

    static boolean isOnePiece(String map) {
        return ONE_PIECE.contains(map);
    }

    /** An item's key fields, defaults filled in; null where one is missing. */
    static @Nullable ObjectNode keyOf(JsonNode item, List<String> keys) {
        ObjectNode key = Json.object();
        for (String name : keys) {
            JsonNode value = item.get(name);
            if (value == null && name.equals("protocol")) {
                value = TextNode.valueOf("TCP");
            }
            if (value == null) {
                return null;
            }
            key.set(name, value);
        }
        return key;
    }
}
