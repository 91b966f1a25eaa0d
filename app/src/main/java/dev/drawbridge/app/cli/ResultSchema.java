package dev.drawbridge.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.delivery.Ending;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The JSON Schema (draft 2020-12) of what {@code --output json} writes: one document a command, its
 * {@code result} by the records that the commands answer with.
 */
final class ResultSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode definitions = JSON.objectNode();

    private ResultSchema() {}

    /** The schema of all commands, indented, with a line break at its end. */
    static String of(CommandLine root) {
        ObjectNode schema = new ResultSchema().schema(root);
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(schema)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private ObjectNode schema(CommandLine root) {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", "https://drawbridge.dev/schema/v1/cli.schema.json");
        schema.put("title", "What drawbridge --output json writes");
        schema.put(
                "description",
                "One document on standard output. A command that came to no answer has an error in place of a result,"
                        + " or beside it. Times are RFC 3339 in UTC.");
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("command").put("type", "string");
        ArrayNode outcomes = properties.putObject("outcome").putArray("enum");
        ArrayNode codes = properties.putObject("exitCode").putArray("enum");
        for (Ending ending : Ending.values()) {
            outcomes.add(ending.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            codes.add(ending.code());
        }
        properties.putObject("error").put("type", "string");
        properties.putObject("result").put("type", "object");
        properties.putObject("next").put("type", "array").putObject("items").put("type", "string");
        schema.putArray("required").add("command").add("outcome").add("exitCode");
        schema.putArray("anyOf")
                .add(JSON.objectNode().set("required", JSON.arrayNode().add("result")))
                .add(JSON.objectNode().set("required", JSON.arrayNode().add("error")));
        schema.put("additionalProperties", false);
        ArrayNode each = schema.putArray("allOf");
        for (CommandLine line : CommandTree.eachBelow(root)) {
            if (line.getCommandSpec().userObject() instanceof DeskCommand command) {
                each.add(command(Execution.name(line), command.resultType()));
            }
        }
        schema.set("$defs", definitions);
        return schema;
    }

    private ObjectNode command(String name, Class<? extends Record> result) {
        ObjectNode rule = JSON.objectNode();
        rule.putObject("if").putObject("properties").putObject("command").put("const", name);
        rule.putObject("then").putObject("properties").set("result", record(result));
        return rule;
    }

    private ObjectNode record(Class<?> type) {
        String name = name(type);
        if (!definitions.has(name)) {
            ObjectNode definition = definitions.putObject(name).put("type", "object");
            ObjectNode properties = definition.putObject("properties");
            ArrayNode required = definition.putArray("required");
            for (RecordComponent component : type.getRecordComponents()) {
                AnnotatedType annotated = component.getAnnotatedType();
                properties.set(component.getName(), value(component.getGenericType()));
                if (!annotated.isAnnotationPresent(Nullable.class)) {
                    required.add(component.getName());
                }
            }
            definition.put("additionalProperties", false);
        }
        return JSON.objectNode().put("$ref", "#/$defs/" + name);
    }

    /** {@code GateCommand.Result} is {@code Gate.Result}. */
    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null
                ? type.getSimpleName()
                : outer.getSimpleName().replaceFirst("Command$", "") + "." + type.getSimpleName();
    }

    private ObjectNode value(Type type) {
        ObjectNode node = JSON.objectNode();
        if (type instanceof ParameterizedType generic) {
            Type last =
                    generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                node.put("type", "array").set("items", value(last));
                return node;
            }
            if (generic.getRawType() == Map.class) {
                node.put("type", "object").set("additionalProperties", value(last));
                return node;
            }
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no schema for " + type);
        }
        return plain(plain, node);
    }

    private ObjectNode plain(Class<?> type, ObjectNode node) {
        if (type.isRecord()) {
            return record(type);
        }
        if (type == String.class) {
            return node.put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.put("type", "boolean");
        }
        if (List.of(int.class, long.class, Integer.class, Long.class).contains(type)) {
            return node.put("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return node.put("type", "number");
        }
        if (type == Instant.class) {
            return node.put("type", "string").put("format", "date-time");
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return node; // any JSON
        }
        if (type.isEnum()) {
            ArrayNode words = node.putArray("enum");
            Arrays.stream(type.getEnumConstants()).forEach(c -> words.add(c.toString()));
            return node;
        }
        throw new IllegalArgumentException("no schema for " + type);
    }
}
