package dev.drawbridge.delivery.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One place at which two JSON trees differ.
 *
 * @param path the keys down to it, such as {@code environment.gate.soak}
 * @param was what the first has there; null: nothing
 * @param is what the second has there; null: nothing
 */
record Difference(String path, @Nullable JsonNode was, @Nullable JsonNode is) {

    private static final int LONGEST = 120;

    /** In words: {@code environment.gate.soak was "30m" and is "10m"}. */
    String words() {
        if (was == null) {
            return path + " is new: " + text(is);
        } else if (is == null) {
            return path + " is gone: " + text(was);
        }
        return path + " was " + text(was) + " and is " + text(is);
    }

    private static String text(@Nullable JsonNode node) {
        String text = String.valueOf(node).replaceAll("\\s+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    /**
     * Where two trees differ, in the order of the second. Lists of things with a name or id are
     * compared by it.
     */
    static List<Difference> between(JsonNode was, JsonNode is) {
        List<Difference> found = new ArrayList<>();
        compare("", was, is, found);
        return List.copyOf(found);
    }

    private static void compare(
            String path, @Nullable JsonNode was, @Nullable JsonNode is, List<Difference> found) {
        JsonNode before = named(was);
        JsonNode after = named(is);
        if (before != null && after != null && before.isObject() && after.isObject()) {
            Set<String> keys = new LinkedHashSet<>();
            after.fieldNames().forEachRemaining(keys::add);
            before.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                compare(
                        path.isEmpty() ? key : path + "." + key,
                        before.get(key),
                        after.get(key),
                        found);
            }
        } else if (!empty(before)
                && !empty(after)
                && before != null
                && before.isArray()
                && after != null
                && after.isArray()
                && before.size() == after.size()
                && before.size() > 0
                && before.get(0).isObject()) {
            for (int i = 0; i < after.size(); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i), found);
            }
        } else if (!(empty(before) && empty(after)) && (before == null || !before.equals(after))) {
            found.add(new Difference(path, empty(before) ? null : was, empty(after) ? null : is));
        }
    }

    /** Nothing, null, an empty list and an empty map mean the same. */
    private static boolean empty(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isContainerNode() && node.isEmpty();
    }

    /** A list whose members all have a name or id of their own, as a map by it. */
    private static @Nullable JsonNode named(@Nullable JsonNode node) {
        if (node == null || !node.isArray() || node.isEmpty()) {
            return node;
        }
        for (String key : List.of("name", "id")) {
            boolean all =
                    StreamSupport.stream(node.spliterator(), false)
                            .allMatch(n -> n.path(key).isTextual());
            ObjectNode map = JsonNodeFactory.instance.objectNode();
            if (all) {
                node.forEach(member -> map.set("'" + member.path(key).asText() + "'", member));
            }
            if (map.size() == node.size()) {
                return map;
            }
        }
        return node;
    }
}
