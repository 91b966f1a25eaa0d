package dev.drawbridge.practice.world;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the records of {@link WorldSpec} stand in a file: which keys there are, which may be left
 * out, and by what words kinds and choices are named. Reader and published schema both go by it.
 */
final class SpecShape {
    /** The key that says which kind of step it is. */
    static final String KIND = "does";

    /** A span of time with its unit. */
    static final String DURATION = "[0-9]{1,6}[smhd]";

    private SpecShape() {}

    /** One key of a record. */
    record Field(String name, Type type, String about, String byDefault, boolean mayBeAbsent) {
        boolean required() {
            return byDefault.isEmpty() && !mayBeAbsent;
        }
    }

    static List<Field> fields(Class<?> record) {
        return Arrays.stream(record.getRecordComponents()).map(SpecShape::field).toList();
    }

    private static Field field(RecordComponent component) {
        Key key =
                Objects.requireNonNull(
                        component.getAnnotation(Key.class),
                        () -> "no @Key at " + component.getDeclaringRecord() + component);
        return new Field(
                component.getName(),
                component.getGenericType(),
                key.value(),
                key.byDefault(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    /** The type of a list's items. */
    static Class<?> itemType(Type list) {
        return (Class<?>) ((ParameterizedType) list).getActualTypeArguments()[0];
    }

    /** The kinds of a sealed interface, by their word. */
    static Map<String, Class<?>> kinds(Class<?> sealed) {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        List<Class<?>> open = new ArrayList<>(List.of(sealed.getPermittedSubclasses()));
        while (!open.isEmpty()) {
            Class<?> next = open.removeFirst();
            if (next.isRecord()) {
                kinds.put(word(next), next);
            } else {
                open.addAll(List.of(next.getPermittedSubclasses()));
            }
        }
        return kinds;
    }

    /** The words of an enum. */
    static List<String> words(Class<?> choice) {
        return Arrays.stream(choice.getEnumConstants()).map(c -> word((Enum<?>) c)).toList();
    }

    /** How a choice stands in a file: {@code OTHER_KEY} as {@code other-key}. */
    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How a kind stands in a file: {@code EndFreeze} as {@code end-freeze}. */
    static String word(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
