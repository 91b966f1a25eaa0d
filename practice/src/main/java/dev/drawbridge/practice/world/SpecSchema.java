package dev.drawbridge.practice.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.practice.world.SpecShape.Field;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Makes the JSON Schema (draft 2020-12) of scenario files from the records they are read into. */
final class SpecSchema {
    private final ObjectNode definitions = Json.object();

    private SpecSchema() {}

    /** The schema, as it is published. */
    static String text() {
        SpecSchema schema = new SpecSchema();
        ObjectNode root =
                Json.object()
                        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                        .put("$id", "https://drawbridge.dev/schema/scenario.schema.json")
                        .put("title", "A scenario of the practice world");
        root.setAll(schema.record(WorldSpec.class));
        root.set("$defs", schema.definitions);
        return Json.pretty(root) + "\n";
    }

    private ObjectNode of(Type type) {
        if (!(type instanceof Class<?> plain)) {
            ObjectNode list = Json.object().put("type", "array");
            list.set("items", of(SpecShape.itemType(type)));
            return list;
        }
        if (plain.isSealed() || plain.isRecord()) {
            String name = plain.getSimpleName();
            if (!definitions.has(name)) {
                definitions.putObject(name);
                definitions.set(name, plain.isRecord() ? record(plain) : kinds(plain));
            }
            return Json.object().put("$ref", "#/$defs/" + name);
        }
        if (plain.isEnum()) {
            ObjectNode choice = Json.object();
            SpecShape.words(plain).forEach(choice.putArray("enum")::add);
            return choice;
        }
        if (plain == int.class) {
            return Json.object().put("type", "integer").put("minimum", 0).put("maximum", 999_999);
        }
        if (plain == boolean.class) {
            return Json.object().put("type", "boolean");
        }
        ObjectNode text = Json.object().put("type", "string");
        return plain == Duration.class ? text.put("pattern", "^" + SpecShape.DURATION + "$") : text;
    }

    private ObjectNode kinds(Class<?> sealed) {
        ObjectNode any = Json.object();
        ArrayNode kinds = any.putArray("oneOf");
        for (Map.Entry<String, Class<?>> kind : SpecShape.kinds(sealed).entrySet()) {
            ObjectNode record = record(kind.getValue());
            ObjectNode properties = Json.object();
            properties.putObject(SpecShape.KIND).put("const", kind.getKey());
            properties.setAll((ObjectNode) record.path("properties"));
            record.set("properties", properties);
            record.withArray("required").add(SpecShape.KIND);
            kinds.add(record);
        }
        return any;
    }

    private ObjectNode record(Class<?> type) {
        ObjectNode record = Json.object().put("type", "object");
        ObjectNode properties = record.putObject("properties");
        ArrayNode required = record.putArray("required");
        for (Field field : SpecShape.fields(type)) {
            ObjectNode value = of(field.type()).put("description", field.about());
            if (!field.byDefault().isEmpty()) {
                value.set("default", written(field.byDefault()));
            }
            properties.set(field.name(), value);
            if (field.required()) {
                required.add(field.name());
            }
        }
        return record.put("additionalProperties", false);
    }

    private static JsonNode written(String yaml) {
        return Json.tree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }
}
