package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the API server refuses in an object whatever the roles and policies say. */
final class Validation {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL_VALUE =
            Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Pattern DATA_KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final int DATA_LIMIT = 1024 * 1024;

    private final ResourceType type;
    private final JsonNode object;
    private final List<ApiException.Cause> causes = new ArrayList<>();

    private Validation(ResourceType type, JsonNode object) {
        this.type = type;
        this.object = object;
    }

    /**
     * @throws ApiException 422 with a cause for each mistake
     */
    static void check(ResourceType type, JsonNode object, @Nullable JsonNode before) {
        Validation validation = new Validation(type, object);
        validation.metadata();
        switch (type.kind()) {
            case "ConfigMap" -> validation.configMap(before);
            case "Secret" -> validation.immutable(before, "data", "type");
            case "Deployment", "ReplicaSet" -> validation.workload(before);
            case "Pod" -> validation.containers("spec", object.path("spec"));
            case "Role", "ClusterRole" -> validation.rules();
            case "RoleBinding", "ClusterRoleBinding" -> validation.binding(before);
            case "ValidatingAdmissionPolicy" -> validation.policy();
            default -> {}
        }
        if (!validation.causes.isEmpty()) {
            throw ApiException.invalid(
                    type, Json.text(object, "metadata", "name"), validation.causes);
        }
    }

    private void invalid(String field, JsonNode value, String why) {
        causes.add(
                new ApiException.Cause(
                        "FieldValueInvalid", "Invalid value: %s: %s".formatted(value, why), field));
    }

    private void required(String field, String why) {
        causes.add(
                new ApiException.Cause(
                        "FieldValueRequired",
                        "Required value" + (why.isEmpty() ? "" : ": " + why),
                        field));
    }

    private void forbidden(String field, String why) {
        causes.add(new ApiException.Cause("FieldValueForbidden", "Forbidden: " + why, field));
    }

    private void metadata() {
        JsonNode name = Json.at(object, "metadata", "name");
        if (name.asText("").isEmpty()) {
            required("metadata.name", "name or generateName is required");
        } else if (!type.group().startsWith("rbac.")
                && (name.asText().length() > 253 || !NAME.matcher(name.asText()).matches())) {
            invalid(
                    "metadata.name",
                    name,
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
        }
        for (var label : Json.at(object, "metadata", "labels").properties()) {
            String value = label.getValue().asText();
            if (value.length() > 63) {
                invalid("metadata.labels", label.getValue(), "must be no more than 63 bytes");
            } else if (!LABEL_VALUE.matcher(value).matches()) {
                invalid(
                        "metadata.labels",
                        label.getValue(),
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
            }
        }
    }

    private void configMap(@Nullable JsonNode before) {
        long size = 0;
        for (String part : List.of("data", "binaryData")) {
            for (var entry : object.path(part).properties()) {
                size += entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
                if (!DATA_KEY.matcher(entry.getKey()).matches() || entry.getKey().length() > 253) {
                    invalid(
                            "%s[%s]".formatted(part, entry.getKey()),
                            Json.object().textNode(entry.getKey()),
                            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
                }
            }
        }
        if (size > DATA_LIMIT) {
            causes.add(
                    new ApiException.Cause(
                            "FieldValueTooLong",
                            "Too long: may not be more than %d bytes".formatted(DATA_LIMIT),
                            ""));
        }
        immutable(before, "data", "binaryData");
    }

    private void immutable(@Nullable JsonNode before, String... fields) {
        if (before == null || !before.path("immutable").asBoolean()) {
            return;
        }
        if (!object.path("immutable").asBoolean()) {
            forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (String field : fields) {
            if (!object.path(field).equals(before.path(field))
                    && !(object.path(field).isEmpty() && before.path(field).isEmpty())) {
                forbidden(field, "field is immutable when `immutable` is set");
            }
        }
    }

    private void workload(@Nullable JsonNode before) {
        JsonNode spec = object.path("spec");
        JsonNode selector = spec.path("selector");
        if (selector.isEmpty()) {
            required("spec.selector", "");
        } else if (!Selectors.matches(selector, Json.at(spec, "template", "metadata", "labels"))) {
            invalid(
                    "spec.template.metadata.labels",
                    Json.at(spec, "template", "metadata", "labels"),
                    "`selector` does not match template `labels`");
        }
        if (before != null && !selector.equals(Json.at(before, "spec", "selector"))) {
            invalid("spec.selector", selector, "field is immutable");
        }
        if (!spec.path("replicas").isIntegralNumber() || spec.path("replicas").asInt() < 0) {
            invalid("spec.replicas", spec.path("replicas"), "must be greater than or equal to 0");
        }
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        if (deadline.isNumber() && deadline.asInt() <= spec.path("minReadySeconds").asInt(0)) {
            invalid(
                    "spec.progressDeadlineSeconds",
                    deadline,
                    "must be greater than minReadySeconds");
        }
        containers("spec.template.spec", Json.at(spec, "template", "spec"));
    }

    private void containers(String at, JsonNode podSpec) {
        if (podSpec.path("containers").isEmpty()) {
            required(at + ".containers", "");
        }
        for (String list : List.of("containers", "initContainers")) {
            List<String> seen = new ArrayList<>();
            int i = 0;
            for (JsonNode container : podSpec.path(list)) {
                String where = "%s.%s[%d]".formatted(at, list, i++);
                String name = Json.text(container, "name");
                if (name.isEmpty()) {
                    required(where + ".name", "");
                } else if (seen.contains(name)) {
                    causes.add(
                            new ApiException.Cause(
                                    "FieldValueDuplicate",
                                    "Duplicate value: \"%s\"".formatted(name),
                                    where + ".name"));
                }
                seen.add(name);
                if (Json.text(container, "image").isBlank()) {
                    required(where + ".image", "");
                }
            }
        }
    }

    private void rules() {
        int i = 0;
        for (JsonNode rule : object.path("rules")) {
            if (rule.path("verbs").isEmpty()) {
                required("rules[%d].verbs".formatted(i), "verbs must contain at least one value");
            }
            if (rule.path("nonResourceURLs").isEmpty() && rule.path("resources").isEmpty()) {
                required(
                        "rules[%d].resources".formatted(i),
                        "resource rules must supply at least one resource");
            }
            i++;
        }
    }

    private void binding(@Nullable JsonNode before) {
        JsonNode ref = object.path("roleRef");
        if (Json.text(ref, "name").isEmpty() || Json.text(ref, "kind").isEmpty()) {
            required("roleRef.name", "");
        }
        if (before != null && !before.path("roleRef").equals(ref)) {
            invalid("roleRef", ref, "cannot change roleRef");
        }
    }

    /** The expressions are compiled, so that a policy that can't be judged is never stored. */
    private void policy() {
        JsonNode spec = object.path("spec");
        expressions("spec.matchConditions", spec.path("matchConditions"), "expression");
        expressions("spec.variables", spec.path("variables"), "expression");
        expressions("spec.validations", spec.path("validations"), "expression");
        expressions("spec.validations", spec.path("validations"), "messageExpression");
    }

    private void expressions(String list, JsonNode items, String field) {
        int i = 0;
        for (JsonNode item : items) {
            if (item.has(field)) {
                try {
                    CelParser.parse(Json.text(item, field));
                } catch (CelException e) {
                    invalid(
                            "%s[%d].%s".formatted(list, i, field),
                            item.get(field),
                            "compilation failed: " + e.getMessage());
                }
            }
            i++;
        }
    }
}
