package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Questions about who one is and what one may do, each answered in its own status. */
final class Reviews {
    private final Rbac rbac;

    Reviews(Rbac rbac) {
        this.rbac = rbac;
    }

    static List<String> kinds(String groupVersion) {
        return switch (groupVersion) {
            case "authentication.k8s.io/v1" -> List.of("SelfSubjectReview");
            case "authorization.k8s.io/v1" ->
                    List.of(
                            "SelfSubjectAccessReview",
                            "SelfSubjectRulesReview",
                            "SubjectAccessReview",
                            "LocalSubjectAccessReview");
            default -> List.of();
        };
    }

    /** The answer to a review. */
    ObjectNode answer(String groupVersion, String resource, User user, ObjectNode body) {
        ObjectNode answer = body.deepCopy();
        answer.put("apiVersion", groupVersion);
        Json.child(answer, "metadata").putNull("creationTimestamp");
        JsonNode spec = body.path("spec");
        switch (resource) {
            case "selfsubjectreviews" ->
                    answer.put("kind", "SelfSubjectReview").set("status", whoAmI(user));
            case "selfsubjectaccessreviews" ->
                    answer.put("kind", "SelfSubjectAccessReview").set("status", access(user, spec));
            case "selfsubjectrulesreviews" ->
                    answer.put("kind", "SelfSubjectRulesReview")
                            .set("status", rules(user, Json.text(spec, "namespace")));
            case "subjectaccessreviews", "localsubjectaccessreviews" -> {
                boolean local = resource.startsWith("local");
                demand(
                        user,
                        resource,
                        local ? Json.text(spec.path("resourceAttributes"), "namespace") : "");
                User other =
                        new User(
                                Json.text(spec, "user"),
                                Json.text(spec, "uid"),
                                Json.texts(spec.path("groups")));
                answer.put("kind", local ? "LocalSubjectAccessReview" : "SubjectAccessReview")
                        .set("status", access(other, spec));
            }
            default -> throw ApiException.notServed(resource + " of " + groupVersion);
        }
        return answer;
    }

    private void demand(User user, String resource, String namespace) {
        ApiRequest.Access access =
                new ApiRequest.Access(
                        user, "create", "authorization.k8s.io", resource, "", namespace, "");
        if (rbac.allowed(access).isEmpty()) {
            throw ApiException.of(
                    403,
                    "Forbidden",
                    "%s.authorization.k8s.io is forbidden: %s"
                            .formatted(resource, access.refusal()));
        }
    }

    private static ObjectNode whoAmI(User user) {
        ObjectNode status = Json.object();
        ObjectNode info = status.putObject("userInfo").put("username", user.name());
        if (!user.uid().isEmpty()) {
            info.put("uid", user.uid());
        }
        user.groups().forEach(info.putArray("groups")::add);
        return status;
    }

    private ObjectNode access(User user, JsonNode spec) {
        JsonNode wanted = spec.path("resourceAttributes");
        if (wanted.isMissingNode() && spec.path("nonResourceAttributes").isMissingNode()) {
            throw ApiException.badRequest(
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        Optional<String> why =
                wanted.isMissingNode()
                        ? path(user, spec.path("nonResourceAttributes"))
                        : rbac.allowed(asked(user, wanted));
        ObjectNode status = Json.object().put("allowed", why.isPresent());
        why.filter(reason -> !user.isMaster()).ifPresent(reason -> status.put("reason", reason));
        return status;
    }

    private static ApiRequest.Access asked(User user, JsonNode wanted) {
        return new ApiRequest.Access(
                user,
                Json.text(wanted, "verb"),
                Json.text(wanted, "group"),
                Json.text(wanted, "resource"),
                Json.text(wanted, "subresource"),
                Json.text(wanted, "namespace"),
                Json.text(wanted, "name"));
    }

    private static Optional<String> path(User user, JsonNode wanted) {
        boolean open =
                user.isMaster()
                        || Json.text(wanted, "verb").equals("get")
                                && Discovery.answer(Json.text(wanted, "path")).isPresent();
        return open
                ? Optional.of("discovery is open to everyone who is logged in")
                : Optional.empty();
    }

    private ObjectNode rules(User user, String namespace) {
        ObjectNode status = Json.object();
        ArrayNode resources = status.putArray("resourceRules");
        rbac.rules(user, namespace).forEach(resources::add);
        status.putArray("nonResourceRules");
        status.put("incomplete", false);
        return status;
    }
}
