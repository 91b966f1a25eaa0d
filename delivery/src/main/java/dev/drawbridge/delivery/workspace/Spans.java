package dev.drawbridge.delivery.workspace;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as people write them: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 30d}. */
public final class Spans {

    /** What a whole span matches: from large to small, each unit at most once, at least one. */
    static final String REGEX = "(?=[0-9])([0-9]{1,5}d)?([0-9]{1,6}h)?([0-9]{1,7}m)?([0-9]{1,8}s)?";

    private static final Pattern SPAN = Pattern.compile(REGEX);

    private Spans() {}

    /** The span that a text says, or null if it says none. */
    public static @Nullable Duration parse(String text) {
        Matcher match = SPAN.matcher(text);
        if (!match.matches()) {
            return null;
        }
        return Duration.ofDays(amount(match.group(1)))
                .plusHours(amount(match.group(2)))
                .plusMinutes(amount(match.group(3)))
                .plusSeconds(amount(match.group(4)));
    }

    private static long amount(@Nullable String part) {
        return part == null ? 0 : Long.parseLong(part.substring(0, part.length() - 1));
    }

    /**
     * A span as {@link #parse} reads it, such as {@code 1h30m}; parts below a second are left out.
     */
    public static String write(Duration span) {
        StringBuilder text = new StringBuilder();
        part(text, span.toDays(), 'd');
        part(text, span.toHoursPart(), 'h');
        part(text, span.toMinutesPart(), 'm');
        part(text, span.toSecondsPart(), 's');
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void part(StringBuilder text, long amount, char unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
