package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What the server serves, as clients ask for it: groups, resources, version, and a small OpenAPI
 * v3.
 */
final class Discovery {
    private static final List<String> REVIEW_GROUPS =
            List.of("authentication.k8s.io", "authorization.k8s.io");

    private Discovery() {}

    /** The answer to a path that isn't about objects, if there is one. */
    static Optional<ObjectNode> answer(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String[] steps = trimmed.substring(1).split("/");
        return switch (trimmed) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(core());
            case "/apis" -> Optional.of(groups());
            case "/openapi/v3" -> Optional.of(openApiPaths());
            default -> {
                if (trimmed.startsWith("/openapi/v3/")) {
                    yield groupVersion(trimmed.substring("/openapi/v3/".length()))
                            .map(Discovery::openApi);
                }
                if (steps.length == 2
                        && steps[0].equals("apis")
                        && allGroups().contains(steps[1])) {
                    yield Optional.of(
                            group(steps[1]).put("kind", "APIGroup").put("apiVersion", "v1"));
                }
                yield groupVersion(trimmed.substring(1)).map(Discovery::resources);
            }
        };
    }

    private static List<String> allGroups() {
        return java.util.stream.Stream.concat(
                        ResourceType.all().stream().map(ResourceType::group),
                        REVIEW_GROUPS.stream())
                .filter(group -> !group.isEmpty())
                .distinct()
                .toList();
    }

    private static Optional<String> groupVersion(String path) {
        if (path.equals("api/v1")) {
            return Optional.of("v1");
        }
        String[] steps = path.split("/");
        boolean served =
                steps.length == 3
                        && steps[0].equals("apis")
                        && allGroups().contains(steps[1])
                        && steps[2].equals("v1");
        return served ? Optional.of(steps[1] + "/v1") : Optional.empty();
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.4+practice")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "practice/world");
    }

    private static ObjectNode core() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        allGroups().forEach(name -> groups.add(group(name)));
        return list;
    }

    private static ObjectNode group(String name) {
        ObjectNode group = Json.object().put("name", name);
        String version = name + "/v1";
        group.putArray("versions").addObject().put("groupVersion", version).put("version", "v1");
        group.putObject("preferredVersion").put("groupVersion", version).put("version", "v1");
        return group;
    }

    private static ObjectNode resources(String groupVersion) {
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", groupVersion);
        ArrayNode resources = list.putArray("resources");
        for (ResourceType type : ResourceType.all()) {
            if (type.apiVersion().equals(groupVersion)) {
                ObjectNode node = resource(type, type.plural(), type.kind(), ApiRequest.VERBS);
                node.put("singularName", type.singular());
                type.shortNames().forEach(Json.list(node, "shortNames")::add);
                resources.add(node);
                for (String sub : type.subresources()) {
                    ObjectNode part =
                            resource(
                                    type,
                                    type.plural() + "/" + sub,
                                    sub.equals("scale") ? "Scale" : type.kind(),
                                    List.of("get", "patch", "update"));
                    if (sub.equals("scale")) {
                        part.put("group", "autoscaling").put("version", "v1");
                    }
                    resources.add(part);
                }
            }
        }
        Reviews.kinds(groupVersion)
                .forEach(kind -> {
                    ObjectNode node = resources.addObject();
                    node.put("name", kind.toLowerCase(java.util.Locale.ROOT) + "s")
                            .put("singularName", "")
                            .put("namespaced", kind.startsWith("Local"))
                            .put("kind", kind);
                    node.putArray("verbs").add("create");
                });
        return list;
    }

    private static ObjectNode resource(
            ResourceType type, String name, String kind, List<String> verbs) {
        ObjectNode node = Json.object().put("name", name).put("singularName", "");
        node.put("namespaced", type.namespaced()).put("kind", kind);
        verbs.forEach(node.putArray("verbs")::add);
        return node;
    }

    private static ObjectNode openApiPaths() {
        ObjectNode document = Json.object();
        ObjectNode paths = document.putObject("paths");
        paths.putObject("api/v1").put("serverRelativeURL", "/openapi/v3/api/v1");
        for (String group : allGroups()) {
            String path = "apis/" + group + "/v1";
            paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
        }
        return document;
    }

    /** As much as kubectl reads to learn that it may leave validation to the server. */
    private static ObjectNode openApi(String groupVersion) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Practice").put("version", "v1");
        ObjectNode paths = document.putObject("paths");
        for (ResourceType type : ResourceType.all()) {
            if (type.apiVersion().equals(groupVersion)) {
                ObjectNode patch = paths.putObject(path(type)).putObject("patch");
                patch.putObject("x-kubernetes-group-version-kind")
                        .put("group", type.group())
                        .put("version", type.version())
                        .put("kind", type.kind());
                ArrayNode parameters = patch.putArray("parameters");
                for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
                    ObjectNode parameter =
                            parameters.addObject().put("name", name).put("in", "query");
                    parameter.putObject("schema").put("type", "string");
                }
            }
        }
        return document;
    }

    private static String path(ResourceType type) {
        String root = type.group().isEmpty() ? "/api/v1/" : "/apis/" + type.apiVersion() + "/";
        return root
                + (type.namespaced() ? "namespaces/{namespace}/" : "")
                + type.plural()
                + "/{name}";
    }
}
