package dev.drawbridge.benchmarks;

import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.Gate;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What JMH repeats: a whole judgement of a release that was read, by an engine that is open. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() before anything else
public class EmbeddedJudging {
    private EmbeddedEngine engine;
    private Gate gate;
    private GateInput release;

    @Setup
    public void open() {
        engine = EmbeddedEngine.open();
        gate = new Gate(engine);
        release = SampleRelease.input(engine.info().packDigest());
        SampleRelease.checkJudged(gate.judge(release));
    }

    @TearDown
    public void close() {
        engine.close();
    }

    @org.openjdk.jmh.annotations.Benchmark
    public Verdict judge() {
        return gate.judge(release);
    }
}
