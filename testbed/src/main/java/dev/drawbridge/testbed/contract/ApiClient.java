package dev.drawbridge.testbed.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Plain requests to an API server, so that a suite asserts the protocol and not what a client
 * library makes of it.
 */
final class ApiClient implements AutoCloseable {
    static final String JSON = "application/json";
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String APPLY = "application/apply-patch+yaml";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final ApiUnderTest api;
    private final HttpClient client;

    ApiClient(ApiUnderTest api) {
        this.api = api;
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (api.authority() != null) {
            builder.sslContext(trusting(api.authority()));
        }
        this.client = builder.build();
    }

    /** What came of a request; the body is missing where it is no JSON. */
    record Answer(int status, HttpHeaders headers, JsonNode body) {
        String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "testbed", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException("read " + authority, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("trust " + authority, e);
        }
    }

    Answer get(String path) {
        return ask(api.adminToken(), "GET", path, JSON, "");
    }

    Answer post(String path, String body) {
        return ask(api.adminToken(), "POST", path, JSON, body);
    }

    Answer put(String path, JsonNode body) {
        return ask(api.adminToken(), "PUT", path, JSON, body.toString());
    }

    Answer patch(String path, String kind, String body) {
        return ask(api.adminToken(), "PATCH", path, kind, body);
    }

    Answer delete(String path, String options) {
        return ask(api.adminToken(), "DELETE", path, JSON, options);
    }

    Answer asStranger(String method, String path, String body) {
        return ask(api.strangerToken(), method, path, JSON, body);
    }

    Answer ask(String token, String method, String path, String contentType, String body) {
        HttpRequest request =
                request(token, path)
                        .header("Content-Type", contentType)
                        .timeout(LIMIT)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<byte[]> response =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            // Such as "ok" of a health check, or a web page: the status and what is missing from
            // the body tell.
            return MissingNode.getInstance();
        }
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(api.server().resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", JSON);
    }

    /** The next events of a watch, bookmarks left out; fewer where the server ends it before. */
    List<JsonNode> watch(String path, int wanted) {
        HttpRequest request =
                request(
                                api.adminToken(),
                                path
                                        + (path.contains("?") ? "&" : "?")
                                        + "watch=true&timeoutSeconds=20")
                        .build();
        try {
            HttpResponse<Stream<String>> response =
                    client.send(request, HttpResponse.BodyHandlers.ofLines());
            List<JsonNode> events = new ArrayList<>();
            try (Stream<String> lines = response.body()) {
                Iterator<String> each = lines.iterator();
                while (events.size() < wanted && each.hasNext()) {
                    JsonNode event = json.readTree(each.next());
                    if (!event.path("type").asText().equals("BOOKMARK")) {
                        events.add(event);
                    }
                }
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException("watch " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("watch " + path, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
