package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** What each request about objects does, once it is known who asks and that they may. */
final class Requests {
    private final ObjectStore store;
    private final Writer writer;

    Requests(ObjectStore store, Writer writer) {
        this.store = store;
        this.writer = writer;
    }

    /** An answer: a status code and a body. */
    record Answer(int code, ObjectNode body) {}

    Predicate<JsonNode> selected(ApiRequest request) {
        Predicate<JsonNode> all = Selectors.labels(request.option("labelSelector"));
        return all.and(Selectors.fields(request.type(), request.option("fieldSelector")));
    }

    Answer get(ApiRequest request) {
        ObjectNode object =
                store.get(request.key())
                        .orElseThrow(() -> ApiException.notFound(request.type(), request.name()));
        return new Answer(200, request.subresource().equals("scale") ? Scale.of(object) : object);
    }

    Answer list(ApiRequest request) {
        String version = request.option("resourceVersion");
        if (!version.isEmpty() && Watches.revision(version) > store.revision()) {
            throw ApiException.of(
                    504,
                    "Timeout",
                    "Too large resource version: %s, current: %d"
                            .formatted(version, store.revision()));
        }
        ObjectStore.Snapshot now = store.list(request.type(), Watches.namespace(request));
        Predicate<JsonNode> selected = selected(request);
        ObjectNode list = Json.object();
        list.put("kind", request.type().kind() + "List")
                .put("apiVersion", request.type().apiVersion());
        ObjectNode metadata = list.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(now.revision()));
        ArrayNode items = list.putArray("items");
        page(request, now.items().stream().filter(selected).toList(), metadata).forEach(items::add);
        return new Answer(200, list);
    }

    /** So many as were asked for, from where the last page ended; pages are of one order. */
    private static List<ObjectNode> page(
            ApiRequest request, List<ObjectNode> all, ObjectNode metadata) {
        String from = request.option("continue");
        List<ObjectNode> rest = all;
        if (!from.isEmpty()) {
            String last = lastOf(from);
            rest = all.stream().filter(object -> place(object).compareTo(last) > 0).toList();
        }
        long limit = Watches.revision(request.query().getOrDefault("limit", "0"));
        if (limit == 0 || rest.size() <= limit) {
            return rest;
        }
        List<ObjectNode> page = rest.subList(0, (int) limit);
        byte[] end = place(page.getLast()).getBytes(StandardCharsets.UTF_8);
        metadata.put("continue", Base64.getUrlEncoder().withoutPadding().encodeToString(end));
        metadata.put("remainingItemCount", rest.size() - limit);
        return page;
    }

    private static String place(ObjectNode object) {
        return Json.text(object, "metadata", "namespace")
                + "\0"
                + Json.text(object, "metadata", "name");
    }

    private static String lastOf(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("continue key is not valid: " + token);
        }
    }

    Answer create(ApiRequest request) {
        ObjectNode body = body(request);
        checkKind(request, body);
        String namespace = Json.text(body, "metadata", "namespace");
        if (!namespace.isEmpty() && !namespace.equals(request.namespace())) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        return new Answer(201, writer.create(request, body));
    }

    Answer replace(ApiRequest request) {
        ObjectNode body = body(request);
        if (request.subresource().equals("scale")) {
            return scaled(request, scale -> Scale.into(scale, body));
        }
        checkKind(request, body);
        return new Answer(200, writer.replace(request, body));
    }

    Answer patch(ApiRequest request) {
        JsonNode patch = tree(request.body());
        if (request.contentType().equals("application/apply-patch+yaml")) {
            if (!request.subresource().isEmpty()) {
                throw ApiException.notServed("server-side apply of " + request.subresource());
            }
            boolean isNew = store.get(request.key()).isEmpty();
            ObjectNode applied = writer.apply(request, object(patch));
            return new Answer(isNew ? 201 : 200, applied);
        }
        if (request.subresource().equals("scale")) {
            return scaled(
                    request,
                    before -> Scale.into(before, patched(request, Scale.of(before), patch)));
        }
        return new Answer(200, writer.patch(request, before -> patched(request, before, patch)));
    }

    private Answer scaled(ApiRequest request, java.util.function.UnaryOperator<ObjectNode> change) {
        return new Answer(200, Scale.of(writer.patch(request, change::apply)));
    }

    private static ObjectNode patched(ApiRequest request, ObjectNode before, JsonNode patch) {
        return switch (request.contentType()) {
            case "application/merge-patch+json" -> Patches.merge(before, object(patch));
            case "application/strategic-merge-patch+json" ->
                    Patches.strategic(before, object(patch));
            case "application/json-patch+json" -> Patches.json(before, patch);
            default ->
                    throw ApiException.of(
                            415,
                            "UnsupportedMediaType",
                            "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml");
        };
    }

    Answer delete(ApiRequest request) {
        JsonNode options = request.body().length == 0 ? Json.object() : tree(request.body());
        ObjectNode last = writer.delete(request, options);
        boolean gone = store.get(request.key()).isEmpty() || request.dryRun();
        if (!gone || request.type().kind().equals("Pod")) {
            return new Answer(200, last);
        }
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        status.putObject("details")
                .put("name", request.name())
                .put("group", request.type().group())
                .put("kind", request.type().plural())
                .put("uid", Json.text(last, "metadata", "uid"));
        return new Answer(200, status);
    }

    Answer deleteCollection(ApiRequest request) {
        JsonNode options = request.body().length == 0 ? Json.object() : tree(request.body());
        List<ObjectNode> found =
                store.list(request.type(), Watches.namespace(request)).items().stream()
                        .filter(selected(request))
                        .toList();
        ObjectNode list = list(request).body();
        found.forEach(o -> writer.delete(request.named(Json.text(o, "metadata", "name")), options));
        return new Answer(200, list);
    }

    private static void checkKind(ApiRequest request, ObjectNode body) {
        String kind = Json.text(body, "kind");
        String version = Json.text(body, "apiVersion");
        boolean fits =
                (kind.isEmpty() || kind.equals(request.type().kind()))
                        && (version.isEmpty() || version.equals(request.type().apiVersion()));
        if (!fits) {
            throw ApiException.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered here"
                            .formatted(kind, version, request.type().kind(), kind));
        }
    }

    private static ObjectNode body(ApiRequest request) {
        if (!request.contentType().equals("application/json") && !request.contentType().isEmpty()) {
            throw ApiException.of(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: application/json");
        }
        return object(tree(request.body()));
    }

    /** JSON only: clients send server-side applies as JSON too, which is YAML. */
    static JsonNode tree(byte[] body) {
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw ApiException.badRequest(
                    "the body of the request isn't JSON, and the practice API server reads nothing else");
        }
    }

    static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body of the request isn't an object");
    }
}
