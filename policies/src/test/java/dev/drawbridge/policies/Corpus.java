package dev.drawbridge.policies;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Inputs that differ from a good one by a merge patch each (RFC 7396), with the levels expected of
 * their rules.
 */
final class Corpus {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param expect rule id → level as JSON writes it; rules not named here are fine
     */
    record Case(String name, JsonNode patch, Map<String, String> expect) {

        GateInput input() {
            return patched(patch);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Corpus() {}

    static GateInput good() {
        return patched(MAPPER.createObjectNode());
    }

    static GateInput patched(String patch) {
        try {
            return patched(MAPPER.readTree(patch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GateInput patched(JsonNode patch) {
        try {
            JsonNode good = read("good.json");
            ((ObjectNode) good.get("pins")).put("packDigest", Pack.digest());
            return CanonicalJson.read(
                    MAPPER.writeValueAsBytes(merged(good, patch)), GateInput.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Case> cases() {
        return MAPPER.convertValue(read("cases.json"), new TypeReference<List<Case>>() {});
    }

    private static JsonNode read(String name) {
        try (InputStream in = Corpus.class.getResourceAsStream("corpus/" + name)) {
            if (in == null) {
                throw new IllegalStateException("There is no corpus/" + name + ".");
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target.isObject() ? target.deepCopy() : MAPPER.createObjectNode();
        patch.properties()
                .forEach(each -> {
                    if (each.getValue().isNull()) {
                        result.remove(each.getKey());
                    } else {
                        result.set(
                                each.getKey(), merged(result.path(each.getKey()), each.getValue()));
                    }
                });
        return result;
    }
}
