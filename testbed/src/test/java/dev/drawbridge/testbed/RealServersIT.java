package dev.drawbridge.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealServersIT {
    @Test
    void opaServesTheRulesItWasGiven(@TempDir Path folder) throws Exception {
        Path rules =
                Files.writeString(folder.resolve("rules.rego"), "package shop\n\nanswer := 42\n");
        try (RealOpa opa = RealOpa.start(rules.toString())) {
            assertThat(Http.get(opa.uri().resolve("/v1/data/shop/answer")).body())
                    .contains("\"result\":42");
        }
    }

    @Test
    void prometheusScrapesItsTargets() throws Exception {
        byte[] metrics = "testbed_answer 42\n".getBytes(StandardCharsets.UTF_8);
        HttpServer exporter =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        exporter.createContext(
                "/metrics",
                exchange -> {
                    try (exchange) {
                        exchange.getResponseHeaders()
                                .set("Content-Type", "text/plain; version=0.0.4");
                        exchange.sendResponseHeaders(200, metrics.length);
                        exchange.getResponseBody().write(metrics);
                    }
                });
        exporter.start();
        URI target = URI.create("http://127.0.0.1:" + exporter.getAddress().getPort() + "/metrics");
        try (RealPrometheus prometheus = RealPrometheus.start(Map.of("shop", target))) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(
                                            prometheus
                                                    .query("testbed_answer{job=\"shop\"}")
                                                    .path(0)
                                                    .path("value")
                                                    .path(1)
                                                    .asText())
                                    .isEqualTo("42"));
        } finally {
            exporter.stop(0);
        }
    }

    @Test
    void aComponentThatIsNotBuiltIsAFailureThatSaysHowToGetIt() {
        assertThatThrownBy(() -> Components.folder("abacus"))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("abacus")
                .hasMessageContaining("testbed/components/build");
    }
}
