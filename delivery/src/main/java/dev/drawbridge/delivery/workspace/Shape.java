package dev.drawbridge.delivery.workspace;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at one place of the workspace file. The reader's check and the published JSON
 * Schema both come from one tree of these ({@link WorkspaceShape}), so that they can't disagree.
 */
sealed interface Shape {

    /** What belongs here, in words that follow "expected". */
    String expected();

    /**
     * A string.
     *
     * @param pattern what the whole of it matches; null: anything that isn't empty
     * @param notYet values of a later version
     */
    record Text(String expected, @Nullable Pattern pattern, List<String> notYet) implements Shape {
        static Text any(String expected) {
            return new Text(expected, null, List.of());
        }

        static Text like(String expected, String regex) {
            return new Text(expected, Pattern.compile(regex), List.of());
        }
    }

    /** One of some words; {@code notYet} are words of a later version. */
    record Choice(List<String> values, List<String> notYet) implements Shape {
        static Choice of(List<String> values) {
            return new Choice(values, List.of());
        }

        @Override
        public String expected() {
            return (values.size() == 1 ? "" : "one of ") + String.join(", ", values);
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public String expected() {
            return "true or false";
        }
    }

    /** A whole number. */
    record Whole(int least, int most) implements Shape {
        @Override
        public String expected() {
            return "a whole number from " + least + " to " + most;
        }
    }

    /** A length of time with its unit. */
    record Span() implements Shape {
        @Override
        public String expected() {
            return "a time with its unit, such as 30s, 5m, 24h or 30d";
        }
    }

    /** A list of one kind of thing. */
    record ListOf(Shape item, int least) implements Shape {
        @Override
        public String expected() {
            return "a list"
                    + (least == 0 ? "" : " with at least " + least + " of: " + item.expected());
        }
    }

    /** A map whose keys are data, not words of ours. */
    record MapOf(Shape key, Shape value) implements Shape {
        @Override
        public String expected() {
            return "a map whose keys are " + key.expected();
        }
    }

    /** A map with these keys and no others. */
    record Fields(List<Field> fields) implements Shape {
        static Fields of(Field... fields) {
            return new Fields(List.of(fields));
        }

        List<String> supported() {
            return fields.stream().filter(f -> !f.notYet()).map(Field::name).toList();
        }

        /** Which keys there may be, in words that follow "expected". */
        String keys() {
            return supported().isEmpty()
                    ? "none: nothing can be set here"
                    : "one of " + String.join(", ", supported());
        }

        @Override
        public String expected() {
            return supported().isEmpty()
                    ? "an empty map"
                    : "a map with " + String.join(", ", supported());
        }
    }

    /** A word for short, or a map that says more. */
    record ShortOrLong(Text word, Fields map) implements Shape {
        @Override
        public String expected() {
            return word.expected() + ", or " + map.expected();
        }
    }

    /**
     * A key of a map.
     *
     * @param doc one sentence for the reference
     * @param standard what holds where the key is missing, in words; null: nothing to say
     * @param notYet known, and refused as nothing acts on it yet
     */
    record Field(
            String name,
            String doc,
            Shape shape,
            boolean required,
            @Nullable String standard,
            boolean notYet) {

        static Field must(String name, Shape shape, String doc) {
            return new Field(name, doc, shape, true, null, false);
        }

        static Field may(String name, Shape shape, String doc) {
            return new Field(name, doc, shape, false, null, false);
        }

        static Field later(String name) {
            return new Field(name, "", Fields.of(), false, null, true);
        }

        Field standard(String words) {
            return new Field(name, doc, shape, required, words, notYet);
        }
    }
}
