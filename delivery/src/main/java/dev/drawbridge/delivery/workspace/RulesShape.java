package dev.drawbridge.delivery.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.delivery.workspace.Shape.Choice;
import dev.drawbridge.delivery.workspace.Shape.Field;
import dev.drawbridge.delivery.workspace.Shape.Fields;
import dev.drawbridge.delivery.workspace.Shape.Flag;
import dev.drawbridge.delivery.workspace.Shape.ListOf;
import dev.drawbridge.delivery.workspace.Shape.Text;
import dev.drawbridge.delivery.workspace.Shape.Whole;
import dev.drawbridge.policies.Catalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a gate may choose and set, as the catalogue of this build's rules has it. */
final class RulesShape {

    /** More seconds, days or tests than any rule could mean. */
    private static final int LARGEST_NUMBER = 999_999_999;

    private RulesShape() {}

    /** A collection; those that lack a rule in this build are of a later version. */
    static Choice collection(Catalogue catalogue) {
        Map<Boolean, List<String>> complete =
                catalogue.collections().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        each -> catalogue.missing(each).isEmpty(),
                                        Collectors.mapping(
                                                Catalogue.Collection::name, Collectors.toList())));
        return new Choice(
                complete.getOrDefault(true, List.of()), complete.getOrDefault(false, List.of()));
    }

    /** The parameters by rule; a rule that only a collection names is of a later version. */
    static Fields parameters(Catalogue catalogue) {
        Map<String, Field> rules = new LinkedHashMap<>();
        catalogue
                .rules()
                .forEach(rule ->
                        rules.put(
                                rule.id(),
                                Field.may(rule.id(), parameters(rule), rule.title() + ".")));
        catalogue.collections().stream()
                .flatMap(each -> catalogue.missing(each).stream())
                .forEach(id -> rules.putIfAbsent(id, Field.later(id)));
        return new Fields(new ArrayList<>(rules.values()));
    }

    private static Fields parameters(Catalogue.Rule rule) {
        return new Fields(
                rule.parameters().stream()
                        .map(each ->
                                Field.may(each.name(), value(each), each.meaning() + ".")
                                        .standard(words(each.fallback())))
                        .toList());
    }

    private static Shape value(Catalogue.Parameter parameter) {
        Shape text = parameter.values() == null ? Text.any("text") : Choice.of(parameter.values());
        return switch (parameter.type()) {
            case "boolean" -> new Flag();
            case "integer" -> new Whole(0, LARGEST_NUMBER);
            case "string" -> text;
            case "strings" -> new ListOf(text, 0);
            default ->
                    throw new IllegalStateException(
                            "the parameter "
                                    + parameter.name()
                                    + " has the type "
                                    + parameter.type()
                                    + ", which isn't known");
        };
    }

    private static String words(JsonNode fallback) {
        if (!fallback.isArray()) {
            return fallback.asText();
        }
        return fallback.isEmpty()
                ? "none"
                : fallback.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
}
