package dev.drawbridge.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The first decision of a process: from starting its JVM, with the product's options, to its
 * verdict.
 */
final class GateCold implements Benchmark {
    static final double MOST_MILLIS = 1000;

    private static final double NANOS = 1e6;

    @Override
    public String name() {
        return "gate-cold";
    }

    @Override
    public String title() {
        return "First decision of a cold process";
    }

    @Override
    public Measured measure(Effort effort) {
        once(); // the first one reads the jars from the disk
        int rounds = effort.of(15, 5);
        double[] whole = new double[rounds];
        double[] open = new double[rounds];
        double[] read = new double[rounds];
        double[] judge = new double[rounds];
        double[] processor = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            Cold cold = once();
            whole[i] = cold.whole;
            open[i] = cold.open;
            read[i] = cold.read;
            judge[i] = cold.judge;
            processor[i] = cold.processor;
        }
        Series all = Series.of("from starting the process to its verdict", whole);
        return new Measured(
                List.of(
                        all,
                        Series.of("of it, opening the embedded engine", open),
                        Series.of("of it, reading the release", read),
                        Series.of("of it, judging", judge),
                        Series.of("processor time, all threads", processor)),
                List.of(
                        Promise.millis(
                                "the median of a cold process's first decision on one release of 20 KB",
                                all.median(),
                                MOST_MILLIS)),
                List.of(
                        "The files are in the system's cache; the rest of it is the JVM's start.",
                        "The release is read from one JSON document; a gate of the product reads its evidence where it lies instead.",
                        "The processor time grows less than the rest when the machine is busy, and so tells a busy machine from a slow product."));
    }

    private record Cold(double whole, double open, double read, double judge, double processor) {}

    private static Cold once() {
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(line()).redirectError(Redirect.INHERIT).start();
            try (BufferedReader out = process.inputReader()) {
                String said = out.readLine();
                long decided = System.nanoTime();
                String spent = out.readLine();
                if (!process.waitFor(1, TimeUnit.MINUTES)
                        || process.exitValue() != 0
                        || said == null
                        || spent == null) {
                    throw new IllegalStateException("A cold process came to no decision.");
                }
                List<String> parts = List.of(said.split(" ", -1));
                return new Cold(
                        (decided - start) / NANOS,
                        Long.parseLong(parts.get(0)) / NANOS,
                        Long.parseLong(parts.get(1)) / NANOS,
                        Long.parseLong(parts.get(2)) / NANOS,
                        Long.parseLong(spent) / NANOS);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("start a cold process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a cold process decided", e);
        }
    }

    private static List<String> line() {
        List<String> line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        // the product's options: this process was started with them
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        ColdDecision.class.getName()));
        return line;
    }
}
