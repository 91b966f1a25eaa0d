package dev.drawbridge.benchmarks;

import java.util.List;

/** Measures one thing. Blocks for as long as that takes. */
interface Benchmark {

    /** What is measured, as {@code benchmarks/run} and the file of its result name it. */
    String name();

    /** In one line, for the head of its section. */
    String title();

    /**
     * Measures.
     *
     * @throws IllegalStateException if what was to be measured didn't do its work
     */
    Measured measure(Effort effort);

    /**
     * What came of it.
     *
     * @param notes sentences that a reader of the numbers needs
     */
    record Measured(List<Series> series, List<Promise> promises, List<String> notes) {
        public Measured {
            series = List.copyOf(series);
            promises = List.copyOf(promises);
            notes = List.copyOf(notes);
        }
    }
}
