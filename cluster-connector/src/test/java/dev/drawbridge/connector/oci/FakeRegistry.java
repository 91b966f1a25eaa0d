package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.net.ConnectionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** A server whose answers a test writes, for what no real registry does. */
final class FakeRegistry implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Map<String, Function<RecordedRequest, MockResponse>> answers =
            new ConcurrentHashMap<>();
    private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<Registries> opened = new ArrayList<>();

    FakeRegistry() {
        server.setDispatcher(
                new Dispatcher() {
                    @Override
                    public MockResponse dispatch(RecordedRequest request) {
                        requests.add(request);
                        Function<RecordedRequest, MockResponse> answer =
                                answers.get(request.getMethod() + " " + request.getTarget());
                        return answer == null ? status(404) : answer.apply(request);
                    }
                });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers one method and path, such as {@code GET /v2/}. */
    FakeRegistry on(String line, Function<RecordedRequest, MockResponse> answer) {
        answers.put(line, answer);
        return this;
    }

    FakeRegistry on(String line, MockResponse answer) {
        return on(line, request -> answer);
    }

    static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    static MockResponse content(String type, byte[] bytes) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", type)
                .body(new Buffer().write(bytes))
                .build();
    }

    static MockResponse content(String type, String text) {
        return content(type, text.getBytes(StandardCharsets.UTF_8));
    }

    static MockResponse redirect(String location) {
        return new MockResponse.Builder().code(307).addHeader("Location", location).build();
    }

    /** Puts a manifest under a tag and its digest. */
    Digest manifest(String tag, String type, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(bytes);
        on("GET /v2/shop/app/manifests/" + tag, content(type, bytes));
        on("GET /v2/shop/app/manifests/" + digest, content(type, bytes));
        return digest;
    }

    Descriptor blob(byte[] bytes) {
        Descriptor blob = Descriptor.of("application/octet-stream", bytes);
        on("GET /v2/shop/app/blobs/" + blob.digest(), content(blob.mediaType(), bytes));
        on("HEAD /v2/shop/app/blobs/" + blob.digest(), status(200));
        return blob;
    }

    String host() {
        return server.getHostName() + ":" + server.getPort();
    }

    String url(String path) {
        return server.url(path).toString();
    }

    List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    List<String> lines() {
        return requests().stream().map(r -> r.getMethod() + " " + r.getTarget()).toList();
    }

    Repository repository() {
        return repository(DockerCredentials.NONE, Set.of());
    }

    /** The repository {@code shop/app}, with a header that must reach no other host. */
    Repository repository(DockerCredentials credentials, Set<String> tokenHosts) {
        ConnectionOptions options =
                new ConnectionOptions(
                        null,
                        null,
                        null,
                        null,
                        Map.of("X-Company-Secret", "s3cret"),
                        Duration.ofSeconds(5));
        Registries registries =
                new Registries(
                        List.of(new RegistryOptions(host(), options, null, true, tokenHosts)),
                        credentials);
        opened.add(registries);
        return registries.repository(ImageReference.parse(host() + "/shop/app"));
    }

    @Override
    public void close() {
        opened.forEach(Registries::close);
        server.close();
    }
}
