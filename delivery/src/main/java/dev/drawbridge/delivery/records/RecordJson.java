package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.drawbridge.policies.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

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
     * Reads a text as {@code type}; keys it doesn't know are left alone, since a newer desk may
     * have written them.
     *
     * @throws JsonProcessingException when the text isn't that
     */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text, type);
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
