package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A request that ends in a Status object instead of what was asked for. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ObjectNode status;

    private ApiException(ObjectNode status) {
        super(status.path("message").asText());
        this.status = status;
    }

    /** One reason among several. */
    record Cause(String reason, String message, String field) {}

    static ApiException of(int code, String reason, String message) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message).put("reason", reason);
        status.putObject("details");
        status.put("code", code);
        return new ApiException(status);
    }

    private static ApiException about(
            int code, String reason, ResourceType type, String name, String message) {
        ApiException e = of(code, reason, message);
        ObjectNode details = Json.child(e.status, "details");
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        details.put("kind", type.plural());
        return e;
    }

    ApiException with(List<Cause> causes) {
        var list = Json.child(status, "details").putArray("causes");
        for (Cause cause : causes) {
            ObjectNode node = list.addObject();
            if (!cause.reason().isEmpty()) {
                node.put("reason", cause.reason());
            }
            node.put("message", cause.message());
            if (!cause.field().isEmpty()) {
                node.put("field", cause.field());
            }
        }
        return this;
    }

    static ApiException notFound(ResourceType type, String name) {
        return about(
                404,
                "NotFound",
                type,
                name,
                "%s \"%s\" not found".formatted(type.qualified(), name));
    }

    static ApiException exists(ResourceType type, String name) {
        return about(
                409,
                "AlreadyExists",
                type,
                name,
                "%s \"%s\" already exists".formatted(type.qualified(), name));
    }

    static ApiException conflict(ResourceType type, String name, String why) {
        return about(
                409,
                "Conflict",
                type,
                name,
                "Operation cannot be fulfilled on %s \"%s\": %s"
                        .formatted(type.qualified(), name, why));
    }

    static ApiException modified(ResourceType type, String name) {
        return conflict(
                type,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiException forbidden(ResourceType type, String name, String why) {
        String what =
                name.isEmpty() ? type.qualified() : "%s \"%s\"".formatted(type.qualified(), name);
        return about(403, "Forbidden", type, name, "%s is forbidden: %s".formatted(what, why));
    }

    /** What an admission policy refuses. */
    static ApiException denied(
            ResourceType type, String name, String reason, int code, String why) {
        String what =
                name.isEmpty() ? type.qualified() : "%s \"%s\"".formatted(type.qualified(), name);
        return about(code, reason, type, name, "%s is forbidden: %s".formatted(what, why))
                .with(List.of(new Cause("", why, "")));
    }

    static ApiException invalid(ResourceType type, String name, List<Cause> causes) {
        List<String> sentences = causes.stream().map(c -> c.field() + ": " + c.message()).toList();
        String all =
                sentences.size() == 1
                        ? sentences.getFirst()
                        : "[" + String.join(", ", sentences) + "]";
        ApiException e =
                about(
                        422,
                        "Invalid",
                        type,
                        name,
                        "%s \"%s\" is invalid: %s"
                                .formatted(
                                        type.group().isEmpty()
                                                ? type.kind()
                                                : type.kind() + "." + type.group(),
                                        name,
                                        all));
        Json.child(e.status, "details").put("kind", type.kind());
        return e.with(causes);
    }

    static ApiException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    static ApiException expired(String message) {
        return of(410, "Expired", message);
    }

    /** A shape of request that this small server doesn't serve. */
    static ApiException notServed(String what) {
        return of(
                501,
                "NotImplemented",
                "the practice API server doesn't serve %s; try it on a real cluster"
                        .formatted(what));
    }

    int code() {
        return status.path("code").asInt();
    }

    ObjectNode status() {
        return status.deepCopy();
    }
}
