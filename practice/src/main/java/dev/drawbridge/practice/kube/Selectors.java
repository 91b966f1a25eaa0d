package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label selectors, as text and as the types have them, and field selectors. */
final class Selectors {
    private static final Pattern SET_BASED =
            Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^!=\\s]+)\\s*(==|=|!=)\\s*(\\S*)");

    private Selectors() {}

    /** A selector of a list or watch: {@code a=b,c!=d,e in (f,g),h,!i}. */
    static Predicate<JsonNode> labels(String selector) {
        Predicate<JsonNode> all = object -> true;
        for (String part : parts(selector)) {
            all = all.and(label(part));
        }
        return all;
    }

    private static List<String> parts(String selector) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        StringBuilder part = new StringBuilder();
        for (char c : selector.toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static Predicate<JsonNode> label(String requirement) {
        Matcher set = SET_BASED.matcher(requirement);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
            boolean in = set.group(2).equals("in");
            String key = set.group(1);
            return object -> has(object, key) ? values.contains(label(object, key)) == in : !in;
        }
        Matcher equality = EQUALITY.matcher(requirement);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            String key = equality.group(1);
            String value = equality.group(3);
            return object -> (has(object, key) && label(object, key).equals(value)) == equal;
        }
        if (requirement.matches("![^\\s!=]+")) {
            return object -> !has(object, requirement.substring(1));
        }
        if (requirement.matches("[^\\s!=]+")) {
            return object -> has(object, requirement);
        }
        throw ApiException.badRequest("unable to parse requirement: " + requirement);
    }

    private static boolean has(JsonNode object, String key) {
        return Json.at(object, "metadata", "labels").has(key);
    }

    private static String label(JsonNode object, String key) {
        return Json.text(object, "metadata", "labels", key);
    }

    /** A selector of a workload or of an admission binding: matchLabels and matchExpressions. */
    static boolean matches(JsonNode selector, JsonNode labels) {
        for (var wanted : selector.path("matchLabels").properties()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = Json.text(expression, "key");
            boolean listed =
                    Json.texts(expression.path("values")).contains(labels.path(key).asText());
            boolean holds =
                    switch (Json.text(expression, "operator")) {
                        case "In" -> labels.has(key) && listed;
                        case "NotIn" -> !labels.has(key) || !listed;
                        case "Exists" -> labels.has(key);
                        case "DoesNotExist" -> !labels.has(key);
                        default -> false;
                    };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /** A field selector: {@code metadata.name=x,involvedObject.kind!=Pod}. */
    static Predicate<JsonNode> fields(ResourceType type, String selector) {
        Predicate<JsonNode> all = object -> true;
        for (String part : parts(selector)) {
            Matcher equality = EQUALITY.matcher(part);
            if (!equality.matches() || !isSelectable(type, equality.group(1))) {
                throw ApiException.badRequest(
                        "field label not supported: " + part.split("[!=]", 2)[0]);
            }
            boolean equal = !equality.group(2).equals("!=");
            String[] path = equality.group(1).split("\\.");
            String value = equality.group(3);
            all = all.and(object -> Json.text(object, path).equals(value) == equal);
        }
        return all;
    }

    private static boolean isSelectable(ResourceType type, String field) {
        return switch (field) {
            case "metadata.name", "metadata.namespace" -> true;
            case "status.phase" -> type.kind().equals("Pod") || type.kind().equals("Namespace");
            case "spec.nodeName", "spec.restartPolicy" -> type.kind().equals("Pod");
            case "type" -> type.kind().equals("Secret") || type.kind().equals("Event");
            default ->
                    type.kind().equals("Event")
                            && (field.startsWith("involvedObject.") || field.equals("reason"));
        };
    }

    /** The name that a field selector fixes, which RBAC counts as the request's; else empty. */
    static String fixedName(String selector) {
        return parts(selector).stream()
                .filter(part -> part.matches("metadata\\.name==?[^=].*"))
                .map(part -> part.substring(part.lastIndexOf('=') + 1))
                .findFirst()
                .orElse("");
    }
}
