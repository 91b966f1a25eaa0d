package dev.drawbridge.connector.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.testbed.Crane;
import dev.drawbridge.testbed.RealRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against real registries, with real crane as the other client. */
class RealRegistryIT {
    private static final byte[] NOTE = "{\"note\": 1}".getBytes(StandardCharsets.UTF_8);
    private static final String TYPE = "application/vnd.example.note+json";

    static List<Supplier<RealRegistry>> open() {
        return List.of(RealRegistry::withReferrers, RealRegistry::withoutReferrers);
    }

    private static DockerCredentials logins(Crane crane) {
        return DockerCredentials.of(crane.dockerConfig().resolve("config.json"), Map.of());
    }

    private static Registries registries(RealRegistry registry, Crane crane, Set<String> tokens) {
        RegistryOptions options =
                new RegistryOptions(
                        registry.host(), ConnectionOptions.DEFAULT, null, false, tokens);
        return new Registries(List.of(options), logins(crane));
    }

    @ParameterizedTest
    @MethodSource("open")
    void imagesAndIndexesAreReadAsTheyWerePushed(Supplier<RealRegistry> start) {
        try (RealRegistry registry = start.get();
                Crane crane = new Crane();
                Registries registries = registries(registry, crane, Set.of())) {
            String name = registry.host() + "/shop/checkout";
            Map<String, String> labels = Map.of("org.opencontainers.image.revision", "abc");
            Digest image = new Digest(crane.pushImage(name + ":1", "one", labels));
            Digest index = new Digest(crane.pushIndex(name + ":all", name + ":1"));
            Repository repository = registries.repository(ImageReference.parse(name));

            assertThat(repository.resolve("1")).isEqualTo(image);
            assertThat(repository.resolve("all")).isEqualTo(index);
            assertThat(repository.manifest(index)).isInstanceOf(ImageIndex.class);
            assertThat(repository.images(index))
                    .containsExactly(
                            new Image(image, new Platform("linux", "amd64", null), labels));
            ImageManifest manifest = (ImageManifest) repository.manifest(image);
            assertThat(repository.reachable(index))
                    .containsExactlyInAnyOrder(index, image, manifest.config().digest());
            assertThat(repository.tags()).containsExactlyInAnyOrder("1", "all");
            repository.checkPullable(index);
            assertThatThrownBy(() -> repository.resolve("absent"))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
        }
    }

    @Test
    void anImageWhoseBlobIsGoneIsNotPullable() {
        try (RealRegistry registry = RealRegistry.withoutReferrers();
                Crane crane = new Crane();
                Registries registries = registries(registry, crane, Set.of())) {
            String name = registry.host() + "/shop/checkout";
            Digest image = new Digest(crane.pushImage(name + ":1", "one"));
            Repository repository = registries.repository(ImageReference.parse(name));
            ImageManifest manifest = (ImageManifest) repository.manifest(image);
            Digest layer = manifest.layers().getFirst().digest();

            http(registry, "DELETE", "/v2/shop/checkout/blobs/" + layer);

            assertThatThrownBy(() -> repository.checkPullable(image))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("its blob " + layer + " is gone");
        }
    }

    private static void http(RealRegistry registry, String method, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBasicLoginOfTheDockerConfigurationReadsAndWrites() {
        try (RealRegistry registry = RealRegistry.withBasicLogin();
                Crane crane = new Crane();
                Registries strangers = new Registries(List.of(), DockerCredentials.NONE)) {
            crane.login(registry.host(), RealRegistry.USER, RealRegistry.PASSWORD);
            String name = registry.host() + "/shop/checkout";
            Digest image = new Digest(crane.pushImage(name + ":1", "one"));

            try (Registries registries = registries(registry, crane, Set.of())) {
                readsAndWrites(registries.repository(ImageReference.parse(name)), image);
            }
            Repository stranger = strangers.repository(ImageReference.parse(name));
            assertThatThrownBy(() -> stranger.resolve("1"))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                    .hasMessageContaining("docker login " + registry.host());
        }
    }

    @Test
    void aTokenServiceOnAnotherHostSeesTheLoginOnlyWhereItIsNamed() {
        try (RealRegistry registry = RealRegistry.withTokenLogin();
                Crane crane = new Crane()) {
            crane.login(registry.host(), RealRegistry.USER, RealRegistry.PASSWORD);
            String name = registry.host() + "/shop/checkout";
            Digest image = new Digest(crane.pushImage(name + ":1", "one"));
            ConnectorException refused;
            try (Registries registries = registries(registry, crane, Set.of())) {
                Repository repository = registries.repository(ImageReference.parse(name));
                refused =
                        catchThrowableOfType(
                                ConnectorException.class, () -> repository.resolve("1"));
            }
            assertThat(refused.kind()).isEqualTo(Kind.DENIED);
            assertThat(refused).hasMessageContaining("name it under tokenHosts");
            Matcher named =
                    Pattern.compile("not shown to (\\S+:\\d+),")
                            .matcher(String.valueOf(refused.getMessage()));
            assertThat(named.find()).isTrue();

            Set<String> tokens = Set.of(named.group(1));
            try (Registries registries = registries(registry, crane, tokens)) {
                readsAndWrites(registries.repository(ImageReference.parse(name)), image);
            }
        }
    }

    private static void readsAndWrites(Repository repository, Digest image) {
        assertThat(repository.resolve("1")).isEqualTo(image);
        repository.checkPullable(image);
        assertThat(repository.referrers(image)).isEmpty();
        Descriptor pushed = repository.attach(image, TYPE, NOTE, TYPE, Map.of("a", "b"));
        assertThat(repository.referrers(image))
                .singleElement()
                .satisfies(one -> assertThat(one.digest()).isEqualTo(pushed.digest()));
    }

    @ParameterizedTest
    @MethodSource("open")
    void artifactsOfTwoWritersAreBothFound(Supplier<RealRegistry> start) {
        try (RealRegistry registry = start.get();
                Crane crane = new Crane();
                Registries registries = registries(registry, crane, Set.of())) {
            String name = registry.host() + "/shop/checkout";
            Digest image = new Digest(crane.pushImage(name + ":1", "one"));
            Repository repository = registries.repository(ImageReference.parse(name));

            repository.attach(image, TYPE, NOTE, TYPE, Map.of("writer", "one"));
            repository.attach(image, TYPE, NOTE, TYPE, Map.of("writer", "two"));

            assertThat(repository.referrers(image)).hasSize(2);
            for (Descriptor one : repository.referrers(image)) {
                ImageManifest manifest = (ImageManifest) repository.manifest(one.digest());
                assertThat(manifest.artifactType()).isEqualTo(TYPE);
                assertThat(manifest.subject())
                        .satisfies(s -> assertThat(s).extracting("digest").isEqualTo(image));
                assertThat(repository.blob(manifest.layers().getFirst())).isEqualTo(NOTE);
            }
        }
    }

    @Test
    void anEvidenceRepositoryTakesWhatIsAboutAnImageElsewhere() {
        try (RealRegistry registry = RealRegistry.withoutReferrers();
                Crane crane = new Crane()) {
            String name = registry.host() + "/shop/checkout";
            Digest image = new Digest(crane.pushImage(name + ":1", "one"));
            RegistryOptions options =
                    new RegistryOptions(
                            registry.host(),
                            ConnectionOptions.DEFAULT,
                            registry.host() + "/evidence",
                            false);
            try (Registries registries = new Registries(List.of(options), DockerCredentials.NONE)) {
                ImageReference reference = ImageReference.parse(name);
                Repository beside = registries.repository(reference);
                Repository evidence = registries.evidence(reference).orElseThrow();
                evidence.attach(beside.describe(image), TYPE, NOTE, TYPE, Map.of());

                assertThat(evidence.referrers(image)).hasSize(1);
                assertThat(beside.referrers(image)).isEmpty();
            }
        }
    }

    @Test
    void aRegistryThatWentAwayIsUnreachable() {
        try (RealRegistry registry = RealRegistry.withReferrers();
                Registries registries = new Registries(List.of(), DockerCredentials.NONE)) {
            registry.stop();
            Repository repository =
                    registries.repository(ImageReference.parse(registry.host() + "/shop/checkout"));
            assertThatThrownBy(() -> repository.referrers(Digest.of(NOTE)))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
        }
    }
}
