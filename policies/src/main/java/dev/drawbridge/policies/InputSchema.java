package dev.drawbridge.policies;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of {@link GateInput}, from the records themselves, so that it
 * can't fall behind.
 */
public final class InputSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private InputSchema() {}

    /** The published schema. */
    public static JsonNode json() {
        InputSchema schema = new InputSchema();
        ObjectNode root = JSON.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", "https://drawbridge.dev/schema/gate-input.v" + GateInput.VERSION + ".json");
        root.put("title", "What a gate of Drawbridge judges");
        root.put(
                "description",
                "Times are seconds since 1970 (UTC) by the target API server's clock, durations are seconds, digests are"
                        + " written sha256:<64 hex>. What isn't known is left out. Environment variables by name and source,"
                        + " never by value.");
        root.setAll(schema.object(GateInput.class));
        ((ObjectNode) root.get("properties")).putObject("version").put("const", GateInput.VERSION);
        ObjectNode definitions = root.putObject("$defs");
        schema.definitions.forEach(definitions::set);
        return root;
    }

    private ObjectNode object(Class<?> record) {
        ObjectNode node = JSON.objectNode().put("type", "object");
        ObjectNode properties = JSON.objectNode();
        ArrayNode required = JSON.arrayNode();
        for (RecordComponent component : record.getRecordComponents()) {
            String name = name(component);
            properties.set(name, type(component.getAnnotatedType()));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(name);
            }
        }
        node.set("properties", properties);
        node.set("required", required);
        return node.put("additionalProperties", false);
    }

    private static String name(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null ? component.getName() : given.value();
    }

    private ObjectNode type(AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType parameterized) {
            AnnotatedType[] arguments =
                    ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            ObjectNode node = JSON.objectNode();
            if (parameterized.getRawType() == List.class) {
                node.put("type", "array").set("items", type(arguments[0]));
            } else {
                node.put("type", "object").set("additionalProperties", type(arguments[1]));
            }
            return node;
        }
        return plain((Class<?>) type);
    }

    private ObjectNode plain(Class<?> type) {
        ObjectNode node = JSON.objectNode();
        if (type == String.class) {
            return node.put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.put("type", "boolean");
        }
        if (type == long.class || type == Long.class || type == int.class) {
            return node.put("type", "integer");
        }
        if (type == JsonNode.class) {
            return node.put("type", "object");
        }
        String name = type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, node); // holds the place while its own parts are described
            definitions.put(name, type.isEnum() ? words(type) : object(type));
        }
        return node.put("$ref", "#/$defs/" + name);
    }

    private static ObjectNode words(Class<?> type) {
        ObjectNode node = JSON.objectNode().put("type", "string");
        ArrayNode words = node.putArray("enum");
        Arrays.stream(type.getEnumConstants())
                .map(each -> CanonicalJson.mapper().convertValue(each, String.class))
                .forEach(words::add);
        return node;
    }
}
