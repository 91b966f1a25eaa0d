package dev.drawbridge.app.metrics;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.net.Traffic;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.policies.Level;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Counts what this process does. Threads may share it. */
public final class Metrics {

    private static final String PROMOTION = "promotion";
    private static final String ROLLBACK = "rollback";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter decisions =
            Counter.builder()
                    .name("drawbridge_gate_decisions_total")
                    .help("Gates judged, by the level they came to.")
                    .labelNames("level")
                    .register(registry);
    private final Histogram gateSeconds =
            Histogram.builder()
                    .name("drawbridge_gate_duration_seconds")
                    .help(
                            "Time from asking for a gate to its verdict, evidence collected on the way.")
                    .classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
                    .register(registry);
    private final Counter rollouts =
            Counter.builder()
                    .name("drawbridge_rollouts_total")
                    .help(
                            "Promotions and rollbacks that this process drove to an end, by how they ended.")
                    .labelNames("kind", "outcome")
                    .register(registry);
    private final Histogram rolloutSeconds =
            Histogram.builder()
                    .name("drawbridge_rollout_duration_seconds")
                    .help("Time that this process drove a promotion or a rollback.")
                    .labelNames("kind")
                    .classicUpperBounds(1, 5, 15, 60, 300, 900, 3600)
                    .register(registry);
    private final Counter failures =
            Counter.builder()
                    .name("drawbridge_failures_total")
                    .help(
                            "Commands and rounds that a connection failed, by what sort of failure it was.")
                    .labelNames("kind")
                    .register(registry);

    private final Counter requests =
            Counter.builder()
                    .name("drawbridge_api_requests_total")
                    .help(
                            "Requests to clusters (by context), registries and Git hosts (by host) and an OPA, by the class of the answer's status.")
                    .labelNames("target", "outcome")
                    .register(registry);
    private final Histogram requestSeconds =
            Histogram.builder()
                    .name("drawbridge_api_request_duration_seconds")
                    .help("Time from sending such a request to the head of its answer.")
                    .labelNames("target")
                    .classicUpperBounds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
                    .register(registry);

    /**
     * What there is of few words stands at 0 from the start, so that a rate sees the first event.
     * What only the workspace names (targets) comes with its first request.
     */
    public Metrics() {
        for (Level level : Level.values()) {
            decisions.initLabelValues(word(level));
        }
        for (String kind : List.of(PROMOTION, ROLLBACK)) {
            for (Ending ending : Ending.values()) {
                rollouts.initLabelValues(kind, word(ending));
            }
            rolloutSeconds.initLabelValues(kind);
        }
        for (ConnectorException.Kind kind : ConnectorException.Kind.values()) {
            failures.initLabelValues(word(kind));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A gate came to a verdict. */
    public void judged(Level level, Duration took) {
        decisions.labelValues(word(level)).inc();
        gateSeconds.observe(took.toNanos() / 1e9);
    }

    /**
     * Something was driven to its end.
     *
     * @param kind {@code promotion} or {@code rollback}
     */
    public void rolled(String kind, Ending ending, double seconds) {
        rollouts.labelValues(kind, word(ending)).inc();
        rolloutSeconds.labelValues(kind).observe(seconds);
    }

    /** A request to something outside was answered, or failed; see {@link Traffic}. */
    public void answered(String target, String outcome, Duration took) {
        requests.labelValues(target, outcome).inc();
        requestSeconds.labelValues(target).observe(took.toNanos() / 1e9);
    }

    /** Counts the requests of one connection under a name. */
    public Traffic answeredBy(String target) {
        Traffic all = this::answered;
        return all.named(target);
    }

    /** A connection failed. */
    public void failed(ConnectorException.Kind kind) {
        failures.labelValues(word(kind)).inc();
    }

    /**
     * Serves the figures to this machine alone; the port where {@code port} is 0 is any that is
     * free.
     */
    public Server serve(int port) {
        try {
            return new Server(
                    HTTPServer.builder()
                            .inetAddress(InetAddress.getLoopbackAddress())
                            .port(port)
                            .registry(registry)
                            .buildAndStart());
        } catch (IOException | IllegalArgumentException e) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    "the metrics can't be served on port "
                            + port
                            + " ("
                            + e.getMessage()
                            + "); name another with --metrics-port, or 0 for any that is free",
                    e);
        }
    }

    /** Serves until it is closed. */
    public static final class Server implements AutoCloseable {
        private final HTTPServer server;

        private Server(HTTPServer server) {
            this.server = server;
        }

        /** The port it listens on. */
        public int port() {
            return server.getPort();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
