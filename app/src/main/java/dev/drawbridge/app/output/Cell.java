package dev.drawbridge.app.output;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One value of a {@link Sheet}: short for people, whole for CSV. */
public sealed interface Cell {

    /** What people see. */
    String shown(Times times);

    /** What CSV holds. */
    String whole();

    /** What it stands for. */
    default Tone tone() {
        return Tone.PLAIN;
    }

    /** A text; null is an empty cell. */
    static Cell of(@Nullable String text) {
        return new Text(text == null ? "" : text, Tone.PLAIN);
    }

    /** A number. */
    static Cell of(long number) {
        return new Text(Long.toString(number), Tone.PLAIN);
    }

    /** A text with a tone. */
    static Cell of(String text, Tone tone) {
        return new Text(text, tone);
    }

    /** A time; null is an empty cell. */
    static Cell time(@Nullable Instant time) {
        return time == null ? of("") : new Moment(time);
    }

    /** A digest: seven digits for people, all of it in CSV; null is an empty cell. */
    static Cell digest(@Nullable String digest) {
        return digest == null ? of("") : new Brief(shortDigest(digest), digest);
    }

    /** A value that people see in short. */
    static Cell brief(String shown, String whole) {
        return new Brief(shown, whole);
    }

    /** A text that says a time; CSV has it in UTC. */
    static Cell telling(Function<Times, String> text) {
        return new Told(text);
    }

    /** The first seven digits of {@code sha256:<hex>}. */
    static String shortDigest(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.length() <= 7 ? hex : hex.substring(0, 7);
    }

    /** A plain value. */
    record Text(String text, Tone tone) implements Cell {
        @Override
        public String shown(Times times) {
            return text;
        }

        @Override
        public String whole() {
            return text;
        }
    }

    /** A time. */
    record Moment(Instant time) implements Cell {
        @Override
        public String shown(Times times) {
            return times.local(time);
        }

        @Override
        public String whole() {
            return time.toString();
        }
    }

    /** A text with a time in it. */
    record Told(Function<Times, String> text) implements Cell {
        @Override
        public String shown(Times times) {
            return text.apply(times);
        }

        @Override
        public String whole() {
            return text.apply(new Times(ZoneOffset.UTC));
        }
    }

    /** A value with a short form. */
    record Brief(String shown, String whole) implements Cell {
        @Override
        public String shown(Times times) {
            return shown;
        }
    }
}
