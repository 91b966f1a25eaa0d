package dev.drawbridge.delivery.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns one YAML node whose meaning is known elsewhere into JSON. */
final class FreeFormValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FreeFormValues() {}

    /** The JSON of a node, or null if it has none; the reason is among the problems. */
    static @Nullable JsonNode read(
            Node node,
            Problems problems,
            Function<Node, @Nullable JsonNode> child,
            Predicate<Node> secret) {
        return switch (node) {
            case MappingNode map -> object(map, problems, child);
            case SequenceNode list -> {
                ArrayNode array = JSON.arrayNode();
                for (Node item : list.getValue()) {
                    JsonNode value = child.apply(item);
                    if (value != null) {
                        array.add(value);
                    }
                }
                yield array;
            }
            case ScalarNode scalar -> secret.test(scalar) ? null : scalar(scalar, problems);
            default -> null;
        };
    }

    private static ObjectNode object(
            MappingNode map, Problems problems, Function<Node, @Nullable JsonNode> child) {
        ObjectNode object = JSON.objectNode();
        for (NodeTuple tuple : map.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (key.isEmpty()) {
                problems.add(
                        tuple.getKeyNode(), ShapeCheck.describe(tuple.getKeyNode()), "a key", null);
            } else if (Secrets.key(key)) {
                problems.add(
                        tuple.getKeyNode(),
                        "the key '" + key + "'",
                        "no secret",
                        ShapeCheck.KEYCHAIN);
            } else if (object.has(key)) {
                problems.add(
                        tuple.getKeyNode(),
                        "the key '" + key + "' a second time",
                        "each key once",
                        null);
            } else {
                JsonNode value = child.apply(tuple.getValueNode());
                if (value != null) {
                    object.set(key, value);
                }
            }
        }
        return object;
    }

    private static @Nullable JsonNode scalar(ScalarNode scalar, Problems problems) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(text);
        } else if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        } else if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        } else if (tag.equals(Tag.INT) && text.matches("-?[0-9]{1,18}")) {
            return JSON.numberNode(new BigInteger(text).longValueExact());
        } else if (tag.equals(Tag.FLOAT) && text.matches("-?[0-9.]{1,18}([eE][-+]?[0-9]{1,2})?")) {
            return JSON.numberNode(new BigDecimal(text));
        }
        problems.add(scalar, ShapeCheck.describe(scalar), "text, a number, true or false", null);
        return null;
    }
}
