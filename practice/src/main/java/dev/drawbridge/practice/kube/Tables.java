package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Objects as the columns that {@code kubectl get} prints. */
final class Tables {
    private Tables() {}

    /**
     * One column.
     *
     * @param wide only with {@code -o wide}
     * @param cell what stands in it, of an object at a time
     */
    private record Column(
            String name, String type, boolean wide, BiFunction<JsonNode, Instant, JsonNode> cell) {}

    static ObjectNode table(
            ResourceType type,
            List<? extends JsonNode> objects,
            String version,
            String include,
            Instant now) {
        List<Column> columns = columns(type);
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.putObject("metadata").put("resourceVersion", version);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", column.name())
                    .put("priority", column.wide() ? 1 : 0);
        }
        ArrayNode rows = table.putArray("rows");
        for (JsonNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.add(column.cell().apply(object, now)));
            if (include.equals("Object")) {
                row.set("object", object);
            } else if (!include.equals("None")) {
                ObjectNode partial = row.putObject("object");
                partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
                partial.set("metadata", object.path("metadata"));
            }
        }
        return table;
    }

    private static List<Column> columns(ResourceType type) {
        Column name = text("Name", false, o -> Json.text(o, "metadata", "name"));
        Column age =
                new Column(
                        "Age",
                        "string",
                        false,
                        (o, now) ->
                                string(age(Json.text(o, "metadata", "creationTimestamp"), now)));
        return switch (type.kind()) {
            case "Pod" ->
                    List.of(
                            name,
                            text("Ready", false, Tables::readyContainers),
                            text("Status", false, Tables::podStatus),
                            text("Restarts", false, Tables::restarts),
                            age,
                            text("IP", true, o -> orNone(Json.text(o, "status", "podIP"))),
                            text("Node", true, o -> orNone(Json.text(o, "spec", "nodeName"))));
            case "Deployment" ->
                    List.of(
                            name,
                            text(
                                    "Ready",
                                    false,
                                    o ->
                                            o.at("/status/readyReplicas").asInt()
                                                    + "/"
                                                    + o.at("/spec/replicas").asInt()),
                            number("Up-to-date", o -> o.at("/status/updatedReplicas").asInt()),
                            number("Available", o -> o.at("/status/availableReplicas").asInt()),
                            age,
                            text("Containers", true, o -> containers(o, "name")),
                            text("Images", true, o -> containers(o, "image")),
                            text(
                                    "Selector",
                                    true,
                                    o -> selector(o.at("/spec/selector/matchLabels"))));
            case "ReplicaSet" ->
                    List.of(
                            name,
                            number("Desired", o -> o.at("/spec/replicas").asInt()),
                            number("Current", o -> o.at("/status/replicas").asInt()),
                            number("Ready", o -> o.at("/status/readyReplicas").asInt()),
                            age,
                            text("Containers", true, o -> containers(o, "name")),
                            text("Images", true, o -> containers(o, "image")),
                            text(
                                    "Selector",
                                    true,
                                    o -> selector(o.at("/spec/selector/matchLabels"))));
            case "ConfigMap" ->
                    List.of(
                            name,
                            number(
                                    "Data",
                                    o -> o.path("data").size() + o.path("binaryData").size()),
                            age);
            case "Secret" ->
                    List.of(
                            name,
                            text("Type", false, o -> Json.text(o, "type")),
                            number("Data", o -> o.path("data").size()),
                            age);
            case "Namespace" ->
                    List.of(name, text("Status", false, o -> Json.text(o, "status", "phase")), age);
            case "Node" ->
                    List.of(
                            name,
                            text("Status", false, o -> "Ready"),
                            text("Roles", false, o -> "<none>"),
                            age,
                            text(
                                    "Version",
                                    false,
                                    o -> Json.text(o, "status", "nodeInfo", "kubeletVersion")));
            case "Lease" ->
                    List.of(
                            name,
                            text("Holder", false, o -> Json.text(o, "spec", "holderIdentity")),
                            age);
            case "Event" ->
                    List.of(
                            new Column(
                                    "Last Seen",
                                    "string",
                                    false,
                                    (o, now) -> string(age(Json.text(o, "lastTimestamp"), now))),
                            text("Type", false, o -> Json.text(o, "type")),
                            text("Reason", false, o -> Json.text(o, "reason")),
                            text(
                                    "Object",
                                    false,
                                    o ->
                                            Json.text(o, "involvedObject", "kind")
                                                            .toLowerCase(java.util.Locale.ROOT)
                                                    + "/"
                                                    + Json.text(o, "involvedObject", "name")),
                            text("Message", false, o -> Json.text(o, "message").strip()),
                            text("Name", true, o -> Json.text(o, "metadata", "name")));
            case "RoleBinding", "ClusterRoleBinding" ->
                    List.of(
                            name,
                            text(
                                    "Role",
                                    false,
                                    o ->
                                            Json.text(o, "roleRef", "kind")
                                                    + "/"
                                                    + Json.text(o, "roleRef", "name")),
                            age);
            case "Role", "ClusterRole" ->
                    List.of(
                            name,
                            text(
                                    "Created At",
                                    false,
                                    o -> Json.text(o, "metadata", "creationTimestamp")));
            case "ValidatingAdmissionPolicy" ->
                    List.of(
                            name,
                            number("Validations", o -> o.at("/spec/validations").size()),
                            text(
                                    "ParamKind",
                                    false,
                                    o -> orUnset(Json.text(o, "spec", "paramKind", "kind"))),
                            age);
            case "ValidatingAdmissionPolicyBinding" ->
                    List.of(
                            name,
                            text("PolicyName", false, o -> Json.text(o, "spec", "policyName")),
                            text(
                                    "ParamRef",
                                    false,
                                    o -> orUnset(Json.text(o, "spec", "paramRef", "name"))),
                            age);
            default -> List.of(name, age);
        };
    }

    private static Column text(
            String name, boolean wide, java.util.function.Function<JsonNode, String> cell) {
        return new Column(name, "string", wide, (object, now) -> string(cell.apply(object)));
    }

    private static Column number(String name, java.util.function.ToIntFunction<JsonNode> cell) {
        return new Column(
                name,
                "integer",
                false,
                (object, now) -> Json.object().numberNode(cell.applyAsInt(object)));
    }

    private static JsonNode string(String text) {
        return Json.object().textNode(text);
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static String orUnset(String text) {
        return text.isEmpty() ? "<unset>" : text;
    }

    private static String containers(JsonNode workload, String field) {
        return workload.at("/spec/template/spec/containers")
                .valueStream()
                .map(c -> Json.text(c, field))
                .collect(Collectors.joining(","));
    }

    private static String selector(JsonNode labels) {
        return labels.properties().stream()
                .map(e -> e.getKey() + "=" + e.getValue().asText())
                .collect(Collectors.joining(","));
    }

    private static String readyContainers(JsonNode pod) {
        long ready = statuses(pod).filter(s -> s.path("ready").asBoolean()).count();
        return ready + "/" + pod.at("/spec/containers").size();
    }

    private static java.util.stream.Stream<JsonNode> statuses(JsonNode pod) {
        return StreamSupport.stream(pod.at("/status/containerStatuses").spliterator(), false);
    }

    private static String restarts(JsonNode pod) {
        return Integer.toString(statuses(pod).mapToInt(s -> s.path("restartCount").asInt()).sum());
    }

    private static String podStatus(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        return statuses(pod)
                .map(s ->
                        Json.text(s, "state", "waiting", "reason")
                                + Json.text(s, "state", "terminated", "reason"))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse(Json.text(pod, "status", "phase"));
    }

    /** As kubectl writes an age: two units at most. */
    private static String age(String since, Instant now) {
        if (since.isEmpty()) {
            return "<unknown>";
        }
        Duration age = Duration.between(Instant.parse(since), now);
        if (age.isNegative()) {
            return "0s";
        }
        if (age.toSeconds() < 120) {
            return age.toSeconds() + "s";
        }
        if (age.toMinutes() < 10) {
            long seconds = age.toSecondsPart();
            return age.toMinutes() + "m" + (seconds == 0 ? "" : seconds + "s");
        }
        if (age.toHours() < 3) {
            return age.toMinutes() + "m";
        }
        if (age.toHours() < 8) {
            return age.toHours()
                    + "h"
                    + (age.toMinutesPart() == 0 ? "" : age.toMinutesPart() + "m");
        }
        return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
