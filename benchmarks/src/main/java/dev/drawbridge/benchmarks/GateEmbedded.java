package dev.drawbridge.benchmarks;

import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * A gate of one release by the embedded engine, warm, in a JVM of its own with the product's
 * options.
 */
final class GateEmbedded implements Benchmark {
    static final double MOST_MILLIS = 5;

    @Override
    public String name() {
        return "gate-embedded";
    }

    @Override
    public String title() {
        return "Gate of one release, embedded engine, warm";
    }

    @Override
    public Measured measure(Effort effort) {
        Statistics judged = run(effort).getPrimaryResult().getStatistics();
        Series series =
                new Series(
                        "judging one release",
                        judged.getN(),
                        Series.rounded(judged.getMin()),
                        Series.rounded(judged.getPercentile(50)),
                        Series.rounded(judged.getPercentile(95)),
                        Series.rounded(judged.getMax()),
                        List.of());
        return new Measured(
                List.of(series),
                List.of(
                        Promise.millis(
                                "the median of judging one release of 20 KB, embedded and warm",
                                series.median(),
                                MOST_MILLIS)),
                List.of(
                        "The whole judgement: writing the input as JSON, running every rule, reading the findings, counting the reports.",
                        "The mean was %.3f ms.".formatted(judged.getMean())));
    }

    private static RunResult run(Effort effort) {
        try {
            return new Runner(
                            new OptionsBuilder()
                                    .include(EmbeddedJudging.class.getName() + "\\.judge")
                                    .forks(effort.of(2, 1))
                                    .warmupIterations(effort.of(4, 2))
                                    .warmupTime(TimeValue.seconds(3))
                                    .measurementIterations(effort.of(5, 2))
                                    .measurementTime(TimeValue.seconds(3))
                                    .shouldFailOnError(true)
                                    .verbosity(VerboseMode.SILENT)
                                    .build())
                    .runSingle();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH could not measure the embedded gate", e);
        }
    }
}
