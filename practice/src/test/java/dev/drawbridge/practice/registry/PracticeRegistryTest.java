package dev.drawbridge.practice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.practice.registry.RegistryOptions.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the practice registry does beyond the contract that all registries keep. */
class PracticeRegistryTest {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private PracticeRegistry registry = PracticeRegistry.start(RegistryOptions.OPEN);

    @AfterEach
    void end() {
        registry.close();
        client.shutdownNow();
    }

    @Test
    void refusesAManifestUnderAnotherDigest() {
        byte[] manifest = utf8(manifest("a", ""));
        String other = Digests.of(utf8("other"));
        HttpResponse<String> put =
                send(
                        to("/v2/r/manifests/" + other)
                                .header("Content-Type", MANIFEST)
                                .PUT(BodyPublishers.ofByteArray(manifest)));
        assertThat(put.statusCode()).isEqualTo(400);
        assertThat(code(put)).isEqualTo("DIGEST_INVALID");
        assertThat(registry.resolve("r", other)).isEmpty();
    }

    @Test
    void refusesAManifestWhoseLayerIsNotThere() {
        String layer = Digests.of(utf8("never pushed"));
        String manifest =
                """
                {"schemaVersion":2,"mediaType":"%s","config":{},"layers":[{"digest":"%s"}]}\
                """
                        .formatted(MANIFEST, layer);
        assertThatThrownBy(() -> registry.pushManifest("r", "main", utf8(manifest)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(layer);
    }

    @Test
    void refusesAManifestThatIsNotJson() {
        HttpResponse<String> put =
                send(
                        to("/v2/r/manifests/main")
                                .header("Content-Type", MANIFEST)
                                .PUT(BodyPublishers.ofString("<html>")));
        assertThat(put.statusCode()).isEqualTo(400);
        assertThat(code(put)).isEqualTo("MANIFEST_INVALID");
    }

    @Test
    void refusesAPieceThatDoesNotFollowTheOneBefore() {
        HttpResponse<String> begun = send(to("/v2/r/blobs/uploads/").POST(BodyPublishers.noBody()));
        String at = begun.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> piece =
                send(
                        to(at).header("Content-Range", "5-9")
                                .method("PATCH", BodyPublishers.ofString("later")));
        assertThat(piece.statusCode()).isEqualTo(416);
    }

    @Test
    void givesReferrersInPagesThatLinkToTheNext() {
        registry.close();
        registry = PracticeRegistry.start(new RegistryOptions(true, null, 2));
        String subject = registry.pushManifest("r", "main", utf8(manifest("subject", "")));
        List<String> pushed =
                List.of("1", "2", "3", "4", "5").stream()
                        .map(n -> pushReferrer(n, subject))
                        .toList();
        List<String> found = new ArrayList<>();
        String next = "/v2/r/referrers/" + subject;
        while (!next.isEmpty()) {
            HttpResponse<String> page = send(to(next).GET());
            json(page).path("manifests").forEach(m -> found.add(m.path("digest").asText()));
            next =
                    page.headers()
                            .firstValue("Link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse("");
        }
        assertThat(found).containsExactlyElementsOf(pushed);
    }

    @Test
    void filtersReferrersByTypeAndSaysSo() {
        String subject = registry.pushManifest("r", "main", utf8(manifest("subject", "")));
        String wanted = pushReferrer("wanted", subject);
        pushReferrer("other", subject);
        HttpResponse<String> found =
                send(to("/v2/r/referrers/" + subject + "?artifactType=test%2Fwanted").GET());
        assertThat(found.headers().firstValue("OCI-Filters-Applied")).hasValue("artifactType");
        JsonNode manifests = json(found).path("manifests");
        assertThat(manifests).hasSize(1);
        assertThat(manifests.path(0).path("digest").asText()).isEqualTo(wanted);
        assertThat(manifests.path(0).path("artifactType").asText()).isEqualTo("test/wanted");
        assertThat(manifests.path(0).path("annotations").path("note").asText()).isEqualTo("wanted");
    }

    @Test
    void letsInOnlyWhoLogsIn() {
        registry.close();
        registry = PracticeRegistry.start(new RegistryOptions(true, new Login("me", "pw"), 100));
        HttpResponse<String> stranger = send(to("/v2/").GET());
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Basic");
        assertThat(send(to("/v2/").header("Authorization", basic("me:wrong")).GET()).statusCode())
                .isEqualTo(401);
        assertThat(send(to("/v2/").header("Authorization", basic("me:pw")).GET()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void dropsConnectionsWhileItDoesNotAnswer() {
        registry.setAnswering(false);
        assertThatThrownBy(() -> send(to("/v2/").GET())).isInstanceOf(UncheckedIOException.class);
        registry.setAnswering(true);
        assertThat(send(to("/v2/").GET()).statusCode()).isEqualTo(200);
    }

    private String pushReferrer(String note, String subject) {
        byte[] manifest = utf8(manifest(note, subject));
        return registry.pushManifest("r", Digests.of(manifest), manifest);
    }

    private static String manifest(String note, String subject) {
        return """
        {"schemaVersion":2,"mediaType":"%s","artifactType":"test/%s","annotations":{"note":"%s"},\
        "subject":{"digest":"%s"}}\
        """
                .formatted(MANIFEST, note, note, subject);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + registry.host() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String code(HttpResponse<String> response) {
        return json(response).at("/errors/0/code").asText();
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JsonMapper.builder().build().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(utf8(userAndPassword));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
