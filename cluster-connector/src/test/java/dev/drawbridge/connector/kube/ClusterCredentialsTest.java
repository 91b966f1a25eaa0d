package dev.drawbridge.connector.kube;

import static dev.drawbridge.connector.kube.MockCluster.failure;
import static dev.drawbridge.connector.kube.MockCluster.readPod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it proves who it is, and who the server is. */
class ClusterCredentialsTest {

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
    void aCertificateOfAnotherAuthorityIsNotItselfUnlessTheFileAsksForNoVerification()
            throws IOException {
        String stranger =
                new HeldCertificate.Builder().certificateAuthority(0).build().certificatePem();
        Files.writeString(folder.resolve("stranger.crt"), stranger);
        try (ClusterConnection cluster =
                mock.open(
                        mock.kubeconfig("certificate-authority: stranger.crt", "{}"),
                        ConnectionOptions.DEFAULT,
                        null)) {
            ConnectorException e = failure(() -> readPod(cluster));
            assertThat(e.kind()).isEqualTo(Kind.NOT_ITSELF);
            assertThat(e).hasMessageContaining("TLS connection");
        }
        try (ClusterConnection cluster =
                mock.open(
                        mock.kubeconfig("insecure-skip-tls-verify: true", "{}"),
                        ConnectionOptions.DEFAULT,
                        null)) {
            assertThat(readPod(cluster)).isNotNull();
        }
    }

    @Test
    void theServerNameOfTheFileIsTheOneVerified() throws IOException {
        try (ClusterConnection cluster =
                mock.open(
                        mock.kubeconfig(CA + ", tls-server-name: cluster.example", "{}"),
                        ConnectionOptions.DEFAULT,
                        null)) {
            assertThat(readPod(cluster)).isNotNull();
        }
        assertThat(mock.requests.getFirst().getHandshakeServerNames())
                .containsExactly("cluster.example");
        try (ClusterConnection cluster =
                mock.open(
                        mock.kubeconfig(CA + ", tls-server-name: other.example", "{}"),
                        ConnectionOptions.DEFAULT,
                        null)) {
            assertThat(failure(() -> readPod(cluster)).kind()).isEqualTo(Kind.NOT_ITSELF);
        }
    }

    @Test
    void clientCertificatesOfFileAndDataAreShown() throws IOException {
        HeldCertificate mia =
                new HeldCertificate.Builder()
                        .commonName("mia")
                        .rsa2048()
                        .signedBy(mock.authority())
                        .build();
        Files.writeString(folder.resolve("mia.crt"), mia.certificatePem());
        Files.writeString(folder.resolve("mia.key"), mia.privateKeyPkcs1Pem());
        HeldCertificate lee =
                new HeldCertificate.Builder().commonName("lee").signedBy(mock.authority()).build();
        String data =
                "{client-certificate-data: %s, client-key-data: %s}"
                        .formatted(base64(lee.certificatePem()), base64(lee.privateKeyPkcs8Pem()));

        for (String user :
                new String[] {"{client-certificate: mia.crt, client-key: mia.key}", data}) {
            try (ClusterConnection cluster =
                    mock.open(mock.kubeconfig(CA, user), ConnectionOptions.DEFAULT, null)) {
                readPod(cluster);
            }
        }

        assertThat(mock.requests)
                .extracting(request -> String.valueOf(request.getHandshake().peerPrincipal()))
                .containsExactly("CN=mia", "CN=lee");
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static final String COUNTING =
            """
            cd "$(dirname "$0")"; echo x >> calls; n=$(wc -l < calls | tr -d ' ')
            case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*) ;; *) exit 9;; esac
            echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$WORD$n'","expirationTimestamp":"2026-03-01T12:30:00Z"}}'
            """;

    @Test
    void aPluginIsAskedAgainWhenItsTokenHasExpired() throws IOException {
        Path config = mock.kubeconfig(CA, plugin(COUNTING));
        try (ClusterConnection cluster = mock.open(config, ConnectionOptions.DEFAULT, null)) {
            readPod(cluster);
            readPod(cluster);
            mock.desk = Instant.parse("2026-03-01T12:29:58Z");
            readPod(cluster);
        }
        assertThat(mock.requests)
                .extracting(request -> request.getHeaders().get("Authorization"))
                .containsExactly("Bearer w1", "Bearer w1", "Bearer w2");
    }

    @Test
    void aRefusedTokenOfAPluginIsRenewedOnce() throws IOException {
        Path config = mock.kubeconfig(CA, plugin(COUNTING));
        mock.answer =
                request ->
                        "Bearer w2".equals(request.getHeaders().get("Authorization"))
                                ? MockCluster.json(200, "{}")
                                : MockCluster.status(401, "Unauthorized", "Unauthorized");
        try (ClusterConnection cluster = mock.open(config, ConnectionOptions.DEFAULT, null)) {
            readPod(cluster);
            assertThat(mock.requests).hasSize(2);
            mock.requests.clear();
            mock.answer = request -> MockCluster.status(401, "Unauthorized", "Unauthorized");
            assertThat(failure(() -> readPod(cluster)).kind()).isEqualTo(Kind.DENIED);
            assertThat(mock.requests).hasSize(2);
        }
    }

    @Test
    void aFailingPluginIsNamedWithItsOwnWords() throws IOException {
        Path config = mock.kubeconfig(CA, plugin("echo 'session has ended' >&2; exit 3\n"));
        try (ClusterConnection cluster = mock.open(config, ConnectionOptions.DEFAULT, null)) {
            ConnectorException e = failure(() -> readPod(cluster));
            assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(e)
                    .hasMessageContaining(
                            "plugin \"./login.sh\" of context \"here\" failed with exit code 3 (session has ended)");
        }
        Files.delete(folder.resolve("login.sh"));
        try (ClusterConnection cluster = mock.open(config, ConnectionOptions.DEFAULT, null)) {
            ConnectorException e = failure(() -> readPod(cluster));
            assertThat(e.kind()).isEqualTo(Kind.BAD_INPUT);
            assertThat(e).hasMessageContaining("can't be started");
        }
        assertThat(mock.requests).isEmpty();
    }

    @Test
    void aTokenFileIsReadAnewWithEachRequest() throws IOException {
        Files.writeString(folder.resolve("token"), "one\n");
        Path config = mock.kubeconfig(CA, "{token: old, tokenFile: token}");
        try (ClusterConnection cluster = mock.open(config, ConnectionOptions.DEFAULT, null)) {
            readPod(cluster);
            Files.writeString(folder.resolve("token"), "two\n");
            readPod(cluster);
        }
        assertThat(mock.requests)
                .extracting(request -> request.getHeaders().get("Authorization"))
                .containsExactly("Bearer one", "Bearer two");
    }

    @Test
    void aCredentialIsNotSentUnencryptedToAnotherMachine() throws IOException {
        Path config = folder.resolve("plain");
        Files.writeString(
                config,
                """
                current-context: x
                clusters: [{name: c, cluster: {server: "http://cluster.example"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                """);
        ConnectorException e = failure(() -> mock.open(config, ConnectionOptions.DEFAULT, null));
        assertThat(e.kind()).isEqualTo(Kind.BAD_INPUT);
        assertThat(e).hasMessageContaining("unencrypted");
    }

    private String plugin(String script) throws IOException {
        Path file = folder.resolve("login.sh");
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login.sh, interactiveMode: Never, env: [{name: WORD, value: w}]}}";
    }
}
