package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON merge patch (RFC 7396), strategic merge patch with {@code $patch: delete|replace}, and JSON
 * patch (RFC 6902). Each gives a new tree.
 */
final class Patches {
    private Patches() {}

    static ObjectNode merge(ObjectNode target, JsonNode patch) {
        ObjectNode result = target.deepCopy();
        mergeInto(result, patch);
        return result;
    }

    private static void mergeInto(ObjectNode target, JsonNode patch) {
        for (var field : patch.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else if (value.isObject()) {
                mergeInto(Json.child(target, name), value);
            } else {
                target.set(name, value.deepCopy());
            }
        }
    }

    static ObjectNode strategic(ObjectNode target, JsonNode patch) {
        ObjectNode result = target.deepCopy();
        strategicInto(result, patch, "");
        return result;
    }

    private static void strategicInto(ObjectNode target, JsonNode patch, String parent) {
        if (patch.path("$patch").asText().equals("replace")) {
            target.removeAll();
        }
        for (var field : patch.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            String key = Shapes.patchKey(parent, name);
            if (name.startsWith("$setElementOrder/")
                    || name.equals("$retainKeys")
                    || name.equals("$patch")) {
                continue;
            }
            if (name.startsWith("$deleteFromPrimitiveList/")) {
                ArrayNode list = Json.list(target, name.substring(name.indexOf('/') + 1));
                value.forEach(gone -> list.removeIf(item -> item.equals(gone)));
            } else if (name.startsWith("$")) {
                throw ApiException.notServed(
                        "the directive " + name + " of a strategic merge patch");
            } else if (value.isNull()) {
                target.remove(name);
            } else if (value.isObject()) {
                if (value.path("$patch").asText().equals("delete")) {
                    target.remove(name);
                } else {
                    retainKeys(target.get(name), value);
                    strategicInto(Json.child(target, name), value, name);
                }
            } else if (value.isArray() && key != null) {
                strategicItems(Json.list(target, name), value, key, name);
            } else if (value.isArray() && Shapes.isSet(name)) {
                ArrayNode list = Json.list(target, name);
                List<JsonNode> present = list.valueStream().toList();
                value.valueStream().filter(v -> !present.contains(v)).forEach(list::add);
            } else {
                target.set(name, value.deepCopy());
            }
        }
    }

    private static void retainKeys(@Nullable JsonNode target, JsonNode patch) {
        if (target instanceof ObjectNode there && patch.has("$retainKeys")) {
            there.retain(Json.texts(patch.path("$retainKeys")));
        }
    }

    private static void strategicItems(ArrayNode target, JsonNode patch, String key, String list) {
        for (JsonNode item : patch) {
            if (item.path("$patch").asText().equals("replace")) {
                target.removeAll();
                patch.valueStream()
                        .filter(i -> !i.has("$patch"))
                        .forEach(i -> target.add(i.deepCopy()));
                return;
            }
        }
        for (JsonNode item : patch) {
            JsonNode wanted = item.get(key);
            if (wanted == null) {
                throw ApiException.badRequest(
                        "map: %s does not contain declared merge key: %s".formatted(item, key));
            }
            int index = 0;
            while (index < target.size() && !wanted.equals(target.get(index).get(key))) {
                index++;
            }
            if (item.path("$patch").asText().equals("delete")) {
                target.remove(index);
            } else if (index < target.size() && target.get(index) instanceof ObjectNode there) {
                strategicInto(there, item, list);
            } else {
                target.add(item.deepCopy());
            }
        }
    }

    static ObjectNode json(ObjectNode target, JsonNode operations) {
        ObjectNode result = target.deepCopy();
        for (JsonNode operation : operations) {
            String path = Json.text(operation, "path");
            switch (Json.text(operation, "op")) {
                case "add" -> put(result, path, operation.path("value"), true);
                case "replace" -> {
                    value(result, path);
                    put(result, path, operation.path("value"), false);
                }
                case "remove" -> take(result, path);
                case "test" -> {
                    if (!value(result, path).equals(operation.path("value"))) {
                        throw ApiException.of(
                                422,
                                "Invalid",
                                "the server rejected our request due to an error in our request: testing value %s failed"
                                        .formatted(path));
                    }
                }
                default ->
                        throw ApiException.notServed(
                                "the operation " + operation.path("op") + " of a JSON patch");
            }
        }
        return result;
    }

    private static JsonNode value(JsonNode root, String path) {
        JsonNode found = root.at(path);
        if (found.isMissingNode()) {
            throw ApiException.of(
                    422,
                    "Invalid",
                    "the server rejected our request due to an error in our request: there is nothing at %s"
                            .formatted(path));
        }
        return found;
    }

    private static void put(ObjectNode root, String path, JsonNode value, boolean insert) {
        int slash = path.lastIndexOf('/');
        JsonNode parent = value(root, path.substring(0, Math.max(slash, 0)));
        String last = unescaped(path.substring(slash + 1));
        if (parent instanceof ObjectNode map) {
            map.set(last, value.deepCopy());
        } else if (parent instanceof ArrayNode list) {
            if (last.equals("-")) {
                list.add(value.deepCopy());
            } else if (insert) {
                list.insert(index(last), value.deepCopy());
            } else {
                list.set(index(last), value.deepCopy());
            }
        }
    }

    private static void take(ObjectNode root, String path) {
        value(root, path);
        int slash = path.lastIndexOf('/');
        String last = unescaped(path.substring(slash + 1));
        switch (value(root, path.substring(0, Math.max(slash, 0)))) {
            case ObjectNode map -> map.remove(last);
            case ArrayNode list -> list.remove(index(last));
            default -> throw ApiException.badRequest("a JSON patch can't remove " + path);
        }
    }

    private static int index(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("a JSON patch names item " + text + " of a list");
        }
    }

    private static String unescaped(String element) {
        return element.replace("~1", "/").replace("~0", "~");
    }
}
