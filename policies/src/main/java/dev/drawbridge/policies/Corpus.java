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
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The pack's own examples: inputs that differ from a good one by a merge patch each (RFC 7396),
 * with the levels expected of their rules. Any engine must say the same of them.
 */
public final class Corpus {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * @param expect rule id → level as JSON writes it; rules not named here are fine
     */
    record Case(String name, JsonNode patch, Map<String, Level> expect) {

        GateInput input() {
            return patched(patch);
        }

        /** Where a verdict on it isn't what is expected. */
        List<Difference> differences(Verdict verdict) {
            Map<String, Level> found = new TreeMap<>();
            verdict.findings()
                    .forEach(finding ->
                            found.merge(
                                    finding.id(),
                                    finding.level(),
                                    (one, other) -> Level.worst(List.of(one, other))));
            TreeSet<String> rules = new TreeSet<>(found.keySet());
            rules.addAll(expect.keySet());
            return rules.stream()
                    .map(rule ->
                            new Difference(
                                    name,
                                    rule,
                                    expect.getOrDefault(rule, Level.FINE),
                                    found.get(rule)))
                    .filter(each -> each.expected() != each.found())
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * An example that came out otherwise.
     *
     * @param found null where the rule said nothing
     */
    public record Difference(String example, String rule, Level expected, @Nullable Level found) {}

    private Corpus() {}

    /** How many examples there are. */
    public static int size() {
        return cases().size();
    }

    /**
     * Judges all examples, some milliseconds each.
     *
     * @return what didn't come out as expected, in the examples' order
     * @throws PolicyEngineException if the engine can't be asked, or runs other rules
     */
    public static List<Difference> differences(PolicyEngine engine) {
        List<Case> cases = cases();
        // a gate would take an engine's failure for a finding
        engine.evaluate(cases.getFirst().input());
        Gate gate = new Gate(engine);
        return cases.stream()
                .flatMap(each -> each.differences(gate.judge(each.input())).stream())
                .toList();
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
        return CanonicalJson.mapper()
                .convertValue(read("cases.json"), new TypeReference<List<Case>>() {});
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
