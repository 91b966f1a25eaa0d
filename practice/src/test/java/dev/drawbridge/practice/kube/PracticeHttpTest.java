package dev.drawbridge.practice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PracticeHttpTest {
    private final PracticeApiServer server = Servers.start(() -> Servers.START);
    private final HttpClient client = HttpClient.newBuilder().sslContext(trust(server)).build();

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private static SSLContext trust(PracticeApiServer server) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            byte[] pem = server.certificateAuthority().getBytes(StandardCharsets.US_ASCII);
            store.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem)));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path, String token)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.url().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theDateOfAnAnswerIsTheWorlds() throws IOException, InterruptedException {
        assertThat(get("/version", Servers.token("admin")).headers().firstValue("Date"))
                .contains("Mon, 2 Mar 2026 10:00:00 GMT");
    }

    @Test
    void aTokenOfNobodyIsRefused() throws IOException, InterruptedException {
        assertThat(get("/api/v1/pods", "nobody").statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsNotServedIsSaidInASentence() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                get("/api/v1/namespaces/default/pods/x/exec", Servers.token("admin"));
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).contains("the practice API server doesn't serve pods/exec");
    }

    @Test
    void aWatchIsToldOnAWebSocketToo() throws InterruptedException {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + Servers.token("admin"))
                        .buildAsync(
                                java.net.URI.create(
                                        server.url().toString().replace("https", "wss")
                                                + "/api/v1/namespaces/default/configmaps?watch=true&fieldSelector=metadata.name%3Done"),
                                new Listener(events))
                        .join();
        socket.sendPing(java.nio.ByteBuffer.wrap(new byte[] {1})).join();
        server.seed(
                Json.object(
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"one\",\"namespace\":\"default\"},\"data\":{\"big\":\"%s\"}}"
                                .formatted("x".repeat(70_000))));

        assertThat(events.poll(30, TimeUnit.SECONDS)).isEqualTo("pong");
        assertThat(events.poll(30, TimeUnit.SECONDS))
                .startsWith("{\"type\":\"ADDED\"")
                .contains("xxx");
        socket.abort();
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> events;
        private final StringBuilder message = new StringBuilder();

        private Listener(BlockingQueue<String> events) {
            this.events = events;
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                events.add(message.toString());
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket socket, java.nio.ByteBuffer data) {
            events.add("pong");
            socket.request(1);
            return null;
        }
    }
}
