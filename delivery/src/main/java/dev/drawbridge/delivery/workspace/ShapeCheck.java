package dev.drawbridge.delivery.workspace;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Holds a YAML tree against a shape, keeps what fits and notes what doesn't. */
final class ShapeCheck {

    /** Aliases can make a small file a large tree. */
    private static final int MOST_NODES = 50_000;

    static final String NOT_YET = "not supported yet";
    static final String KEYCHAIN =
            "secrets don't belong in this file: credentials come from the docker configuration, the kubeconfig"
                    + " or the system's keychain";

    private final Problems problems;
    private int nodes;

    ShapeCheck(Problems problems) {
        this.problems = problems;
    }

    /** What fits of a node, or null if it doesn't; the reason is among the problems. */
    @Nullable Located check(Node node, Shape shape) {
        if (exhausted(node)) {
            return null;
        }
        return switch (shape) {
            case Text text -> text(node, text);
            case Choice choice -> choice(node, choice);
            case Flag flag -> flag(node, flag);
            case Whole whole -> whole(node, whole);
            case Span span -> span(node, span);
            case ListOf list -> list(node, list);
            case MapOf map -> map(node, map);
            case Fields fields -> fields(node, fields);
            case ShortOrLong either ->
                    node instanceof ScalarNode
                            ? text(node, either.word())
                            : fields(node, either.map());
        };
    }

    private static Located located(Node node, Object value) {
        return located(node, value, true);
    }

    private static Located located(Node node, Object value, boolean complete) {
        Mark mark = node.getStartMark().orElseThrow();
        return new Located(value, mark.getLine() + 1, mark.getColumn() + 1, complete);
    }

    private @Nullable Located wrong(Node node, Shape shape, @Nullable String hint) {
        problems.add(node, describe(node), shape.expected(), hint);
        return null;
    }

    /** Refuses what looks like a credential; true if it did. */
    private boolean secret(Node node) {
        if (node instanceof ScalarNode scalar && Secrets.value(scalar.getValue())) {
            problems.add(
                    node, "a value that looks like a secret (not shown)", "no secret", KEYCHAIN);
            return true;
        }
        return false;
    }

    private @Nullable Located text(Node node, Text shape) {
        if (secret(node)) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.STR)) {
            return wrong(
                    node,
                    shape,
                    node instanceof ScalarNode && !isNull(node) ? "put it in quotes" : null);
        }
        String text = scalar.getValue();
        if (shape.notYet().contains(text)) {
            problems.add(node, "'" + text + "', which is " + NOT_YET, shape.expected(), null);
            return null;
        }
        boolean fits =
                shape.pattern() == null
                        ? !text.isBlank() && text.length() <= 2000
                        : text.length() <= 2000 && shape.pattern().matcher(text).matches();
        return fits ? located(node, text) : wrong(node, shape, null);
    }

    private @Nullable Located choice(Node node, Choice shape) {
        if (secret(node)) {
            return null;
        }
        if (!(node instanceof ScalarNode scalar)) {
            return wrong(node, shape, null);
        }
        String word = scalar.getValue();
        if (shape.values().contains(word)) {
            return located(node, word);
        }
        if (shape.notYet().contains(word)) {
            problems.add(node, "'" + word + "', which is " + NOT_YET, shape.expected(), null);
            return null;
        }
        return wrong(node, shape, meant(word, shape.values()));
    }

    private @Nullable Located flag(Node node, Flag shape) {
        if (node.getTag().equals(Tag.BOOL) && node instanceof ScalarNode scalar) {
            return located(node, Boolean.valueOf(scalar.getValue()));
        }
        return secret(node) ? null : wrong(node, shape, null);
    }

    private @Nullable Located whole(Node node, Whole shape) {
        if (node.getTag().equals(Tag.INT)
                && node instanceof ScalarNode scalar
                && scalar.getValue().matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(scalar.getValue());
            if (number >= shape.least() && number <= shape.most()) {
                return located(node, number);
            }
        }
        return secret(node) ? null : wrong(node, shape, null);
    }

    private @Nullable Located span(Node node, Span shape) {
        if (secret(node)) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            String text = scalar.getValue();
            Duration span = Spans.parse(text);
            if (span != null) {
                return located(node, span);
            }
            if (text.matches("[0-9.]+")) {
                return wrong(node, shape, "a number without a unit could mean anything");
            }
        }
        return wrong(node, shape, null);
    }

    private @Nullable Located list(Node node, ListOf shape) {
        if (secret(node)) {
            return null;
        }
        if (!(node instanceof SequenceNode sequence)) {
            return wrong(
                    node,
                    shape,
                    node instanceof ScalarNode && !isNull(node) ? "put it in [ ]" : null);
        }
        if (sequence.getValue().size() < shape.least()) {
            return wrong(node, shape, null);
        }
        List<Located> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            Located fits = check(item, shape.item());
            if (fits != null) {
                items.add(fits);
            }
        }
        return located(node, items);
    }

    private @Nullable Located map(Node node, MapOf shape) {
        if (!(node instanceof MappingNode mapping)) {
            return secret(node) ? null : wrong(node, shape, null);
        }
        Map<String, Located> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Located key = check(tuple.getKeyNode(), shape.key());
            if (key == null || duplicate(tuple.getKeyNode(), (String) key.value(), entries)) {
                continue;
            }
            Located value = check(tuple.getValueNode(), shape.value());
            if (value != null) {
                entries.put((String) key.value(), value);
            }
        }
        return located(node, entries);
    }

    private boolean duplicate(Node keyNode, String key, Map<String, Located> entries) {
        if (!entries.containsKey(key)) {
            return false;
        }
        problems.add(keyNode, "the key '" + key + "' a second time", "each key once", null);
        return true;
    }

    private @Nullable Located fields(Node node, Fields shape) {
        if (!(node instanceof MappingNode mapping)) {
            return secret(node) ? null : wrong(node, shape, null);
        }
        int before = problems.count();
        Map<String, Located> entries = new LinkedHashMap<>();
        Map<String, Located> seen = new LinkedHashMap<>();
        Set<String> misspelt = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (duplicate(keyNode, key, seen)) {
                continue;
            }
            seen.put(key, located(keyNode, key));
            Optional<Field> field =
                    shape.fields().stream().filter(f -> f.name().equals(key)).findFirst();
            if (field.isEmpty()) {
                misspelt.add(unknown(keyNode, key, shape));
            } else if (field.get().notYet()) {
                problems.add(
                        keyNode,
                        "'" + key + "', which is " + NOT_YET,
                        shape.keys(),
                        "take it out until a version that acts on it");
            } else {
                Located value = check(tuple.getValueNode(), field.get().shape());
                if (value != null) {
                    entries.put(key, value);
                }
            }
        }
        for (Field field : shape.fields()) {
            if (field.required()
                    && !seen.containsKey(field.name())
                    && !misspelt.contains(field.name())) {
                problems.add(
                        node,
                        "no '" + field.name() + "'",
                        field.name() + ": " + field.shape().expected(),
                        null);
            }
        }
        return located(node, entries, problems.count() == before);
    }

    /** Refuses a key; the answer is the key that was meant, or nothing. */
    private String unknown(Node keyNode, String key, Fields shape) {
        if (secret(keyNode)) {
            return "";
        }
        Optional<String> meant = Spelling.nearest(key, shape.supported());
        problems.add(
                keyNode,
                "the unknown key '" + shorten(key) + "'",
                shape.keys(),
                Secrets.key(key) ? KEYCHAIN : meant.map(ShapeCheck::didYouMean).orElse(null));
        return meant.orElse("");
    }

    /** Counts a node; true, told once, where there are too many. */
    private boolean exhausted(Node node) {
        if (++nodes == MOST_NODES + 1) {
            problems.add(node, "too many values (aliases counted)", "at most " + MOST_NODES, null);
        }
        return exhausted();
    }

    /** Whether the file was too large to be checked whole. */
    boolean exhausted() {
        return nodes > MOST_NODES;
    }

    private static @Nullable String meant(String word, List<String> known) {
        return Spelling.nearest(word, known).map(ShapeCheck::didYouMean).orElse(null);
    }

    private static String didYouMean(String word) {
        return "did you mean '" + word + "'?";
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    static String describe(Node node) {
        return switch (node) {
            case MappingNode ignored -> "a map";
            case SequenceNode list -> list.getValue().isEmpty() ? "an empty list" : "a list";
            case ScalarNode scalar when isNull(node) || scalar.getValue().isEmpty() -> "nothing";
            case ScalarNode scalar -> "'" + shorten(scalar.getValue()) + "'";
            default -> "something else";
        };
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= 60 ? line : line.substring(0, 59) + "…";
    }
}
