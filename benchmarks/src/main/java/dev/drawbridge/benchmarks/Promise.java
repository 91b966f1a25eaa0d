package dev.drawbridge.benchmarks;

/**
 * What is promised of a figure, and what came of it.
 *
 * @param text the promise in one sentence, without its full stop
 * @param measured what was measured, in {@code unit}
 * @param limit the most that it may be
 * @param unit {@code ms}, or {@code ×} for a ratio
 */
public record Promise(String text, double measured, double limit, String unit) {

    static Promise millis(String text, double measured, double limit) {
        return new Promise(text, Series.rounded(measured), Series.rounded(limit), "ms");
    }

    static Promise ratio(String text, double measured, double limit) {
        return new Promise(text, Series.rounded(measured), Series.rounded(limit), "×");
    }

    /** Whether it was kept. What isn't a number keeps no promise. */
    public boolean held() {
        return measured <= limit;
    }
}
