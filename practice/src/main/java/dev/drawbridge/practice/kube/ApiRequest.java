package dev.drawbridge.practice.kube;

import java.util.List;
import java.util.Map;

/**
 * A request about objects, taken apart.
 *
 * @param verb as RBAC names it: get, list, watch, create, update, patch, delete, deletecollection
 * @param namespace empty for all, or for a kind without
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param contentType of the body, without parameters
 */
record ApiRequest(
        String verb,
        ResourceType type,
        String namespace,
        String name,
        String subresource,
        Map<String, String> query,
        String contentType,
        String userAgent,
        byte[] body,
        User user) {
    String option(String name) {
        return query.getOrDefault(name, "");
    }

    boolean flag(String name) {
        return option(name).equals("true") || option(name).equals("1");
    }

    boolean dryRun() {
        String wanted = option("dryRun");
        if (!wanted.isEmpty() && !wanted.equals("All")) {
            throw ApiException.badRequest(
                    "dryRun: Unsupported value: \"%s\": supported values: \"All\""
                            .formatted(wanted));
        }
        return !wanted.isEmpty();
    }

    /** Who writes, as managedFields names them. */
    String fieldManager() {
        String named = option("fieldManager");
        if (!named.isEmpty()) {
            return named;
        }
        String program = userAgent.split("[/ ]", 2)[0];
        return program.isEmpty() ? "unknown" : program;
    }

    ObjectKey key() {
        return new ObjectKey(type, namespace, name);
    }

    ApiRequest named(String objectName) {
        return new ApiRequest(
                verb,
                type,
                namespace,
                objectName,
                subresource,
                query,
                contentType,
                userAgent,
                body,
                user);
    }

    Access access(String asVerb) {
        return new Access(user, asVerb, type.group(), type.plural(), subresource, namespace, name);
    }

    /** What RBAC is asked. */
    record Access(
            User user,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name) {
        String qualifiedResource() {
            return subresource.isEmpty() ? resource : resource + "/" + subresource;
        }

        /** As a refusal tells it. */
        String refusal() {
            String where =
                    namespace.isEmpty()
                            ? "at the cluster scope"
                            : "in the namespace \"%s\"".formatted(namespace);
            return "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                    .formatted(user.name(), verb, qualifiedResource(), group, where);
        }
    }

    static final List<String> VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");
}
