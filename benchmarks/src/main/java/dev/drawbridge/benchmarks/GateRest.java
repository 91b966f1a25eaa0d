package dev.drawbridge.benchmarks;

import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.HttpClients;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.Gate;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.PolicyEngine;
import dev.drawbridge.policies.RestEngine;
import dev.drawbridge.testbed.RealOpa;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A gate of one release by a real OPA over loopback, beside OPA's own measure of each same request.
 */
final class GateRest implements Benchmark {
    static final double MOST_TIMES_HANDLER = 1.5;
    static final double AND_MILLIS = 2;

    private static final double NANOS = 1e6;

    @Override
    public String name() {
        return "gate-rest";
    }

    @Override
    public String title() {
        return "Gate of one release, a real OPA over REST, warm";
    }

    @Override
    public Measured measure(Effort effort) {
        Path bundle = bundle();
        try (RealOpa opa = RealOpa.start("-b", bundle.toString());
                Watched engine =
                        new Watched(
                                RestEngine.open(
                                        opa.uri(),
                                        HttpClients.create(
                                                ConnectionOptions.DEFAULT, opa.uri().getHost())))) {
            return measure(engine, effort);
        } finally {
            delete(bundle);
        }
    }

    private static Measured measure(Watched engine, Effort effort) {
        Gate gate = new Gate(engine);
        GateInput release = SampleRelease.input(engine.info().packDigest());
        for (int i = effort.of(1000, 300); i > 0; i--) {
            SampleRelease.checkJudged(gate.judge(release));
        }
        int rounds = effort.of(2000, 400);
        double[] judged = new double[rounds];
        double[] handled = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            SampleRelease.checkJudged(gate.judge(release));
            judged[i] = (System.nanoTime() - start) / NANOS;
            handled[i] = engine.handlerNanos / NANOS;
        }
        Series ours = Series.of("judging one release", judged);
        Series handler = Series.of("of it, OPA's own `timer_server_handler_ns`", handled);
        return new Measured(
                List.of(ours, handler),
                List.of(
                        Promise.millis(
                                "the median of judging one release of 20 KB over REST is at most 1.5 × OPA's own handler time + 2 ms",
                                ours.median(),
                                MOST_TIMES_HANDLER * handler.median() + AND_MILLIS)),
                List.of(
                        "Both columns are of the same requests, one after the other over one connection kept open; %s."
                                .formatted(engine.info().version())));
    }

    private static Path bundle() {
        try (InputStream in = RestEngine.class.getResourceAsStream("pack/bundle-rest.tar.gz")) {
            if (in == null) {
                throw new IllegalStateException(
                        "the pack's bundle for REST isn't on the class path");
            }
            Path file = Files.createTempFile("pack", ".tar.gz");
            Files.write(file, in.readAllBytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("copy the pack's bundle", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("delete " + file, e);
        }
    }

    /** The engine as it is, with its last answer's own measure kept. For one thread. */
    private static final class Watched implements PolicyEngine {
        private final RestEngine engine;
        private long handlerNanos;

        Watched(RestEngine engine) {
            this.engine = engine;
        }

        @Override
        public List<Finding> evaluate(byte[] inputJson) {
            RestEngine.Answer answer = engine.ask(inputJson);
            if (answer.handlerNanos() < 0) {
                throw new IllegalStateException("OPA doesn't say how long its handler took");
            }
            handlerNanos = answer.handlerNanos();
            return answer.findings();
        }

        @Override
        public EngineInfo info() {
            return engine.info();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
