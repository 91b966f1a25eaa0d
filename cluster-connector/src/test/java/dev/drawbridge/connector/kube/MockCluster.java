package dev.drawbridge.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.net.ConnectionOptions;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A server on loopback that answers as a test says: for the answers that a real API server can't be
 * made to give.
 */
final class MockCluster implements AutoCloseable {

    final MockWebServer server = new MockWebServer();
    final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong(1);
    Instant desk = Instant.parse("2026-03-01T12:00:00Z");
    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final Path folder;
    volatile Function<RecordedRequest, MockResponse> answer = request -> json(200, "{}");

    MockCluster(Path folder) throws IOException {
        this.folder = folder;
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        requests.add(request);
                        return answer.apply(request);
                    }
                });
        HeldCertificate certificate =
                new HeldCertificate.Builder()
                        .addSubjectAlternativeName("127.0.0.1")
                        .addSubjectAlternativeName("cluster.example")
                        .signedBy(authority)
                        .build();
        server.useHttps(
                new HandshakeCertificates.Builder()
                        .heldCertificate(certificate)
                        .addTrustedCertificate(authority.certificate())
                        .build()
                        .sslSocketFactory());
        server.requestClientAuth();
        // broken sockets can be had over HTTP/1.1 only
        server.setProtocols(List.of(okhttp3.Protocol.HTTP_1_1));
        server.start();
        Files.writeString(folder.resolve("ca.crt"), authority.certificatePem());
    }

    HeldCertificate authority() {
        return authority;
    }

    String address() {
        return "https://127.0.0.1:" + server.getPort();
    }

    static MockResponse json(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    static MockResponse status(int code, String reason, String message) {
        return json(
                code,
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"%s\",\"code\":%d,\"message\":\"%s\"}"
                        .formatted(reason, code, message.replace("\"", "\\\"")));
    }

    Path kubeconfig(String cluster, String user) throws IOException {
        return Files.writeString(
                folder.resolve("config"),
                """
                current-context: here
                clusters: [{name: c, cluster: {server: "%s", %s}}]
                users: [{name: u, user: %s}]
                contexts: [{name: here, context: {cluster: c, user: u}}]
                """
                        .formatted(address(), cluster, user));
    }

    ClusterConnection open() throws IOException {
        return open(
                kubeconfig("certificate-authority: ca.crt", "{token: secret-word}"),
                ConnectionOptions.DEFAULT,
                null);
    }

    ClusterConnection open(
            Path kubeconfig,
            ConnectionOptions options,
            @org.jspecify.annotations.Nullable String uid) {
        InstantSource clock = () -> desk;
        return ClusterConnection.open(
                new ClusterTarget(kubeconfig, null, uid, options),
                new ClusterConnection.Surroundings(Map.of(), clock, nanos::get, 1 << 20));
    }

    static Pod readPod(ClusterConnection cluster) {
        return cluster.ask(
                "read pod shop/web", k -> k.pods().inNamespace("shop").withName("web").get());
    }

    static ConnectorException failure(Runnable act) {
        ConnectorException failure = catchThrowableOfType(ConnectorException.class, act::run);
        assertThat(failure).as("a failure").isNotNull();
        return failure;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        server.close();
    }
}
