package dev.drawbridge.connector.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {
    private static final String EMPTY_CONFIG =
            "{\"mediaType\": \"application/vnd.oci.image.config.v1+json\", \"digest\": \""
                    + Digest.of("{}".getBytes(StandardCharsets.UTF_8))
                    + "\", \"size\": 2}";
    private static final String IMAGE =
            "{\"schemaVersion\": 2, \"mediaType\": \""
                    + MediaTypes.OCI_MANIFEST
                    + "\", \"config\": "
                    + EMPTY_CONFIG
                    + ", \"layers\": []}";
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeRegistry other = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
        other.close();
    }

    private static AbstractThrowableAssert<?, ?> assertFails(Kind kind, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static String index(String type, Digest child) {
        return "{\"schemaVersion\": 2, \"mediaType\": \"%s\", \"manifests\": [{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": 1}]}"
                .formatted(MediaTypes.OCI_INDEX, type, child);
    }

    @Test
    void otherContentThanTheDigestNamesIsRefused() {
        Digest wanted = Digest.of(CONTENT);
        registry.on(
                "GET /v2/shop/app/manifests/" + wanted,
                FakeRegistry.content(MediaTypes.OCI_MANIFEST, IMAGE));
        assertFails(Kind.UNREADABLE, () -> registry.repository().manifest(wanted))
                .hasMessageContaining(wanted.value())
                .hasMessageContaining("don't use it");
    }

    @Test
    void aBlobThatDiffersFromItsDescriptorIsRefused() {
        Descriptor blob = registry.blob(CONTENT);
        registry.on(
                "GET /v2/shop/app/blobs/" + blob.digest(),
                FakeRegistry.content("application/octet-stream", "Content"));
        assertFails(Kind.UNREADABLE, () -> registry.repository().blob(blob));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void aWebPageIsNotARegistry(int code) {
        registry.on(
                "GET /v2/shop/app/manifests/main",
                new MockResponse.Builder()
                        .code(code)
                        .addHeader("Content-Type", "text/html; charset=utf-8")
                        .body("<html>Log in</html>")
                        .build());
        assertFails(Kind.NOT_ITSELF, () -> registry.repository().manifest("main"))
                .hasMessageContaining("web page");
    }

    @Test
    void aHugeManifestIsRefusedWithoutReadingItWhole() {
        AtomicLong written = new AtomicLong();
        registry.on(
                "GET /v2/shop/app/manifests/main",
                new MockResponse.Builder()
                        .addHeader("Content-Type", MediaTypes.OCI_MANIFEST)
                        .body(
                                new MockResponseBody() {
                                    @Override
                                    public long getContentLength() {
                                        return -1;
                                    }

                                    @Override
                                    public void writeTo(BufferedSink sink) throws IOException {
                                        byte[] piece = new byte[64 << 10];
                                        for (int i = 0; i < 1600; i++) {
                                            sink.write(piece).flush();
                                            written.addAndGet(piece.length);
                                        }
                                    }
                                })
                        .build());
        assertFails(Kind.TOO_LARGE, () -> registry.repository().manifest("main"))
                .hasMessageContaining("4096 KiB");
        assertThat(written.get()).isLessThan(40L << 20);
    }

    @Test
    void aBlobThatSaysThatItIsHugeIsNotAskedFor() {
        Descriptor huge = new Descriptor("a/b", Digest.of(CONTENT), 1L << 40, null, Map.of(), null);
        assertFails(Kind.TOO_LARGE, () -> registry.repository().blob(huge));
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void anIndexOfIndexesIsNoCandidateButCanBeFollowed() {
        Digest image = registry.manifest("image", MediaTypes.OCI_MANIFEST, IMAGE);
        Digest inner =
                registry.manifest(
                        "inner", MediaTypes.OCI_INDEX, index(MediaTypes.OCI_MANIFEST, image));
        Digest outer =
                registry.manifest(
                        "outer", MediaTypes.OCI_INDEX, index(MediaTypes.OCI_INDEX, inner));
        Repository repository = registry.repository();
        assertFails(Kind.UNREADABLE, () -> repository.images(outer))
                .hasMessageContaining("index of indexes");
        assertThat(repository.reachable(outer))
                .containsExactlyInAnyOrder(
                        outer, inner, image, Digest.of("{}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void indexesThatGoOnForeverAreNotFollowed() {
        Digest next = Digest.of(CONTENT);
        for (int i = 0; i < 6; i++) {
            next =
                    registry.manifest(
                            "i" + i, MediaTypes.OCI_INDEX, index(MediaTypes.OCI_INDEX, next));
        }
        Digest deep = next;
        assertFails(Kind.TOO_LARGE, () -> registry.repository().reachable(deep));
    }

    @Test
    void aChildThatIsNotThereStillNamesWhatRuns() {
        Digest absent = Digest.of(CONTENT);
        Digest index =
                registry.manifest(
                        "index", MediaTypes.OCI_INDEX, index(MediaTypes.OCI_MANIFEST, absent));
        assertThat(registry.repository().reachable(index)).containsExactlyInAnyOrder(index, absent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"mediaType\": \"application/vnd.oci.image.manifest.v1+json\"}",
                "{\"layers\": [], \"layers\": []}",
                "{\"mediaType\": \"application/vnd.oci.image.index.v1+json\", \"manifests\": []}",
                "{\"config\": {\"mediaType\": \"a\", \"digest\": \"md5:1\", \"size\": 1}, \"layers\": []}",
                "{\"config\": {\"mediaType\": \"a\", \"size\": 1}, \"layers\": []}",
                "{\"manifests\": [], \"layers\": []}"
            })
    void whatIsNoImageManifestIsUnreadable(String json) {
        registry.manifest("main", MediaTypes.OCI_MANIFEST, json);
        assertFails(Kind.UNREADABLE, () -> registry.repository().manifest("main"))
                .hasMessageContaining("shop/app:main");
    }

    @Test
    void anIndexThatIsAlsoAnImageIsUnreadable() {
        String both = "{\"manifests\": [], \"layers\": [], \"config\": " + EMPTY_CONFIG + "}";
        registry.manifest("main", MediaTypes.OCI_INDEX, both);
        assertFails(Kind.UNREADABLE, () -> registry.repository().manifest("main"))
                .hasMessageContaining("at once");
    }

    @Test
    void anUnknownMediaTypeIsUnreadable() {
        registry.manifest("main", "application/vnd.docker.distribution.manifest.v1+json", "{}");
        assertFails(Kind.UNREADABLE, () -> registry.repository().manifest("main"))
                .hasMessageContaining("manifest.v1");
    }

    @Test
    void aBlobBehindARedirectIsFetchedWithoutAnyCredential() {
        Descriptor blob = registry.blob(CONTENT);
        registry.on(
                "GET /v2/shop/app/blobs/" + blob.digest(),
                request ->
                        request.getHeaders().get("Authorization") == null
                                ? new MockResponse.Builder()
                                        .code(401)
                                        .addHeader("WWW-Authenticate", "Basic realm=\"r\"")
                                        .build()
                                : FakeRegistry.redirect(other.url("/store/1?sig=x")));
        other.on("GET /store/1?sig=x", FakeRegistry.content("application/octet-stream", CONTENT));
        Repository repository =
                registry.repository(Logins.of(registry.host(), "user", "password"), Set.of());

        assertThat(repository.blob(blob)).isEqualTo(CONTENT);

        assertThat(registry.requests().getLast().getHeaders().get("Authorization"))
                .startsWith("Basic ");
        assertThat(registry.requests().getLast().getHeaders().get("X-Company-Secret"))
                .isEqualTo("s3cret");
        assertThat(other.requests())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.getHeaders().get("Authorization")).isNull();
                    assertThat(request.getHeaders().get("X-Company-Secret")).isNull();
                });
    }

    @Test
    void redirectsThatNeverEndAreGivenUp() {
        Descriptor blob = registry.blob(CONTENT);
        String path = "/v2/shop/app/blobs/" + blob.digest();
        registry.on("GET " + path, FakeRegistry.redirect(registry.url(path)));
        assertFails(Kind.NOT_ITSELF, () -> registry.repository().blob(blob));
        assertThat(registry.requests()).hasSize(6);
    }

    @Test
    void anUploadThatIsSentToAnotherHostIsNotFollowed() {
        registry.manifest("main", MediaTypes.OCI_MANIFEST, IMAGE);
        registry.on(
                "POST /v2/shop/app/blobs/uploads/",
                new MockResponse.Builder()
                        .code(202)
                        .addHeader("Location", other.url("/upload"))
                        .build());
        Repository repository = registry.repository();
        Digest subject = repository.resolve("main");
        assertFails(
                        Kind.NOT_ITSELF,
                        () -> repository.attach(subject, "a/b", CONTENT, "a/b", Map.of()))
                .hasMessageContaining("another host");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void aReadIsTriedAgainAndAnUploadIsNot() {
        AtomicInteger reads = new AtomicInteger();
        registry.manifest("main", MediaTypes.OCI_MANIFEST, IMAGE);
        registry.on(
                "GET /v2/shop/app/manifests/main",
                request ->
                        reads.incrementAndGet() < 3
                                ? FakeRegistry.status(503)
                                : FakeRegistry.content(MediaTypes.OCI_MANIFEST, IMAGE));
        registry.on("POST /v2/shop/app/blobs/uploads/", FakeRegistry.status(503));
        Repository repository = registry.repository();
        Digest subject = repository.resolve("main");
        assertFails(
                Kind.UNREACHABLE,
                () -> repository.attach(subject, "a/b", CONTENT, "a/b", Map.of()));
        assertThat(registry.lines().stream().filter(line -> line.startsWith("POST"))).hasSize(1);
    }

    @Test
    void tagsAreListedOverAllPages() {
        registry.on(
                "GET /v2/shop/app/tags/list",
                new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .addHeader("Link", "</v2/shop/app/tags/list?last=b>; rel=\"next\"")
                        .body("{\"name\": \"shop/app\", \"tags\": [\"a\", \"b\"]}")
                        .build());
        registry.on(
                "GET /v2/shop/app/tags/list?last=b",
                FakeRegistry.content("application/json", "{\"tags\": [\"c\"]}"));
        assertThat(registry.repository().tags()).containsExactly("a", "b", "c");
    }
}
