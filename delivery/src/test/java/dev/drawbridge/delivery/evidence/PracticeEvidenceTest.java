package dev.drawbridge.delivery.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.connector.net.Traffic;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.State;
import dev.drawbridge.practice.world.PracticeWorld;
import dev.drawbridge.practice.world.WorldOptions;
import dev.drawbridge.practice.world.WorldSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product reads the practice world's workspace, evidence and history as it would a team's. */
class PracticeEvidenceTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final String RELEASE = "- { version: '1.1'%s }";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @Test
    void readsTheWorkspaceOfEveryScenario() {
        for (String name : WorldSpec.builtInNames()) {
            try (PracticeWorld world = start(WorldSpec.builtIn(name))) {
                assertThat(new WorkspaceReader().check(world.workspaceFile())).isEmpty();
            }
        }
    }

    @Test
    void readsEvidenceByTheKeysOfTheWorkspace() throws IOException {
        GateInput.Evidence evidence =
                evidence(
                        ", scan: { age: 2h, findings: [{ id: CVE-2026-1, severity: high, fixedIn: '2' }] }, tests: { passed: 3, skipped: 1 }");
        assertThat(evidence.signature().document().state()).isEqualTo(State.READ);
        assertThat(evidence.signature().document().signer()).isEqualTo("build");
        assertThat(evidence.vulnerabilityScan().document().state()).isEqualTo(State.READ);
        assertThat(evidence.vulnerabilityScan().document().signer()).isEqualTo("scanner");
        assertThat(evidence.vulnerabilityScan().document().made())
                .isEqualTo(START.minus(Duration.ofHours(2)).getEpochSecond());
        assertThat(evidence.vulnerabilityScan().vulnerabilities())
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo("CVE-2026-1");
                    assertThat(found.severity()).isEqualTo("high");
                    assertThat(found.fix()).isEqualTo("fixed");
                });
        assertThat(evidence.test().document().state()).isEqualTo(State.READ);
        assertThat(evidence.test().document().signer()).isEqualTo("tests");
        assertThat(evidence.test().total()).isEqualTo(4);
        assertThat(evidence.test().skipped()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "signature: missing|MISSING",
                "signature: other-key|INVALID",
            })
    void readsWhatIsWrongWithASignature(String spec, State state) throws IOException {
        assertThat(evidence(", " + spec).signature().document().state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attached: missing|MISSING",
                "attached: other-key|UNTRUSTED",
                "attached: unsigned|MISSING",
            })
    void readsWhatIsWrongWithAScan(String spec, State state) throws IOException {
        assertThat(evidence(", scan: { " + spec + " }").vulnerabilityScan().document().state())
                .isEqualTo(state);
    }

    @Test
    void doesNotTakeAScanOfAnotherImage() throws IOException {
        assertThat(evidence(", scan: { otherDigest: true }").vulnerabilityScan().document().state())
                .isNotEqualTo(State.READ);
    }

    @Test
    void readsThatAScanSaysItIsOfTomorrow() throws IOException {
        assertThat(evidence(", scan: { ahead: 1d }").vulnerabilityScan().document().made())
                .isEqualTo(START.plus(Duration.ofDays(1)).getEpochSecond());
    }

    @Test
    void readsWhoMadeTheChange() throws IOException {
        try (PracticeWorld world = start(spec(", author: dina, coAuthors: [theo]"))) {
            Workspace workspace = new WorkspaceReader().read(world.workspaceFile());
            Service service = workspace.services().getFirst();
            try (Registries registries = new Registries(List.of(), DockerCredentials.NONE)) {
                EvidenceCollector collector = collector(workspace, registries);
                String old = revision(collector, world, "1.0");
                String young = revision(collector, world, "1.1");
                GateInput.Change change = collector.change(service, old, young, false);
                assertThat(change.state()).isEqualTo(State.READ);
                assertThat(change.commits())
                        .singleElement()
                        .satisfies(
                                commit -> assertThat(commit.toString()).contains("Dina", "Theo"));
            }
        }
    }

    private GateInput.Evidence evidence(String release) throws IOException {
        try (PracticeWorld world = start(spec(release))) {
            Workspace workspace = new WorkspaceReader().read(world.workspaceFile());
            try (Registries registries = new Registries(List.of(), DockerCredentials.NONE);
                    Parts parts = new Parts(Duration.ofMinutes(1))) {
                EvidenceCollector collector = collector(workspace, registries);
                Digest digest = Digest.parse(world.digest("checkout", "1.1"));
                ImageReference image = image(world).at(digest);
                return collector
                        .evidence(
                                parts,
                                image,
                                digest,
                                parts.start(() -> collector.image(image, digest)),
                                null,
                                "deployment shop/checkout",
                                START)
                        .evidence();
            }
        }
    }

    private EvidenceCollector collector(Workspace workspace, Registries registries) {
        return new EvidenceCollector(
                workspace,
                registries,
                new ChangeReader(
                        workspace,
                        new GitSources(
                                List.of(),
                                temporary.resolve("git-cache"),
                                Map.of(),
                                Traffic.UNHEEDED)),
                (kind, sha256, now) -> now);
    }

    private static String revision(
            EvidenceCollector collector, PracticeWorld world, String version) {
        Digest digest = Digest.parse(world.digest("checkout", version));
        return Objects.requireNonNull(
                collector
                        .image(image(world), digest)
                        .labels()
                        .get("org.opencontainers.image.revision"));
    }

    private static ImageReference image(PracticeWorld world) {
        return ImageReference.parse(world.registry() + "/shop/checkout");
    }

    private WorldSpec spec(String release) throws IOException {
        Path file = temporary.resolve("scenario.yaml");
        Files.writeString(
                file,
                """
                name: one
                services:
                  - name: checkout
                    releases:
                      - { version: '1.0', age: 9d }
                      %s
                """
                        .formatted(RELEASE.formatted(release)));
        return WorldSpec.read(file);
    }

    private static PracticeWorld start(WorldSpec spec) {
        return PracticeWorld.start(spec, new WorldOptions(1, 20, null, START));
    }
}
