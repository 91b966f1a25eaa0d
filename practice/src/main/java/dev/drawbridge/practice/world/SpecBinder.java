package dev.drawbridge.practice.world;

import dev.drawbridge.practice.world.SpecShape.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Makes the records of a {@link WorldSpec} from YAML nodes, noting each problem with its place. A
 * value with a problem is null, and so is what holds it.
 */
final class SpecBinder {
    /** More nodes than any scenario needs; aliases count each time they are used. */
    private static final int MOST_NODES = 50_000;

    private final String file;
    private final List<String> problems = new ArrayList<>();
    private final Map<Object, Node> places = new IdentityHashMap<>();
    private int nodes;

    SpecBinder(String file) {
        this.file = file;
    }

    /** What was wrong so far, in the order of the file as far as it was read. */
    List<String> problems() {
        return problems;
    }

    /** Notes a problem where that record stands in the file. */
    void problemAt(Object record, String sentence) {
        problem(Objects.requireNonNull(places.get(record)), sentence);
    }

    private void problem(Node node, String sentence) {
        String at =
                node.getStartMark()
                        .map(m -> ":%d:%d".formatted(m.getLine() + 1, m.getColumn() + 1))
                        .orElse("");
        problems.add(file + at + ": " + sentence);
    }

    /** The value that a node stands for; null if there was a problem. */
    @Nullable Object bind(Type type, Node node, String what) {
        nodes++;
        if (nodes > MOST_NODES) {
            throw new SpecException(
                    "%s: it holds more than %d values; a scenario must be smaller."
                            .formatted(file, MOST_NODES));
        }
        if (!(type instanceof Class<?> plain)) {
            return bindList(SpecShape.itemType(type), node, what);
        }
        if (plain.isSealed()) {
            return bindKind(plain, node, what);
        }
        if (plain.isRecord()) {
            return bindRecord(plain, node, what, "");
        }
        return bindScalar(plain, node, what);
    }

    private @Nullable List<Object> bindList(Class<?> item, Node node, String what) {
        if (!(node instanceof SequenceNode sequence)) {
            problem(node, "'%s' is a list; found %s.".formatted(what, found(node)));
            return null;
        }
        List<Object> list = new ArrayList<>();
        boolean whole = true;
        for (Node each : sequence.getValue()) {
            Object value = bind(item, each, what);
            if (value == null) {
                whole = false;
            } else {
                list.add(value);
            }
        }
        return whole ? list : null;
    }

    private @Nullable Object bindKind(Class<?> sealed, Node node, String what) {
        Map<String, Class<?>> kinds = SpecShape.kinds(sealed);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (isText(tuple.getKeyNode(), SpecShape.KIND)) {
                    return bindKind(kinds, node, tuple.getValueNode());
                }
            }
        }
        problem(
                node,
                "each of '%s' says what it '%s': one of %s."
                        .formatted(what, SpecShape.KIND, String.join(", ", kinds.keySet())));
        return null;
    }

    private @Nullable Object bindKind(Map<String, Class<?>> kinds, Node node, Node word) {
        String kind = word instanceof ScalarNode scalar ? scalar.getValue() : found(word);
        Class<?> record = kinds.get(kind);
        if (record == null) {
            problem(word, unknown(SpecShape.KIND + ": ", kind, List.copyOf(kinds.keySet())));
            return null;
        }
        return bindRecord(record, node, kind, SpecShape.KIND);
    }

    private @Nullable Object bindRecord(Class<?> record, Node node, String what, String read) {
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "'%s' has keys and values; found %s.".formatted(what, found(node)));
            return null;
        }
        List<Field> fields = SpecShape.fields(record);
        Set<String> misspelt = new HashSet<>();
        Map<String, Node> given = given(mapping, fields, read, misspelt);
        boolean whole = given.size() == mapping.getValue().size();
        Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            Field field = fields.get(i);
            Node value = given.get(field.name());
            if (value == null && field.required()) {
                whole = false;
                if (!misspelt.contains(field.name())) {
                    problem(
                            node,
                            "'%s' lacks the key '%s' (%s)."
                                    .formatted(what, field.name(), field.about()));
                }
            } else if (value != null || !field.mayBeAbsent()) {
                values[i] =
                        bind(
                                field.type(),
                                value == null ? written(field.byDefault()) : value,
                                field.name());
                whole &= values[i] != null;
            }
        }
        return whole ? made(record, values, node) : null;
    }

    /**
     * The value nodes by key, less those with a problem.
     *
     * @param misspelt takes the keys that unknown ones were perhaps meant to be
     */
    private Map<String, Node> given(
            MappingNode mapping, List<Field> fields, String read, Set<String> misspelt) {
        List<String> known = fields.stream().map(Field::name).toList();
        Map<String, Node> given = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key =
                    tuple.getKeyNode() instanceof ScalarNode scalar
                            ? scalar.getValue()
                            : found(tuple.getKeyNode());
            if (!known.contains(key) && !key.equals(read)) {
                problem(tuple.getKeyNode(), unknown("unknown key ", key, known));
                Words.nearest(key, known).ifPresent(misspelt::add);
            } else if (given.put(key, tuple.getValueNode()) != null) {
                problem(
                        tuple.getKeyNode(),
                        "the key '%s' stands there twice; leave one out.".formatted(key));
            }
        }
        return given;
    }

    private Object made(Class<?> record, Object[] values, Node node) {
        try {
            Class<?>[] types =
                    Arrays.stream(record.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Object made = record.getDeclaredConstructor(types).newInstance(values);
            places.put(made, node);
            return made;
        } catch (InvocationTargetException
                | InstantiationException
                | IllegalAccessException
                | NoSuchMethodException e) {
            throw new IllegalStateException("make a " + record.getSimpleName(), e);
        }
    }

    private @Nullable Object bindScalar(Class<?> type, Node node, String what) {
        String text =
                node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
                        ? scalar.getValue()
                        : null;
        if (text != null && type == String.class && node.getTag().equals(Tag.STR)) {
            return text;
        } else if (text != null && type == boolean.class && node.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        } else if (text != null && type == int.class && text.matches("[0-9]{1,6}")) {
            return Integer.valueOf(text);
        } else if (text != null && type == Duration.class && text.matches(SpecShape.DURATION)) {
            return duration(text);
        } else if (text != null && type.isEnum()) {
            int at = SpecShape.words(type).indexOf(text);
            if (at >= 0) {
                return type.getEnumConstants()[at];
            }
            problem(node, unknown(what + ": ", text, SpecShape.words(type)));
            return null;
        }
        problem(node, "'%s' is %s; found %s.".formatted(what, expected(type), found(node)));
        return null;
    }

    private static Duration duration(String text) {
        long number = Long.parseLong(text, 0, text.length() - 1, 10);
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static String expected(Class<?> type) {
        if (type == String.class) {
            return "text (in quotes where it looks like a number)";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == int.class) {
            return "a whole number from 0 to 999999";
        } else if (type == Duration.class) {
            return "a time with its unit, such as 90s, 5m, 24h or 30d";
        }
        return "one of " + String.join(", ", SpecShape.words(type));
    }

    private static String found(Node node) {
        return switch (node) {
            case MappingNode _ -> "keys and values";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "nothing";
            case ScalarNode scalar -> "'" + Words.shortened(scalar.getValue()) + "'";
            default -> "something else";
        };
    }

    private static String unknown(String before, String word, List<String> known) {
        String hint =
                Words.nearest(word, known)
                        .map(near -> "did you mean '%s'?".formatted(near))
                        .orElse("known here: %s.".formatted(String.join(", ", known)));
        return "%s'%s'; %s".formatted(before, Words.shortened(word), hint);
    }

    private static boolean isText(Node node, String text) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
    }

    private static Node written(String yaml) {
        return new Compose(LoadSettings.builder().build()).composeString(yaml).orElseThrow();
    }
}
