package dev.drawbridge.connector.kube;

import static dev.drawbridge.connector.kube.MockCluster.failure;
import static dev.drawbridge.connector.kube.MockCluster.readPod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.Retries;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterConnectionTest {

    private static final String CA = "certificate-authority: ca.crt";

    @TempDir Path folder;
    private MockCluster mock;

    @BeforeEach
    void start() throws IOException {
        mock = new MockCluster(folder);
    }

    @AfterEach
    void stop() {
        mock.close();
    }

    @Test
    void tokenAndHeadersGoToTheServer() throws IOException {
        ConnectionOptions options =
                new ConnectionOptions(
                        null, null, null, null, Map.of("X-Team", "shop"), Duration.ofSeconds(5));
        try (ClusterConnection cluster =
                mock.open(
                        mock.kubeconfig(CA, "{token: secret-word, as: mia, as-groups: [a, b]}"),
                        options,
                        null)) {
            readPod(cluster);
        }
        RecordedRequest request = mock.requests.getFirst();
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer secret-word");
        assertThat(request.getHeaders().get("X-Team")).isEqualTo("shop");
        assertThat(request.getHeaders().get("Impersonate-User")).isEqualTo("mia");
        assertThat(request.getHeaders().values("Impersonate-Group")).containsExactly("a", "b");
    }

    @Test
    void requestsAreToldOfByTheContextsName() throws IOException {
        List<String> told = new ArrayList<>();
        ConnectionOptions options =
                ConnectionOptions.DEFAULT.observedBy(
                        (target, outcome, took) -> told.add(target + " " + outcome));
        try (ClusterConnection cluster = mock.open(mock.kubeconfig(CA, "{}"), options, null)) {
            readPod(cluster);
        }
        assertThat(told).containsExactly("here 2xx");
    }

    @Test
    void noRedirectIsFollowedAndNoCredentialGoesToItsHost() throws Exception {
        try (MockWebServer other = new MockWebServer();
                ClusterConnection cluster = mock.open()) {
            other.start();
            mock.answer =
                    request ->
                            new MockResponse.Builder()
                                    .code(302)
                                    .addHeader(
                                            "Location",
                                            "http://localhost:" + other.getPort() + "/login")
                                    .build();

            ConnectorException e = failure(() -> readPod(cluster));

            assertThat(e.kind()).isEqualTo(Kind.NOT_ITSELF);
            assertThat(e)
                    .hasMessageContaining("read pod shop/web: the server redirects to localhost");
            assertThat(other.takeRequest(200, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void aWebPageIsNotAnApiServer() throws IOException {
        mock.answer =
                request ->
                        new MockResponse.Builder()
                                .addHeader("Content-Type", "text/html; charset=utf-8")
                                .body("<html>log in</html>")
                                .build();
        try (ClusterConnection cluster = mock.open()) {
            ConnectorException e = failure(() -> readPod(cluster));
            assertThat(e.kind()).isEqualTo(Kind.NOT_ITSELF);
            assertThat(e).hasMessageContaining("web page (200)");
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsNotReadToItsEnd() throws IOException {
        mock.answer =
                request ->
                        new MockResponse.Builder()
                                .addHeader("Content-Type", "application/json")
                                .chunkedBody(" ".repeat(3 << 20), 1 << 16)
                                .build();
        try (ClusterConnection cluster = mock.open()) {
            assertThat(failure(() -> readPod(cluster)).kind()).isEqualTo(Kind.TOO_LARGE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | Unauthorized | Unauthorized | DENIED | doesn't know the credential of context \"here\"",
                "403 | Forbidden | pods \"web\" is forbidden: User \"mia\" cannot get resource \"pods\" in API group \"\" in the namespace \"shop\" | DENIED | mia has not the right to get pods named web in namespace shop; ask for it (kubectl auth can-i get pods/web -n shop).",
                "403 | Forbidden | pods \"web\" is forbidden: violates PodSecurity \"restricted:latest\" | DENIED | refuses: pods \"web\" is forbidden: violates PodSecurity",
                "422 | Invalid | deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'drawbridge-fence-r' with binding 'b' denied request: a higher fence holds | DENIED | admission policy drawbridge-fence-r refuses: a higher fence holds.",
                "400 | BadRequest | admission webhook \"w.example\" denied the request: not on Fridays | DENIED | admission webhook w.example refuses: not on Fridays.",
                "409 | AlreadyExists | configmaps \"grant-1\" already exists | CONFLICT | it is there already",
                "409 | Conflict | the object has been modified | CONFLICT | somebody else changed it",
                "404 | NotFound | the server could not find the requested resource | NOT_FOUND | doesn't have it",
                "422 | Invalid | spec.replicas: Invalid value: -1 | BAD_INPUT | takes it for invalid: spec.replicas",
                "503 | ServiceUnavailable | etcd is away | UNREACHABLE | answers 503 (etcd is away)",
                "429 | TooManyRequests | slow down | UNREACHABLE | answers 429",
                "413 | RequestEntityTooLarge | limit is 3145728 | TOO_LARGE | too large"
            })
    void refusalsBecomeOneSentenceOfTheRightKind(
            int code, String reason, String said, Kind kind, String part) throws IOException {
        mock.answer = request -> MockCluster.status(code, reason, said);
        try (ClusterConnection cluster = mock.open()) {
            ConnectorException e =
                    failure(() ->
                            cluster.ask(
                                    "make pod shop/web",
                                    k -> k.pods().inNamespace("shop").resource(pod()).create()));
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageStartingWith("make pod shop/web: ").hasMessageContaining(part);
            assertThat(e).hasMessageNotContaining("secret-word");
        }
        assertThat(mock.requests).hasSize(1);
    }

    private static Pod pod() {
        return new io.fabric8.kubernetes.api.model.PodBuilder()
                .withNewMetadata()
                .withName("web")
                .endMetadata()
                .build();
    }

    @Test
    void aFieldOfAnotherManagerIsNamed() throws Exception {
        mock.answer =
                request ->
                        request.getMethod().equals("GET")
                                ? MockCluster.json(
                                        200, "{\"kind\":\"APIResourceList\",\"resources\":[]}")
                                : MockCluster.json(
                                        409,
                                        """
                                        {"kind":"Status","status":"Failure","reason":"Conflict","code":409,"message":"Apply failed",
                                         "details":{"causes":[{"reason":"FieldManagerConflict",
                                          "message":"conflict with \\"argocd-controller\\" using apps/v1",
                                          "field":".spec.template.spec.containers[name=\\"app\\"].image"}]}}
                                        """);
        var manifest =
                new ObjectMapper()
                        .readTree(
                                "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\"}}");
        try (ClusterConnection cluster = mock.open()) {
            ConnectorException e =
                    failure(() ->
                            cluster.serverSideApply(
                                    "set image of shop/web", manifest, "drawbridge", false, true));
            assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            assertThat(e)
                    .hasMessageContaining(
                            "argocd-controller owns .spec.template.spec.containers[name=\"app\"].image");
        }
        RecordedRequest patch = mock.requests.getLast();
        assertThat(patch.getHeaders().get("Content-Type"))
                .startsWith("application/apply-patch+yaml");
        assertThat(patch.getTarget())
                .startsWith("/apis/apps/v1/namespaces/shop/deployments/web?")
                .contains("fieldManager=drawbridge", "dryRun=All")
                .doesNotContain("force=true");
        assertThat(new ObjectMapper().readTree(patch.getBody().utf8())).isEqualTo(manifest);
    }

    @Test
    void readsAreTriedAgainAndWritesAreNot() throws IOException {
        mock.answer = request -> MockCluster.status(503, "ServiceUnavailable", "starting");
        try (ClusterConnection cluster = mock.open()) {
            assertThatThrownBy(() -> cluster.read("read version", k -> k.raw("/version")))
                    .isInstanceOf(ConnectorException.class);
            assertThat(mock.requests).hasSize(Retries.TRIES);
            mock.requests.clear();
            mock.answer =
                    request ->
                            new MockResponse.Builder()
                                    .onResponseStart(new SocketEffect.CloseSocket())
                                    .build();
            ConnectorException e =
                    failure(() ->
                            cluster.ask(
                                    "make pod shop/web",
                                    k -> k.pods().inNamespace("shop").resource(pod()).create()));
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(mock.requests).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void nobodyAnsweringAndAnswersThatDontComeAreUnreachable() throws IOException {
        Path config = mock.kubeconfig(CA, "{token: t}");
        ConnectionOptions hasty =
                new ConnectionOptions(null, null, null, null, Map.of(), Duration.ofMillis(300));
        mock.answer =
                request -> new MockResponse.Builder().headersDelay(5, TimeUnit.SECONDS).build();
        try (ClusterConnection cluster = mock.open(config, hasty, null)) {
            ConnectorException e = failure(() -> readPod(cluster));
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(e).hasMessageContaining("no answer in time");
        }
        mock.server.close();
        try (ClusterConnection cluster = mock.open(config, hasty, null)) {
            ConnectorException e = failure(() -> readPod(cluster));
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(e).hasMessageContaining("nobody answers at https://127.0.0.1:");
        }
    }

    @Test
    void thePinnedUidIsCheckedAtOnce() throws IOException {
        Path config = mock.kubeconfig(CA, "{token: t}");
        mock.answer =
                request ->
                        MockCluster.json(
                                200,
                                "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\"u-1\"}}");
        mock.open(config, ConnectionOptions.DEFAULT, "u-1").close();
        ConnectorException other =
                failure(() -> mock.open(config, ConnectionOptions.DEFAULT, "u-2"));
        assertThat(other.kind()).isEqualTo(Kind.NOT_ITSELF);
        assertThat(other).hasMessageContaining("has uid u-1, pinned is u-2");

        mock.answer =
                request ->
                        MockCluster.status(
                                403,
                                "Forbidden",
                                "namespaces \"kube-system\" is forbidden: User \"mia\" cannot get resource \"namespaces\" in API group \"\" in the namespace \"kube-system\"");
        ConnectorException hidden =
                failure(() -> mock.open(config, ConnectionOptions.DEFAULT, "u-1"));
        assertThat(hidden.kind()).isEqualTo(Kind.NOT_ITSELF);
        assertThat(hidden)
                .hasMessageContaining("can't tell")
                .hasMessageContaining("right to get namespaces named kube-system");
    }

    private MockResponse dated(String date) {
        return MockCluster.json(200, "{}").newBuilder().addHeader("Date", date).build();
    }

    @Test
    void timeIsTheServersAndRunsOnWithoutTheDesksClock() throws IOException {
        mock.answer = request -> dated("Sun, 01 Mar 2026 09:00:00 GMT");
        try (ClusterConnection cluster = mock.open()) {
            assertThat(cluster.now()).isEqualTo("2026-03-01T09:00:00Z");
            assertThat(cluster.deskOffset()).isEqualTo(Duration.ofHours(3));
            mock.desk = Instant.parse("2020-01-01T00:00:00Z");
            mock.pass(Duration.ofMillis(700));
            assertThat(cluster.now()).isEqualTo("2026-03-01T09:00:00.700Z");
            assertThat(mock.requests).hasSize(1);
            mock.pass(Duration.ofMillis(600));
            mock.answer = request -> dated("Sun, 01 Mar 2026 09:00:01 GMT");
            assertThat(cluster.now()).isEqualTo("2026-03-01T09:00:01.300Z");
            assertThat(mock.requests).hasSize(2);
            mock.pass(Duration.ofSeconds(60));
            mock.answer = request -> dated("Sun, 01 Mar 2026 10:00:00 GMT");
            assertThat(cluster.now()).isEqualTo("2026-03-01T10:00:00Z");
        }
    }

    @Test
    void withoutADateHeaderTheTimeIsUnknown() throws IOException {
        try (ClusterConnection cluster = mock.open()) {
            assertThat(failure(cluster::now).kind()).isEqualTo(Kind.UNREADABLE);
            mock.answer = request -> dated("yesterday");
            assertThat(failure(cluster::now).kind()).isEqualTo(Kind.UNREADABLE);
        }
    }

    @Test
    void aProxyLeadsToTheCluster() throws Exception {
        try (MockWebServer proxy = new MockWebServer()) {
            proxy.start();
            proxy.enqueue(new MockResponse.Builder().code(502).build());
            ConnectionOptions options =
                    new ConnectionOptions(
                            null,
                            null,
                            null,
                            URI.create("http://127.0.0.1:" + proxy.getPort()),
                            Map.of(),
                            Duration.ofSeconds(5));
            try (ClusterConnection cluster =
                    mock.open(mock.kubeconfig(CA, "{token: t}"), options, null)) {
                assertThat(failure(() -> readPod(cluster)).kind()).isEqualTo(Kind.UNREACHABLE);
            }
            RecordedRequest connect = proxy.takeRequest(5, TimeUnit.SECONDS);
            assertThat(connect).isNotNull();
            assertThat(connect.getMethod()).isEqualTo("CONNECT");
            assertThat(connect.getHeaders().get("Authorization")).isNull();
        }
    }
}
