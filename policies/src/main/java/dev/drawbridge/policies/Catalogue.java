package dev.drawbridge.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the pack as their own annotations describe them, and the collections that choose
 * among them.
 *
 * @param pack digest of the pack it was made from, 64 hex digits
 * @param rules by id
 * @param collections by name, also those that this build lacks rules for
 */
public record Catalogue(String pack, List<Rule> rules, List<Collection> collections) {

    /**
     * One rule.
     *
     * @param controls control ids with their edition: what the rule provides evidence for
     * @param remedyCantTell what would let it tell where it can't
     * @param depends {@code time} and {@code approvals}, where its level can rest on them
     * @param effectiveOn seconds since 1970 from when a deny counts; null for always
     */
    public record Rule(
            String id,
            String title,
            String description,
            List<String> controls,
            String remedy,
            String remedyCantTell,
            List<String> depends,
            List<Parameter> parameters,
            @Nullable Long effectiveOn) {}

    /**
     * A setting of a rule.
     *
     * @param type {@code string}, {@code integer}, {@code boolean}, {@code strings}
     * @param fallback what holds where it isn't set
     * @param values the words it knows; null where any will do
     */
    public record Parameter(
            String name,
            String type,
            @com.fasterxml.jackson.annotation.JsonProperty("default") JsonNode fallback,
            String meaning,
            @Nullable List<String> values) {

        public Parameter {
            values = values == null ? null : List.copyOf(values);
        }

        /** What it takes, in words that follow "must be". */
        public String wanted() {
            return values == null
                    ? "of the type " + type
                    : ("strings".equals(type) ? "a list of " : "one of ")
                            + String.join(", ", values);
        }

        /** Whether a value is of this parameter's type, and among the words it knows. */
        public boolean accepts(JsonNode value) {
            return switch (type) {
                case "string" -> isKnownText(value);
                case "integer" ->
                        value.isIntegralNumber()
                                && value.canConvertToLong()
                                && value.longValue() >= 0;
                case "boolean" -> value.isBoolean();
                case "strings" ->
                        value.isArray() && value.valueStream().allMatch(this::isKnownText);
                default -> false;
            };
        }

        private boolean isKnownText(JsonNode value) {
            return value.isTextual() && (values == null || values.contains(value.textValue()));
        }
    }

    /** A named choice of rules, always the complete one. */
    public record Collection(String name, String title, List<String> rules) {}

    public Catalogue {
        rules = List.copyOf(rules);
        collections = List.copyOf(collections);
    }

    /** That of the pack this build carries. */
    public static Catalogue bundled() {
        try {
            return CanonicalJson.read(Pack.catalogue(), Catalogue.class);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The rules' catalogue in this installation can't be read, it is damaged: install Drawbridge again.",
                    e);
        }
    }

    public Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    public Optional<Collection> collection(String name) {
        return collections.stream()
                .filter(collection -> collection.name().equals(name))
                .findFirst();
    }

    /**
     * The rules of a collection that this build lacks; a collection that lacks any can't be used
     * yet.
     */
    public List<String> missing(Collection collection) {
        return collection.rules().stream().filter(id -> rule(id).isEmpty()).toList();
    }
}
