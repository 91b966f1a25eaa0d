package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges writes by the ValidatingAdmissionPolicies and bindings in the store, in this process, with
 * the policies' own expressions and messages. An expression that can't be judged refuses, unless
 * the policy says {@code failurePolicy: Ignore}.
 */
final class PolicyAdmission {
    private static final ResourceType POLICIES = ResourceType.ofKind("ValidatingAdmissionPolicy");
    private static final ResourceType BINDINGS =
            ResourceType.ofKind("ValidatingAdmissionPolicyBinding");

    private final ObjectStore store;
    private final Rbac rbac;
    private final Map<String, Cel> parsed = new ConcurrentHashMap<>();

    PolicyAdmission(ObjectStore store, Rbac rbac) {
        this.store = store;
        this.rbac = rbac;
    }

    /**
     * A write to be judged.
     *
     * @param operation CREATE, UPDATE or DELETE
     * @param before null on CREATE
     * @param after null on DELETE
     */
    record Write(
            ApiRequest request,
            String operation,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    /**
     * @throws ApiException if a policy refuses it
     */
    void check(Write write) {
        if (isExempt(write.request().type())) {
            return;
        }
        for (ObjectNode binding : store.list(BINDINGS, null).items()) {
            JsonNode spec = binding.path("spec");
            var policy = store.get(new ObjectKey(POLICIES, "", Json.text(spec, "policyName")));
            if (policy.isPresent()
                    && Json.texts(spec.path("validationActions")).contains("Deny")
                    && matches(policy.get().at("/spec/matchConstraints"), write, true)
                    && matches(spec.path("matchResources"), write, false)) {
                judge(policy.get(), binding, write);
            }
        }
    }

    /** As on the real server, the policies themselves can't be held by policies. */
    private static boolean isExempt(ResourceType type) {
        return type.equals(POLICIES) || type.equals(BINDINGS);
    }

    private boolean matches(JsonNode constraints, Write write, boolean rulesNeeded) {
        if (constraints.has("excludeResourceRules")) {
            throw ApiException.notServed("excludeResourceRules in an admission policy");
        }
        JsonNode rules = constraints.path("resourceRules");
        boolean ruled =
                rules.isEmpty()
                        ? !rulesNeeded
                        : rules.valueStream().anyMatch(rule -> covers(rule, write));
        return ruled
                && (!isInNamespace(write.request().type())
                        || Selectors.matches(
                                constraints.path("namespaceSelector"), namespaceLabels(write)))
                && objectMatches(constraints.path("objectSelector"), write);
    }

    private static boolean isInNamespace(ResourceType type) {
        return type.namespaced() || type.kind().equals("Namespace");
    }

    private static boolean objectMatches(JsonNode selector, Write write) {
        return selector.isEmpty()
                || isLabelled(selector, write.before())
                || isLabelled(selector, write.after());
    }

    private static boolean isLabelled(JsonNode selector, @Nullable JsonNode object) {
        return object != null && Selectors.matches(selector, object.at("/metadata/labels"));
    }

    private JsonNode namespaceLabels(Write write) {
        ResourceType type = write.request().type();
        if (type.kind().equals("Namespace")) {
            JsonNode object = write.after() == null ? write.before() : write.after();
            return object == null ? Json.object() : object.at("/metadata/labels");
        }
        return store.get(
                        new ObjectKey(
                                ResourceType.ofKind("Namespace"), "", write.request().namespace()))
                .map(namespace -> namespace.at("/metadata/labels"))
                .orElse(Json.object());
    }

    private static boolean covers(JsonNode rule, Write write) {
        ResourceType type = write.request().type();
        String sub = write.request().subresource();
        String resource = sub.isEmpty() ? type.plural() : type.plural() + "/" + sub;
        List<String> resources = Json.texts(rule.path("resources"));
        boolean named =
                resources.contains(resource)
                        || resources.contains("*/*")
                        || (sub.isEmpty()
                                ? resources.contains("*")
                                : resources.contains("*/" + sub)
                                        || resources.contains(type.plural() + "/*"));
        List<String> names = Json.texts(rule.path("resourceNames"));
        return named
                && hasOrAny(rule.path("apiGroups"), type.group())
                && hasOrAny(rule.path("apiVersions"), type.version())
                && hasOrAny(rule.path("operations"), write.operation())
                && (names.isEmpty() || names.contains(write.request().name()));
    }

    private static boolean hasOrAny(JsonNode list, String wanted) {
        List<String> all = Json.texts(list);
        return all.contains("*") || all.contains(wanted);
    }

    private void judge(JsonNode policy, JsonNode binding, Write write) {
        JsonNode spec = policy.path("spec");
        List<@Nullable JsonNode> parameters = parameters(spec, binding, write);
        for (JsonNode parameter : parameters) {
            CelEvaluator evaluator = evaluator(spec, write, parameter);
            boolean applies = true;
            for (JsonNode condition : spec.path("matchConditions")) {
                applies = applies && holds(evaluator, condition, policy, binding, write);
            }
            if (applies) {
                validate(evaluator, policy, binding, write);
            }
        }
    }

    private void validate(CelEvaluator evaluator, JsonNode policy, JsonNode binding, Write write) {
        for (JsonNode validation : policy.at("/spec/validations")) {
            if (!holds(evaluator, validation, policy, binding, write)) {
                throw denied(policy, binding, write, validation, message(evaluator, validation));
            }
        }
    }

    private String message(CelEvaluator evaluator, JsonNode validation) {
        String expression = Json.text(validation, "messageExpression");
        if (!expression.isEmpty()) {
            try {
                if (evaluator.evaluate(parse(expression)) instanceof String text
                        && !text.isBlank()) {
                    return text;
                }
            } catch (CelException e) {
                // As on the real server: a message that can't be worked out gives way to the fixed
                // one.
                return fixedMessage(validation);
            }
        }
        return fixedMessage(validation);
    }

    private static String fixedMessage(JsonNode validation) {
        String message = Json.text(validation, "message");
        return message.isEmpty()
                ? "failed expression: " + Json.text(validation, "expression")
                : message;
    }

    private boolean holds(
            CelEvaluator evaluator, JsonNode item, JsonNode policy, JsonNode binding, Write write) {
        String expression = Json.text(item, "expression");
        try {
            return evaluator.isTrue(parse(expression));
        } catch (CelException e) {
            if (Json.text(policy, "spec", "failurePolicy").equals("Ignore")) {
                return true;
            }
            throw denied(
                    policy,
                    binding,
                    write,
                    Json.object(),
                    "expression '%s' resulted in error: %s".formatted(expression, e.getMessage()));
        }
    }

    private Cel parse(String expression) {
        return parsed.computeIfAbsent(expression, CelParser::parse);
    }

    private static ApiException denied(
            JsonNode policy, JsonNode binding, Write write, JsonNode validation, String message) {
        String reason = validation.path("reason").asText("Invalid");
        int code =
                switch (reason) {
                    case "Unauthorized" -> 401;
                    case "Forbidden" -> 403;
                    case "RequestEntityTooLarge" -> 413;
                    default -> 422;
                };
        return ApiException.denied(
                write.request().type(),
                write.request().name(),
                reason,
                code,
                "ValidatingAdmissionPolicy '%s' with binding '%s' denied request: %s"
                        .formatted(
                                Json.text(policy, "metadata", "name"),
                                Json.text(binding, "metadata", "name"),
                                message));
    }

    /** The objects a policy is judged with: one null where it has none. */
    private List<@Nullable JsonNode> parameters(JsonNode spec, JsonNode binding, Write write) {
        List<@Nullable JsonNode> all = new ArrayList<>();
        JsonNode ref = binding.at("/spec/paramRef");
        if (!spec.has("paramKind")) {
            all.add(null);
            return all;
        }
        ResourceType type =
                ResourceType.ofKind(
                                Json.text(spec, "paramKind", "apiVersion"),
                                Json.text(spec, "paramKind", "kind"))
                        .orElseThrow(() ->
                                ApiException.notServed(
                                        "parameters of kind " + spec.path("paramKind")));
        String stated = Json.text(ref, "namespace");
        String in =
                !type.namespaced() ? "" : stated.isEmpty() ? write.request().namespace() : stated;
        if (ref.has("name")) {
            store.get(new ObjectKey(type, in, Json.text(ref, "name"))).ifPresent(all::add);
        } else {
            store.list(type, in).items().stream()
                    .filter(o -> Selectors.matches(ref.path("selector"), o.at("/metadata/labels")))
                    .forEach(all::add);
        }
        if (all.isEmpty() && Json.text(ref, "parameterNotFoundAction").equals("Deny")) {
            throw denied(
                    Json.object()
                            .set(
                                    "metadata",
                                    Json.object()
                                            .put("name", Json.text(binding, "spec", "policyName"))),
                    binding,
                    write,
                    Json.object(),
                    "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        if (all.isEmpty() && Json.text(ref, "parameterNotFoundAction").equals("Allow")) {
            all.add(null);
        }
        return all;
    }

    private CelEvaluator evaluator(JsonNode spec, Write write, @Nullable JsonNode parameter) {
        Map<String, Supplier<@Nullable Object>> names = new HashMap<>();
        CelEvaluator.Variables variables = new CelEvaluator.Variables();
        CelEvaluator evaluator = new CelEvaluator(names);
        CelEvaluator.Variables given = new CelEvaluator.Variables();
        given.define("object", () -> CelEvaluator.value(write.after()));
        given.define("oldObject", () -> CelEvaluator.value(write.before()));
        given.define("params", () -> CelEvaluator.value(parameter));
        given.define("request", () -> CelEvaluator.value(request(write)));
        given.define("namespaceObject", () -> CelEvaluator.value(namespace(write)));
        for (String name : List.of("object", "oldObject", "params", "request", "namespaceObject")) {
            names.put(name, () -> given.get(name));
        }
        CelAuthorizer authorizer =
                CelAuthorizer.of(
                        access -> rbac.allowed(access).isPresent(),
                        write.request().access(write.request().verb()));
        names.put("authorizer", () -> authorizer);
        names.put("variables", () -> variables);
        for (JsonNode variable : spec.path("variables")) {
            Cel expression = parse(Json.text(variable, "expression"));
            variables.define(Json.text(variable, "name"), () -> evaluator.evaluate(expression));
        }
        return evaluator;
    }

    private @Nullable JsonNode namespace(Write write) {
        return store.get(
                        new ObjectKey(
                                ResourceType.ofKind("Namespace"), "", write.request().namespace()))
                .orElse(null);
    }

    private static ObjectNode request(Write write) {
        ApiRequest asked = write.request();
        ObjectNode request = Json.object();
        request.put("operation", write.operation()).put("dryRun", asked.dryRun());
        // A name that the server made up, and the names when many are deleted, aren't the
        // request's.
        boolean named = !asked.name().isEmpty() && !asked.verb().equals("deletecollection");
        put(request, "name", named ? asked.name() : "");
        put(request, "namespace", asked.namespace());
        put(request, "subResource", asked.subresource());
        request.putObject("kind")
                .put("group", asked.type().group())
                .put("version", asked.type().version())
                .put("kind", asked.type().kind());
        request.putObject("resource")
                .put("group", asked.type().group())
                .put("version", asked.type().version())
                .put("resource", asked.type().plural());
        ObjectNode user = request.putObject("userInfo");
        user.put("username", asked.user().name()).put("uid", asked.user().uid());
        asked.user().groups().forEach(user.putArray("groups")::add);
        return request;
    }

    private static void put(ObjectNode object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }
}
