package dev.drawbridge.benchmarks;

import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.Gate;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Verdict;
import java.lang.management.ManagementFactory;

/** The process that {@link GateCold} starts: decides once, and says how long its parts took. */
final class ColdDecision {
    private ColdDecision() {}

    /**
     * Writes one line when it has decided: nanoseconds for opening the engine, for reading the
     * release, and for judging it; then another, with the processor's.
     */
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        try (EmbeddedEngine engine = EmbeddedEngine.open()) {
            long open = System.nanoTime();
            GateInput release = SampleRelease.input(engine.info().packDigest());
            long read = System.nanoTime();
            Verdict verdict = new Gate(engine).judge(release);
            long decided = System.nanoTime();
            System.out.println((open - start) + " " + (read - open) + " " + (decided - read));
            SampleRelease.checkJudged(verdict);
            System.out.println(processorNanos());
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
    }
}
