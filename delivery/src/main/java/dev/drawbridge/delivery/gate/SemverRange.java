package dev.drawbridge.delivery.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions such as {@code >=1 <2}, {@code 1.4.x}, {@code ^1.2} or {@code ~1.2}:
 * comparators that must all hold (Semantic Versioning 2.0.0; missing parts are 0, pre-releases are
 * never taken).
 */
final class SemverRange {
    private static final Pattern VERSION =
            Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:\\+[0-9A-Za-z.-]+)?");
    private static final Pattern COMPARATOR =
            Pattern.compile(
                    "(>=|<=|>|<|=|\\^|~)?\\s*v?(\\d{1,9}|[xX*])(?:\\.(\\d{1,9}|[xX*]))?(?:\\.(\\d{1,9}|[xX*]))?");

    /** A version; its order is that of its three numbers. */
    record Version(long major, long minor, long patch) implements Comparable<Version> {
        private static final Comparator<Version> ORDER =
                Comparator.comparingLong(Version::major)
                        .thenComparingLong(Version::minor)
                        .thenComparingLong(Version::patch);

        @Override
        public int compareTo(Version other) {
            return ORDER.compare(this, other);
        }
    }

    /** From (inclusive) until (exclusive). */
    private record Bounds(Version from, Version until) {}

    private static final Version NONE = new Version(0, 0, 0);
    private static final Version ALL = new Version(Long.MAX_VALUE, 0, 0);

    private final List<Bounds> bounds = new ArrayList<>();

    private SemverRange() {}

    /** Empty where the text isn't a range. */
    static Optional<SemverRange> parse(String text) {
        SemverRange range = new SemverRange();
        Matcher matcher = COMPARATOR.matcher(text.strip());
        int at = 0;
        String all = text.strip();
        while (at < all.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            range.bounds.add(bounds(matcher));
            at = matcher.end();
            while (at < all.length() && (all.charAt(at) == ' ' || all.charAt(at) == ',')) {
                at++;
            }
        }
        return range.bounds.isEmpty() ? Optional.empty() : Optional.of(range);
    }

    /** The tag of the highest version in the range. */
    Optional<String> highest(Collection<String> tags) {
        return tags.stream()
                .filter(tag -> version(tag).filter(this::contains).isPresent())
                .max(
                        Comparator.comparing((String tag) -> version(tag).orElse(NONE))
                                .thenComparing(tag -> tag));
    }

    private boolean contains(Version version) {
        return bounds.stream()
                .allMatch(
                        b -> version.compareTo(b.from()) >= 0 && version.compareTo(b.until()) < 0);
    }

    private static Optional<Version> version(String tag) {
        Matcher m = VERSION.matcher(tag);
        return m.matches()
                ? Optional.of(
                        new Version(
                                Long.parseLong(m.group(1)),
                                Long.parseLong(m.group(2)),
                                Long.parseLong(m.group(3))))
                : Optional.empty();
    }

    private static Bounds bounds(Matcher m) {
        int given = given(m);
        Version low = new Version(number(m, 2, given), number(m, 3, given), number(m, 4, given));
        Version above = above(low, given);
        String operator = m.group(1) == null ? "=" : m.group(1);
        return switch (operator) {
            case ">=" -> new Bounds(low, ALL);
            case ">" -> new Bounds(above, ALL);
            case "<" -> new Bounds(NONE, low);
            case "<=" -> new Bounds(NONE, above);
            case "~" -> new Bounds(low, above(low, Math.min(given, 2)));
            case "^" ->
                    new Bounds(
                            low,
                            above(
                                    low,
                                    low.major() > 0 || given < 2
                                            ? Math.min(given, 1)
                                            : low.minor() > 0 || given < 3 ? 2 : 3));
            default -> new Bounds(low, above);
        };
    }

    /** How many of the three numbers are given: {@code 1.x} gives one. */
    private static int given(Matcher m) {
        int given = 0;
        while (given < 3
                && m.group(given + 2) != null
                && Character.isDigit(m.group(given + 2).charAt(0))) {
            given++;
        }
        return given;
    }

    private static long number(Matcher m, int group, int given) {
        return group - 2 < given ? Long.parseLong(m.group(group)) : 0;
    }

    /** The first version above all that share the first so many numbers. */
    private static Version above(Version version, int numbers) {
        return switch (numbers) {
            case 0 -> ALL;
            case 1 -> new Version(version.major() + 1, 0, 0);
            case 2 -> new Version(version.major(), version.minor() + 1, 0);
            default -> new Version(version.major(), version.minor(), version.patch() + 1);
        };
    }
}
