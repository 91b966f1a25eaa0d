package dev.drawbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.policies.RestEngine;
import dev.drawbridge.testbed.Cosign;
import dev.drawbridge.testbed.RealOpa;
import dev.drawbridge.testbed.RealPrometheus;
import dev.drawbridge.testbed.RealRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate judged by a real OPA, and a driver's figures read by a real Prometheus. */
class LineEnginesIT {
    @TempDir private static Path folder;

    private static LineShop shop;
    private static LineLook look;

    @BeforeAll
    static void setUp() {
        shop = new LineShop(folder, RealRegistry.withReferrers());
        look = new LineLook(shop.admin());
        shop.runs("search");
        shop.release("search", "2", Cosign.Form.BUNDLE);
    }

    @AfterAll
    static void tearDown() {
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void aRemoteOpaComesToTheSameAssessmentAndWithoutItNobodyCanTell() throws IOException {
        Path bundle = bundle();
        Desk.Said here = shop.desk("rita").run("gate", "search", "-e", "dev");
        assertThat(here.code()).as(here.all()).isZero();
        Desk remote;
        try (RealOpa opa = RealOpa.start("-b", bundle.toString())) {
            remote = shop.desk("rita").opening(shop.workspaceWithOpa(opa.uri()));
            Desk.Said there = remote.run("gate", "search", "-e", "dev");
            assertThat(there.code()).as(there.all()).isZero();
            assertThat(there.result().path("engine").path("kind"))
                    .isNotEqualTo(here.result().path("engine").path("kind"));
            assertThat(there.result().path("assessment").asText())
                    .isNotEmpty()
                    .isEqualTo(here.result().path("assessment").asText());
            Desk.Said tested = remote.run("policy", "test");
            assertThat(tested.code()).as(tested.all()).isZero();
            assertThat(tested.result().path("address").asText()).isEqualTo(opa.uri().toString());
        }
        Desk.Said unasked = remote.run("policy", "test");
        assertThat(unasked.code()).as(unasked.all()).isEqualTo(4);
        Desk.Said gone = remote.run("gate", "search", "-e", "dev");
        assertThat(gone.code()).as(gone.all()).isEqualTo(4);
    }

    @Test
    void prometheusReadsWhatADriverDid() throws Exception {
        shop.runs("stock");
        shop.release("stock", "2", Cosign.Form.BUNDLE);
        Desk.Said first =
                shop.desk("rita")
                        .run(
                                "promote",
                                "stock",
                                "-e",
                                "dev",
                                "--reason",
                                "take it",
                                "--take-field");
        assertThat(first.code()).as(first.all()).isZero();
        String digest = shop.release("stock", "3", Cosign.Form.BUNDLE);
        int port = freePort();
        Desk sam = shop.desk("sam");
        Process driver =
                sam.opening(shop.workspaceThatTakesByItself())
                        .start("rollout", "drive", "--metrics-port", String.valueOf(port));
        try (RealPrometheus prometheus =
                RealPrometheus.start(
                        Map.of(
                                "drawbridge",
                                URI.create("http://127.0.0.1:" + port + "/metrics")))) {
            Awaitility.await("a gate was judged")
                    .atMost(2, TimeUnit.MINUTES)
                    .untilAsserted(() ->
                            assertThat(value(prometheus, "drawbridge_gate_decisions_total"))
                                    .isPositive());
            Awaitility.await("a promotion was driven")
                    .atMost(2, TimeUnit.MINUTES)
                    .untilAsserted(() ->
                            assertThat(
                                            value(
                                                    prometheus,
                                                    "drawbridge_rollouts_total{kind=\"promotion\",outcome=\"done\"}"))
                                    .isPositive());
            assertThat(value(prometheus, "drawbridge_gate_duration_seconds_count")).isPositive();
            for (String target : List.of("shop-dev", shop.registry().host())) {
                assertThat(
                                value(
                                        prometheus,
                                        "drawbridge_api_requests_total{outcome=\"2xx\",target=\""
                                                + target
                                                + "\"}"))
                        .as(target)
                        .isPositive();
            }
            assertThat(look.image(LineShop.DEV, "stock")).endsWith("@" + digest);
        } finally {
            driver.destroy();
            assertThat(driver.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(driver.exitValue()).isZero();
    }

    /** The pack as an OPA loads it. */
    private static Path bundle() throws IOException {
        try (InputStream in = RestEngine.class.getResourceAsStream("pack/bundle-rest.tar.gz")) {
            return Files.write(folder.resolve("bundle.tar.gz"), in.readAllBytes());
        }
    }

    /** The sum of a series; nothing where there is none. */
    private static double value(RealPrometheus prometheus, String series) {
        var found = prometheus.query("sum(" + series + ")");
        return found.isEmpty() ? 0 : found.get(0).path("value").get(1).asDouble();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
