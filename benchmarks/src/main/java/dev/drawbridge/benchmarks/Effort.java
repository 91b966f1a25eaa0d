package dev.drawbridge.benchmarks;

/** How much is measured: all of it for a figure that is kept, less to look or to check. */
public enum Effort {
    FULL,
    SMALL;

    /** One of two numbers. */
    int of(int full, int small) {
        return this == FULL ? full : small;
    }
}
