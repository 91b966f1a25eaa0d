package dev.drawbridge.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * Durations of one kind, in milliseconds.
 *
 * @param what of what
 * @param count how many there were
 * @param samples each of them in the order measured; empty where they are too many to keep
 */
public record Series(
        String what,
        long count,
        double min,
        double median,
        double p95,
        double max,
        List<Double> samples) {

    /** More are not written down one by one. */
    static final int KEPT = 100;

    public Series {
        samples = List.copyOf(samples);
    }

    /**
     * Summed up from milliseconds, of which there must be one at least. Percentiles are
     * interpolated between the two samples next to them (Hyndman and Fan 1996, type 7).
     */
    static Series of(String what, double... millis) {
        if (millis.length == 0) {
            throw new IllegalArgumentException("There is no sample of " + what + ".");
        }
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Series(
                what,
                sorted.length,
                rounded(sorted[0]),
                rounded(percentile(sorted, 0.5)),
                rounded(percentile(sorted, 0.95)),
                rounded(sorted[sorted.length - 1]),
                sorted.length > KEPT
                        ? List.of()
                        : Arrays.stream(millis).map(Series::rounded).boxed().toList());
    }

    private static double percentile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Microseconds are as fine as any clock here is to be trusted. */
    static double rounded(double millis) {
        return Math.round(millis * 1000) / 1000.0;
    }
}
