package dev.drawbridge.delivery.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.delivery.workspace.Shape.Choice;
import dev.drawbridge.delivery.workspace.Shape.Field;
import dev.drawbridge.delivery.workspace.Shape.Fields;
import dev.drawbridge.delivery.workspace.Shape.Flag;
import dev.drawbridge.delivery.workspace.Shape.ListOf;
import dev.drawbridge.delivery.workspace.Shape.MapOf;
import dev.drawbridge.delivery.workspace.Shape.ShortOrLong;
import dev.drawbridge.delivery.workspace.Shape.Span;
import dev.drawbridge.delivery.workspace.Shape.Text;
import dev.drawbridge.delivery.workspace.Shape.Whole;
import java.util.List;

/**
 * The JSON Schema (draft 2020-12) of the workspace file, for editors and other tools. What a schema
 * can't say (unique names, a cycle in {@code after}, files that exist) only {@link WorkspaceReader}
 * checks.
 */
public final class SchemaWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchemaWriter() {}

    /** The schema, indented, with a line break at its end. */
    public static String schema() {
        ObjectNode root = JSON.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", "https://drawbridge.dev/schema/v1/workspace.schema.json");
        root.put("title", "Drawbridge workspace");
        root.put(
                "description",
                "What a team writes down once. 'drawbridge workspace check' also checks what a schema can't say:"
                        + " names that are unique and resolve, the order given by 'after', files that exist.");
        root.setAll(node(WorkspaceShape.root()));
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(root)
                            .replace("\r\n", "\n")
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private static ObjectNode node(Shape shape) {
        ObjectNode node = JSON.objectNode();
        switch (shape) {
            case Text text -> {
                node.put("type", "string").put("maxLength", 2000);
                node.put("pattern", text.pattern() == null ? "\\S" : "^(" + text.pattern() + ")$");
                if (!text.notYet().isEmpty()) {
                    node.putObject("not").set("enum", words(text.notYet()));
                }
            }
            case Choice choice -> node.set("enum", words(choice.values()));
            case Flag ignored -> node.put("type", "boolean");
            case Whole whole ->
                    node.put("type", "integer")
                            .put("minimum", whole.least())
                            .put("maximum", whole.most());
            case Span ignored ->
                    node.put("type", "string").put("pattern", "^(" + Spans.REGEX + ")$");
            case ListOf list -> {
                node.put("type", "array");
                if (list.least() > 0) {
                    node.put("minItems", list.least());
                }
                node.set("items", node(list.item()));
            }
            case MapOf map -> {
                node.put("type", "object");
                node.set("propertyNames", node(map.key()));
                node.set("additionalProperties", node(map.value()));
            }
            case Fields fields -> fields(node, fields);
            case ShortOrLong either ->
                    node.putArray("oneOf").add(node(either.word())).add(node(either.map()));
        }
        return node;
    }

    private static void fields(ObjectNode node, Fields shape) {
        node.put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (Field field : shape.fields()) {
            if (field.notYet()) {
                continue;
            }
            ObjectNode property = properties.putObject(field.name());
            property.put(
                    "description",
                    field.standard() == null
                            ? field.doc()
                            : field.doc() + " Without it: " + field.standard() + ".");
            property.setAll(node(field.shape()));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        node.put("additionalProperties", false);
    }

    private static ArrayNode words(List<String> words) {
        ArrayNode array = JSON.arrayNode();
        words.forEach(array::add);
        return array;
    }
}
