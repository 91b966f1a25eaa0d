package dev.drawbridge.testbed.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Drawbridge relies on in any OCI registry (the distribution specification 1.1), with the
 * referrers API or without.
 */
public abstract class RegistryContract {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";
    private static final String ARTIFACT = "application/vnd.example.statement.v1+json";
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private final ObjectMapper json = new ObjectMapper();
    private HttpClient client;
    private String repository;

    /**
     * Where the registry answers, with scheme, host and port; open to anyone; it may be shared by
     * all tests.
     */
    protected abstract URI registry();

    /** Has it the referrers API? */
    protected abstract boolean hasReferrers();

    @BeforeEach
    void open() {
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        repository = "contract/" + UUID.randomUUID().toString().substring(0, 8);
    }

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    private HttpResponse<byte[]> ask(String method, String path, String type, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(registry().resolve(path))
                        .header(body.length == 0 ? "Accept" : "Content-Type", type)
                        .timeout(Duration.ofSeconds(60))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    private HttpResponse<byte[]> get(String path, String accept) {
        return ask("GET", "/v2/" + repository + path, accept, new byte[0]);
    }

    private HttpResponse<byte[]> put(String path, String type, byte[] body) {
        return ask("PUT", "/v2/" + repository + path, type, body);
    }

    private JsonNode body(HttpResponse<byte[]> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("read " + response.uri(), e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Begins an upload and ends it in one go under that digest. */
    private HttpResponse<byte[]> pushBlob(byte[] blob, String digest) {
        HttpResponse<byte[]> begun =
                ask("POST", "/v2/" + repository + "/blobs/uploads/", "*/*", new byte[0]);
        assertThat(begun.statusCode()).isEqualTo(202);
        URI place = registry().resolve(begun.headers().firstValue("Location").orElseThrow());
        String separator = place.getRawQuery() == null ? "?" : "&";
        return ask("PUT", place + separator + "digest=" + digest, "application/octet-stream", blob);
    }

    private static String descriptor(String type, byte[] bytes) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, digest(bytes), bytes.length);
    }

    /** A manifest of no layers whose config holds this content. */
    private byte[] pushImage(String content, String tag) {
        byte[] config =
                utf8(
                        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\"%s\"}"
                                .formatted(content));
        assertThat(pushBlob(config, digest(config)).statusCode()).isEqualTo(201);
        byte[] manifest =
                utf8(
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[]}"
                                .formatted(MANIFEST, descriptor(CONFIG, config)));
        assertThat(put("/manifests/" + tag, MANIFEST, manifest).statusCode()).isEqualTo(201);
        return manifest;
    }

    private byte[] statementAbout(byte[] subject) {
        byte[] layer = utf8("{\"says\":\"fine\"}");
        pushBlob(NOTHING, digest(NOTHING));
        pushBlob(layer, digest(layer));
        return utf8(
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"%s\",\"config\":%s,\"layers\":[%s],\"subject\":%s,\"annotations\":{\"why\":\"test\"}}"
                        .formatted(
                                MANIFEST,
                                ARTIFACT,
                                descriptor(EMPTY, NOTHING),
                                descriptor(ARTIFACT, layer),
                                descriptor(MANIFEST, subject)));
    }

    private void assertError(HttpResponse<byte[]> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(body(response).at("/errors/0/code").asText()).isEqualTo(code);
    }

    @Test
    void answersThatItSpeaksTheProtocol() {
        assertThat(ask("GET", "/v2/", "*/*", new byte[0]).statusCode()).isEqualTo(200);
    }

    @Test
    void aBlobComesBackAsItWasAndIsHeldToItsDigest() {
        byte[] blob = utf8("some bytes");
        assertThat(pushBlob(blob, digest(blob)).statusCode()).isEqualTo(201);

        HttpResponse<byte[]> back = get("/blobs/" + digest(blob), "*/*");
        assertThat(back.statusCode()).isEqualTo(200);
        assertThat(back.body()).isEqualTo(blob);
        assertThat(
                        ask(
                                        "HEAD",
                                        "/v2/" + repository + "/blobs/" + digest(blob),
                                        "*/*",
                                        new byte[0])
                                .statusCode())
                .isEqualTo(200);

        assertThat(pushBlob(utf8("other bytes"), digest(utf8("yet others"))).statusCode())
                .isEqualTo(400);
        assertThat(get("/blobs/" + digest(utf8("yet others")), "*/*").statusCode()).isEqualTo(404);
    }

    @Test
    void aManifestComesBackByTagAndByDigestByteForByte() {
        byte[] manifest = pushImage("one", "v1");
        for (String reference : List.of("v1", digest(manifest))) {
            HttpResponse<byte[]> back = get("/manifests/" + reference, MANIFEST);
            assertThat(back.statusCode()).isEqualTo(200);
            assertThat(back.body()).isEqualTo(manifest);
            assertThat(back.headers().firstValue("Content-Type")).hasValue(MANIFEST);
            assertThat(back.headers().firstValue("Docker-Content-Digest"))
                    .hasValue(digest(manifest));

            HttpResponse<byte[]> head =
                    ask(
                            "HEAD",
                            "/v2/" + repository + "/manifests/" + reference,
                            MANIFEST,
                            new byte[0]);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Docker-Content-Digest"))
                    .hasValue(digest(manifest));
        }
    }

    @Test
    void aTagMovesAndTheDigestStays() {
        byte[] first = pushImage("one", "v1");
        byte[] second = pushImage("two", "v1");
        assertThat(get("/manifests/v1", MANIFEST).body()).isEqualTo(second);
        assertThat(get("/manifests/" + digest(first), MANIFEST).body()).isEqualTo(first);
        assertThat(body(get("/tags/list", "*/*")).toString())
                .isEqualTo("{\"name\":\"%s\",\"tags\":[\"v1\"]}".formatted(repository));
    }

    @Test
    void anIndexNamesItsImages() {
        byte[] image = pushImage("one", "amd64");
        byte[] index =
                utf8(
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}}]}"
                                .formatted(INDEX, MANIFEST, digest(image), image.length));
        assertThat(put("/manifests/v1", INDEX, index).statusCode()).isEqualTo(201);

        HttpResponse<byte[]> back = get("/manifests/v1", INDEX + ", " + MANIFEST);
        assertThat(back.headers().firstValue("Content-Type")).hasValue(INDEX);
        assertThat(back.body()).isEqualTo(index);
    }

    @Test
    void whatIsNotThereIsAnErrorWithItsCode() {
        pushImage("one", "v1");
        assertError(get("/manifests/v2", MANIFEST), 404, "MANIFEST_UNKNOWN");
        assertError(get("/manifests/" + digest(utf8("none")), MANIFEST), 404, "MANIFEST_UNKNOWN");
        assertError(get("/blobs/" + digest(utf8("none")), "*/*"), 404, "BLOB_UNKNOWN");
    }

    @Test
    void aReferrerIsFoundThroughTheApiWhereThereIsOne() {
        byte[] image = pushImage("one", "v1");
        byte[] statement = statementAbout(image);
        HttpResponse<byte[]> pushed = put("/manifests/" + digest(statement), MANIFEST, statement);
        assertThat(pushed.statusCode()).isEqualTo(201);
        HttpResponse<byte[]> found = get("/referrers/" + digest(image), INDEX);
        if (!hasReferrers()) {
            assertThat(found.statusCode()).isEqualTo(404);
            return;
        }
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.headers().firstValue("Content-Type").orElseThrow()).startsWith(INDEX);
        JsonNode index = body(found);
        assertThat(index.path("schemaVersion").asInt()).isEqualTo(2);
        assertThat(index.path("mediaType").asText()).isEqualTo(INDEX);
        assertThat(index.path("manifests"))
                .singleElement()
                .satisfies(referrer -> {
                    assertThat(referrer.path("mediaType").asText()).isEqualTo(MANIFEST);
                    assertThat(referrer.path("digest").asText()).isEqualTo(digest(statement));
                    assertThat(referrer.path("size").asInt()).isEqualTo(statement.length);
                });
    }

    @Test
    void whereNothingRefersTheIndexIsEmptyAndNotMissing() {
        byte[] image = pushImage("one", "v1");
        HttpResponse<byte[]> found = get("/referrers/" + digest(image), INDEX);
        assertThat(found.statusCode()).isEqualTo(hasReferrers() ? 200 : 404);
        if (hasReferrers()) {
            assertThat(body(found).path("manifests").isArray()).isTrue();
            assertThat(body(found).path("manifests")).isEmpty();
        }
    }

    @Test
    void anIndexUnderTheFallbackTagIsAnIndexLikeAnyOther() {
        byte[] image = pushImage("one", "v1");
        byte[] statement = statementAbout(image);
        put("/manifests/" + digest(statement), MANIFEST, statement);
        byte[] index =
                utf8(
                        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                                .formatted(INDEX, descriptor(MANIFEST, statement)));
        String tag = digest(image).replace(':', '-');
        assertThat(get("/manifests/" + tag, INDEX).statusCode()).isEqualTo(404);
        assertThat(put("/manifests/" + tag, INDEX, index).statusCode()).isEqualTo(201);
        assertThat(get("/manifests/" + tag, INDEX).body()).isEqualTo(index);
    }

    @Test
    void aBlobMayComeInPieces() {
        HttpResponse<byte[]> begun =
                ask("POST", "/v2/" + repository + "/blobs/uploads/", "*/*", new byte[0]);
        HttpResponse<byte[]> first = piece(begun, "0-6", utf8("first, "));
        assertThat(first.statusCode()).isEqualTo(202);
        HttpResponse<byte[]> second = piece(first, "7-12", utf8("second"));
        assertThat(second.statusCode()).isEqualTo(202);
        byte[] whole = utf8("first, second");
        URI place = registry().resolve(second.headers().firstValue("Location").orElseThrow());
        String separator = place.getRawQuery() == null ? "?" : "&";
        assertThat(
                        ask(
                                        "PUT",
                                        place + separator + "digest=" + digest(whole),
                                        "application/octet-stream",
                                        new byte[0])
                                .statusCode())
                .isEqualTo(201);
        assertThat(get("/blobs/" + digest(whole), "*/*").body()).isEqualTo(whole);
    }

    private HttpResponse<byte[]> piece(HttpResponse<byte[]> before, String range, byte[] bytes) {
        URI place = registry().resolve(before.headers().firstValue("Location").orElseThrow());
        HttpRequest request =
                HttpRequest.newBuilder(place)
                        .header("Content-Type", "application/octet-stream")
                        .header("Content-Range", range)
                        .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("PATCH " + place, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("PATCH " + place, e);
        }
    }

    @Test
    void aDeletedManifestIsGone() {
        byte[] image = pushImage("one", "v1");
        String path = "/v2/" + repository + "/manifests/" + digest(image);
        assertThat(ask("DELETE", path, "*/*", new byte[0]).statusCode()).isEqualTo(202);
        assertThat(get("/manifests/" + digest(image), MANIFEST).statusCode()).isEqualTo(404);
    }
}
