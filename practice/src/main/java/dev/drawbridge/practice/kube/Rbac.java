package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Role-based access as the Roles and bindings in the store say; system:masters may do all. */
final class Rbac {
    private final ObjectStore store;

    Rbac(ObjectStore store) {
        this.store = store;
    }

    /** Why it is allowed; empty where it isn't. */
    Optional<String> allowed(ApiRequest.Access access) {
        if (access.user().isMaster()) {
            return Optional.of("system:masters may do everything");
        }
        return bindings(access.user(), access.namespace()).stream()
                .filter(bound -> bound.rules().valueStream().anyMatch(rule -> covers(rule, access)))
                .map(Bound::why)
                .findFirst();
    }

    /** The rules that hold for someone in a namespace, in the order of their bindings. */
    List<JsonNode> rules(User user, String namespace) {
        List<JsonNode> all = new ArrayList<>();
        if (user.isMaster()) {
            all.add(
                    Json.object(
                            """
                            {"verbs":["*"],"apiGroups":["*"],"resources":["*"]}\
                            """));
        }
        bindings(user, namespace).forEach(bound -> bound.rules().forEach(all::add));
        return all;
    }

    private record Bound(String why, JsonNode rules) {}

    private List<Bound> bindings(User user, String namespace) {
        List<Bound> all = new ArrayList<>();
        collect("ClusterRoleBinding", null, user, all);
        if (!namespace.isEmpty()) {
            collect("RoleBinding", namespace, user, all);
        }
        return all;
    }

    private void collect(String kind, @Nullable String namespace, User user, List<Bound> all) {
        for (ObjectNode binding : store.list(ResourceType.ofKind(kind), namespace).items()) {
            for (JsonNode subject : binding.path("subjects")) {
                if (isMeant(subject, user, namespace)) {
                    JsonNode ref = binding.path("roleRef");
                    ResourceType type = ResourceType.ofKind(Json.text(ref, "kind"));
                    String in = type.namespaced() && namespace != null ? namespace : "";
                    store.get(new ObjectKey(type, in, Json.text(ref, "name")))
                            .ifPresent(role ->
                                    all.add(
                                            new Bound(
                                                    why(binding, ref, subject),
                                                    role.path("rules"))));
                    break;
                }
            }
        }
    }

    private static String why(JsonNode binding, JsonNode ref, JsonNode subject) {
        String namespace = Json.text(binding, "metadata", "namespace");
        String name = Json.text(binding, "metadata", "name");
        return "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s \"%s\""
                .formatted(
                        Json.text(binding, "kind"),
                        namespace.isEmpty() ? name : name + "/" + namespace,
                        Json.text(ref, "kind"),
                        Json.text(ref, "name"),
                        Json.text(subject, "kind"),
                        Json.text(subject, "name"));
    }

    private static boolean isMeant(JsonNode subject, User user, @Nullable String namespace) {
        String name = Json.text(subject, "name");
        return switch (Json.text(subject, "kind")) {
            case "User" -> name.equals(user.name());
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" -> {
                String own = Json.text(subject, "namespace");
                String in = own.isEmpty() && namespace != null ? namespace : own;
                yield user.name().equals("system:serviceaccount:%s:%s".formatted(in, name));
            }
            default -> false;
        };
    }

    static boolean covers(JsonNode rule, ApiRequest.Access access) {
        return has(rule.path("verbs"), access.verb())
                && has(rule.path("apiGroups"), access.group())
                && hasResource(rule.path("resources"), access)
                && (rule.path("resourceNames").isEmpty()
                        || rule.path("resourceNames")
                                .valueStream()
                                .anyMatch(n -> n.asText().equals(access.name())));
    }

    private static boolean has(JsonNode list, String wanted) {
        return list.valueStream()
                .map(JsonNode::asText)
                .anyMatch(v -> v.equals("*") || v.equals(wanted));
    }

    private static boolean hasResource(JsonNode resources, ApiRequest.Access access) {
        String everyOfSubresource = "*/" + access.subresource();
        return resources
                .valueStream()
                .map(JsonNode::asText)
                .anyMatch(r ->
                        r.equals("*")
                                || r.equals(access.qualifiedResource())
                                || (!access.subresource().isEmpty()
                                        && r.equals(everyOfSubresource)));
    }
}
