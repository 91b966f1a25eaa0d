package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.drawbridge.policies.CanonicalJson;
import java.io.Closeable;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which records are written and hashed: {@link CanonicalJson} with RFC 3339 times.
 * Threads may share it.
 */
public final class RecordJson {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .serializationInclusion(JsonInclude.Include.NON_NULL)
                    .build();

    private RecordJson() {}

    /** The canonical text of a value. */
    public static String write(Object value) {
        return CanonicalJson.text(MAPPER.valueToTree(value));
    }

    /** A value as a JSON tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads a text that anybody may have written as {@code type}, whole: no value of its records,
     * or of lists in them, is absent unless it is {@link Nullable}; an absent number is 0 and an
     * absent flag false. Keys it doesn't know are left alone, since a newer desk may have written
     * them.
     *
     * @throws JsonProcessingException when the text isn't that, or lacks some of it
     */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        T value = MAPPER.readValue(text, type);
        requireWhole(value, type.getSimpleName());
        return value;
    }

    private static void requireWhole(@Nullable Object value, String name)
            throws JsonMappingException {
        switch (value) {
            case null -> throw new JsonMappingException((Closeable) null, "it has no " + name);
            case Record whole -> {
                for (RecordComponent part : whole.getClass().getRecordComponents()) {
                    Object held = held(whole, part);
                    if (held != null
                            || !part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                        requireWhole(held, part.getName());
                    }
                }
            }
            case Object[] several -> requireWhole(Arrays.asList(several), name);
            case Collection<?> several -> {
                for (Object each : several) {
                    requireWhole(each, name);
                }
            }
            default -> {}
        }
    }

    private static @Nullable Object held(Record value, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true); // the record may be private to who reads it
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's own component can always be read", e);
        }
    }

    /** Lower-case hex SHA-256 over the canonical JSON of a ConfigMap's data. */
    public static String sha256OfData(Map<String, String> data) {
        return sha256(write(new TreeMap<>(data)));
    }

    /** Lower-case hex SHA-256 of a text's UTF-8. */
    public static String sha256(String text) {
        return CanonicalJson.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
