package dev.drawbridge.delivery.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of the file that has its right shape, and where it stands. What hasn't is missing from
 * the tree, so the checks that look across the file take every part as possibly absent; only a file
 * without problems is made into records.
 *
 * @param value a String, Boolean, Integer, Duration, List of Located, or Map from String to Located
 * @param complete nothing under it is missing for having the wrong shape
 */
record Located(Object value, int line, int column, boolean complete) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Nullable Located get(String key) {
        return value instanceof Map<?, ?> map && map.get(key) instanceof Located found
                ? found
                : null;
    }

    /** The value behind a path of keys; null if any is missing. */
    @Nullable Located at(String... path) {
        Located here = this;
        for (String key : path) {
            here = here == null ? null : here.get(key);
        }
        return here;
    }

    @Nullable String text(String... path) {
        Located found = at(path);
        return found != null && found.value instanceof String text ? text : null;
    }

    /** A text that the shape requires. */
    String must(String... path) {
        String text = text(path);
        if (text == null) {
            throw new IllegalStateException(String.join(".", path) + " is required and missing");
        }
        return text;
    }

    boolean flag(String key) {
        return at(key) instanceof Located found && found.value.equals(true);
    }

    @Nullable Duration span(String... path) {
        Located found = at(path);
        return found != null && found.value instanceof Duration span ? span : null;
    }

    /** The items of a list; none if it is missing. */
    @SuppressWarnings("unchecked")
    List<Located> list(String... path) {
        Located found = at(path);
        return found != null && found.value instanceof List<?> list
                ? (List<Located>) list
                : List.of();
    }

    List<String> texts(String... path) {
        return list(path).stream().map(l -> (String) l.value).toList();
    }

    /** The entries of a map, in the file's order; none if it is missing. */
    @SuppressWarnings("unchecked")
    Map<String, Located> map(String... path) {
        Located found = at(path);
        return found != null && found.value instanceof Map<?, ?> map
                ? (Map<String, Located>) map
                : Map.of();
    }

    int whole() {
        return (Integer) value;
    }

    /** The value as JSON; a length of time has none. */
    JsonNode json() {
        return switch (value) {
            case String text -> JSON.textNode(text);
            case Boolean flag -> JSON.booleanNode(flag);
            case Integer number -> JSON.numberNode(number);
            case List<?> ignored -> {
                ArrayNode array = JSON.arrayNode();
                list().forEach(item -> array.add(item.json()));
                yield array;
            }
            case Map<?, ?> ignored -> {
                ObjectNode object = JSON.objectNode();
                map().forEach((key, item) -> object.set(key, item.json()));
                yield object;
            }
            default -> throw new IllegalStateException(value + " has no form in JSON");
        };
    }
}
