package dev.drawbridge.connector.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import mockwebserver3.MockResponse;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferrersTest {
    private static final Digest SUBJECT = digest("subject");
    private static final String API = "/v2/shop/app/referrers/" + SUBJECT;
    private static final String TAG = "/v2/shop/app/manifests/sha256-" + SUBJECT.hex();

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void close() {
        registry.close();
    }

    private static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }

    private static String index(String name) {
        return """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [
          {"mediaType": "%s", "digest": "%s", "size": 7, "artifactType": "t/%s", "data": "e30="}]}
        """
                .formatted(MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, digest(name), name);
    }

    private static MockResponse page(String name, String link) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", MediaTypes.OCI_INDEX)
                .addHeader("Link", link)
                .body(index(name))
                .build();
    }

    @Test
    void allPagesAreRead() {
        registry.on("GET " + API, page("one", "<" + API + "?n=2>; rel=\"next\""));
        registry.on("GET " + API + "?n=2", page("two", "<?n=3>; rel=next"));
        registry.on(
                "GET " + API + "?n=3", FakeRegistry.content(MediaTypes.OCI_INDEX, index("three")));
        assertThat(registry.repository().referrers(SUBJECT))
                .extracting(Descriptor::digest)
                .containsExactly(digest("one"), digest("two"), digest("three"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/next", "%s"})
    void pagesOnAnotherHostOrInACircleAreNotFollowed(String next) {
        registry.on("GET " + API, page("one", "<" + next.formatted(API) + ">; rel=\"next\""));
        assertThatThrownBy(() -> registry.repository().referrers(SUBJECT))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ITSELF));
    }

    @ParameterizedTest
    @CsvSource({
        "404, application/json",
        "400, application/json",
        "405, text/plain",
        "200, text/html",
        "200, application/json",
        "200, application/vnd.docker.distribution.manifest.list.v2+json"
    })
    void withoutTheApiTheTagIsRead(int code, String type) {
        registry.on(
                "GET " + API,
                new MockResponse.Builder()
                        .code(code)
                        .addHeader("Content-Type", type)
                        .body(index("api"))
                        .build());
        Repository repository = registry.repository();
        assertThat(repository.referrers(SUBJECT)).isEmpty();

        registry.on("GET " + TAG, FakeRegistry.content(MediaTypes.OCI_INDEX, index("tagged")));
        assertThat(repository.referrers(SUBJECT))
                .extracting(Descriptor::digest)
                .containsExactly(digest("tagged"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void aRegistryInTroubleDoesNotHaveNone(int code) {
        registry.on("GET " + API, FakeRegistry.status(code));
        registry.on("GET " + TAG, FakeRegistry.content(MediaTypes.OCI_INDEX, index("tagged")));
        assertThatThrownBy(() -> registry.repository().referrers(SUBJECT))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    }

    /**
     * A registry that takes everything, and whether it keeps what is put under the fallback tag.
     */
    private AtomicReference<String> writable(Predicate<Integer> keepsPut) {
        AtomicReference<String> tagged = new AtomicReference<>(index("theirs"));
        AtomicInteger puts = new AtomicInteger();
        registry.on(
                "GET " + TAG,
                request ->
                        FakeRegistry.content(MediaTypes.OCI_INDEX, String.valueOf(tagged.get())));
        registry.on(
                "PUT " + TAG,
                request -> {
                    ByteString body = request.getBody();
                    if (keepsPut.test(puts.incrementAndGet()) && body != null) {
                        tagged.set(body.utf8());
                    }
                    return FakeRegistry.status(201);
                });
        return tagged;
    }

    private Descriptor attach() {
        byte[] note = "{}".getBytes(StandardCharsets.UTF_8);
        Descriptor subject =
                new Descriptor(MediaTypes.OCI_MANIFEST, SUBJECT, 7, null, Map.of(), null);
        registry.blob(note);
        Descriptor ours = expected(subject);
        registry.on("PUT /v2/shop/app/manifests/" + ours.digest(), FakeRegistry.status(201));
        return registry.repository().attach(subject, "a/b", note, "a/b", Map.of());
    }

    /** Its digest is that of what is pushed, which is made here by hand. */
    private static Descriptor expected(Descriptor subject) {
        String two = digest("{}").value();
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"a/b\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"%s\",\"size\":2},\"layers\":[{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":2}],\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7},\"annotations\":{}}"
                        .formatted(
                                MediaTypes.OCI_MANIFEST,
                                two,
                                two,
                                MediaTypes.OCI_MANIFEST,
                                subject.digest());
        return Descriptor.of(MediaTypes.OCI_MANIFEST, manifest.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatOthersWroteUnderTheTagStaysAsItIs() throws IOException {
        AtomicReference<String> tagged = writable(n -> true);
        Descriptor ours = attach();
        JsonNode index = Manifests.JSON.readTree(tagged.get());
        assertThat(index.path("schemaVersion").asInt()).isEqualTo(2);
        assertThat(index.path("mediaType").asText()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(index.path("manifests")).hasSize(2);
        assertThat(index.at("/manifests/0"))
                .isEqualTo(Manifests.JSON.readTree(index("theirs")).at("/manifests/0"));
        assertThat(index.at("/manifests/1/digest").asText()).isEqualTo(ours.digest().value());
        assertThat(index.at("/manifests/1/artifactType").asText()).isEqualTo("a/b");
    }

    @Test
    void aWriteThatAnotherOverwroteIsRepeated() {
        AtomicReference<String> tagged = writable(n -> n > 2);
        Descriptor ours = attach();
        assertThat(tagged.get()).contains(ours.digest().value());
    }

    @Test
    void aWriteThatIsAlwaysOverwrittenIsAConflict() {
        writable(n -> false);
        assertThatThrownBy(this::attach)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void nothingIsWrittenUnderTheTagWhereTheApiIsThere() {
        registry.on("GET " + API, FakeRegistry.content(MediaTypes.OCI_INDEX, index("one")));
        attach();
        assertThat(registry.lines()).doesNotContain("PUT " + TAG);
    }
}
