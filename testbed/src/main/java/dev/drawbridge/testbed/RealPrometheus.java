package dev.drawbridge.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Prometheus on loopback that scrapes the given targets every second. */
public final class RealPrometheus implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final ChildProcess process;

    private RealPrometheus(Map<String, URI> targets) {
        this.folder = Folders.temporary("prometheus");
        this.port = ChildProcess.freePort();
        StringBuilder config =
                new StringBuilder(
                        """
                        global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                        scrape_configs:
                        """);
        targets.forEach((job, target) ->
                config.append(
                        "- {job_name: \"%s\", scheme: %s, metrics_path: \"%s\", static_configs: [{targets: [\"%s\"]}]}\n"
                                .formatted(
                                        job,
                                        target.getScheme(),
                                        target.getPath(),
                                        target.getAuthority())));
        Path file = Folders.write(folder.resolve("prometheus.yml"), config.toString());
        this.process =
                ChildProcess.start(
                        "prometheus",
                        List.of(
                                Components.program("prometheus", "prometheus").toString(),
                                "--config.file=" + file,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port),
                        Map.of(),
                        folder.resolve("prometheus.log"));
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param targets job name → address of its metrics, with their path
     */
    public static RealPrometheus start(Map<String, URI> targets) {
        RealPrometheus prometheus = new RealPrometheus(targets);
        try {
            prometheus.process.awaitReady(
                    () -> Http.answers(prometheus.uri().resolve("/-/ready"), "Ready"));
            return prometheus;
        } catch (RuntimeException e) {
            prometheus.close();
            throw e;
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** An instant query: {@code data.result} of its answer. */
    public JsonNode query(String expression) {
        URI asked =
                uri().resolve(
                                "/api/v1/query?query="
                                        + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response = Http.get(asked);
            if (response.statusCode() != 200) {
                throw new TestbedException(
                        "Prometheus answered %d to %s: %s"
                                .formatted(response.statusCode(), expression, response.body()));
            }
            return new ObjectMapper().readTree(response.body()).path("data").path("result");
        } catch (JsonProcessingException e) {
            throw new TestbedException("Prometheus answered no JSON to " + expression, e);
        } catch (IOException e) {
            throw new UncheckedIOException("ask Prometheus", e);
        }
    }

    @Override
    public void close() {
        process.close();
        Folders.delete(folder);
    }
}
