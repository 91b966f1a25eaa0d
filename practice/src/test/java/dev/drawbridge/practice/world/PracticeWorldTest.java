package dev.drawbridge.practice.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.practice.registry.Digests;
import dev.drawbridge.practice.world.WorldSpec.EnvironmentName;
import dev.drawbridge.practice.world.WorldSpec.Fault;
import dev.drawbridge.practice.world.WorldSpec.FaultKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeWorldTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private PracticeWorld start(String scenario, long seed, String folder) {
        return PracticeWorld.start(
                WorldSpec.builtIn(scenario),
                new WorldOptions(seed, 20, temporary.resolve(folder), START));
    }

    @Test
    void leavesNothingBehind() throws InterruptedException {
        PracticeWorld world = start("good", 1, "world");
        URI registry = URI.create("http://" + world.registry() + "/v2/");
        List<URI> clusters =
                Stream.of(EnvironmentName.values())
                        .map(world::cluster)
                        .map(url -> URI.create("http://127.0.0.1:" + url.getPort()))
                        .toList();
        world.close();
        assertThat(temporary).isEmptyDirectory();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (URI gone : Stream.concat(Stream.of(registry), clusters.stream()).toList()) {
                assertThatThrownBy(() ->
                                client.send(
                                        HttpRequest.newBuilder(gone).build(),
                                        BodyHandlers.discarding()))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void keepsItsFilesToItsUser() throws IOException {
        try (PracticeWorld world = start("good", 1, "world");
                Stream<Path> all = Files.list(world.folder())) {
            assertThat(mode(world.folder())).isEqualTo("rwx------");
            assertThat(mode(world.workspaceFile())).isEqualTo("rw-------");
            assertThat(mode(world.folder().resolve("keys"))).isEqualTo("rwx------");
            assertThat(mode(world.folder().resolve("keys/build.key"))).isEqualTo("rw-------");
            assertThat(all.filter(f -> f.getFileName().toString().startsWith("kubeconfig-")))
                    .hasSize(9)
                    .allSatisfy(f -> assertThat(mode(f)).isEqualTo("rw-------"));
        }
    }

    @Test
    void isTheSameFromTheSameSeed() throws IOException {
        List<String> once = marks(7, "once");
        assertThat(marks(7, "again")).isEqualTo(once);
        assertThat(marks(8, "other")).doesNotContainAnyElementsOf(once);
    }

    /** Keys, commits, images and their evidence. */
    private List<String> marks(long seed, String folder) throws IOException {
        try (PracticeWorld world = start("good", seed, folder)) {
            String digest = world.digest("checkout", "2.5.0");
            return List.of(
                    Files.readString(world.folder().resolve("keys/build.key")),
                    Files.readString(world.folder().resolve("git/checkout.git/refs/heads/main")),
                    digest,
                    Digests.of(
                            get(world, "/v2/shop/checkout/referrers/" + digest)
                                    .getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void doesNotTakeAFolderThatIsThere() throws IOException {
        Path mine = Files.createDirectory(temporary.resolve("mine"));
        Files.writeString(mine.resolve("kept"), "mine");
        assertThatThrownBy(() -> start("good", 1, "mine"))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("is there already");
        assertThat(mine.resolve("kept")).hasContent("mine");
    }

    @Test
    void takesASignatureAway() throws InterruptedException {
        try (PracticeWorld world = start("good", 1, "world")) {
            String referrers = "/v2/shop/checkout/referrers/" + world.digest("checkout", "2.5.0");
            assertThat(get(world, referrers)).contains(EvidenceFactory.SIGN);
            world.happen(new Step.RemoveSignature(null, "checkout", "2.5.0"));
            assertThat(get(world, referrers))
                    .doesNotContain(EvidenceFactory.SIGN)
                    .contains(EvidenceFactory.VULN);
        }
    }

    @Test
    void movesTheTagToWhatIsPublished() throws InterruptedException {
        try (PracticeWorld world = start("good", 1, "world")) {
            WorldSpec.Release before = world.spec().services().getFirst().releases().getLast();
            world.happen(
                    new Step.Publish(
                            null,
                            "checkout",
                            new WorldSpec.Release(
                                    "2.6.0",
                                    before.age(),
                                    "theo",
                                    List.of(),
                                    before.signature(),
                                    before.scan(),
                                    before.tests())));
            assertThat(
                            Digests.of(
                                    get(world, "/v2/shop/checkout/manifests/main")
                                            .getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(world.digest("checkout", "2.6.0"));
        }
    }

    @Test
    void hidesGitWhileItIsGone() throws InterruptedException {
        try (PracticeWorld world = start("good", 1, "world")) {
            Path git = world.folder().resolve("git/checkout.git");
            Fault gone = new Fault(FaultKind.GIT, null, null);
            world.happen(new Step.FaultOn(null, gone));
            assertThat(git).doesNotExist();
            world.happen(new Step.FaultOff(null, gone));
            assertThat(git).exists();
        }
    }

    private static String get(PracticeWorld world, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://" + world.registry() + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
