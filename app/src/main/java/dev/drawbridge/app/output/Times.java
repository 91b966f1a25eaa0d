package dev.drawbridge.app.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times as people read them: local, with the zone said.
 *
 * @param zone the zone of the reader
 */
public record Times(ZoneId zone) {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

    /** Such as {@code 2026-11-21 14:08:07 CET}. */
    public String local(Instant time) {
        return LOCAL.format(time.atZone(zone));
    }

    /**
     * How long ago, in its two largest units: {@code 3 h 12 min ago}; {@code in 5 min} for what
     * lies ahead.
     */
    public static String ago(Instant time, Instant now) {
        Duration age = Duration.between(time, now);
        return age.isNegative() ? "in " + length(age.negated()) : length(age) + " ago";
    }

    /** A length in its two largest units: {@code 2 d 3 h}, {@code 14 min}, {@code 5 s}. */
    public static String length(Duration length) {
        if (length.toDays() > 0) {
            return two(length.toDays(), "d", length.toHoursPart(), "h");
        }
        if (length.toHours() > 0) {
            return two(length.toHours(), "h", length.toMinutesPart(), "min");
        }
        if (length.toMinutes() > 0) {
            return two(length.toMinutes(), "min", length.toSecondsPart(), "s");
        }
        return length.toSeconds() + " s";
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        String first = large + " " + largeUnit;
        return small == 0 ? first : first + " " + small + " " + smallUnit;
    }
}
