package dev.drawbridge.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void whatThereIsOfFewWordsStandsAtZeroBeforeTheFirstEvent() throws Exception {
        try (Metrics.Server server = new Metrics().serve(0);
                InputStream in =
                        URI.create("http://127.0.0.1:" + server.port() + "/metrics")
                                .toURL()
                                .openStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            "drawbridge_gate_decisions_total{level=\"cant-tell\"} 0",
                            "drawbridge_rollouts_total{kind=\"rollback\",outcome=\"failed\"} 0",
                            "drawbridge_rollout_duration_seconds_count{kind=\"promotion\"} 0",
                            "drawbridge_failures_total{kind=\"unreachable\"} 0");
        }
    }
}
