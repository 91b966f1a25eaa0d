package dev.drawbridge.practice.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.testbed.Command;
import dev.drawbridge.testbed.Components;
import dev.drawbridge.testbed.Cosign;
import dev.drawbridge.testbed.Crane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real crane, cosign, git and kubectl find in the practice world what it says is there. */
class PracticeWorldIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @SuppressWarnings("NullAway.Init") // before each test
    private PracticeWorld world;

    private final Cosign cosign = new Cosign();
    private final Crane crane = new Crane();

    @BeforeEach
    void start() {
        world = start(WorldSpec.builtIn("good"));
    }

    private static PracticeWorld start(WorldSpec spec) {
        return PracticeWorld.start(
                spec, new WorldOptions(1, 20, null, Instant.parse("2026-03-02T09:00:00Z")));
    }

    @AfterEach
    void end() {
        world.close();
        cosign.close();
        crane.close();
    }

    @Test
    void cosignVerifiesSignatureScanAndTests() throws IOException {
        String image = image("2.5.0");
        cosign.verify(key("build"), image).orFail();
        JsonNode scan = attested(key("scanner"), EvidenceFactory.VULN, image);
        assertThat(scan.at("/subject/0/digest/sha256").asText())
                .isEqualTo(world.digest("checkout", "2.5.0").substring("sha256:".length()));
        assertThat(scan.at("/predicate/scanner/result/descriptor/name").asText())
                .isEqualTo("grype");
        JsonNode tests = attested(key("tests"), EvidenceFactory.TEST, image);
        assertThat(
                        new String(
                                Base64.getDecoder().decode(tests.at("/predicate/base64").asText()),
                                StandardCharsets.UTF_8))
                .contains("tests=\"214\"");
    }

    @Test
    void cosignRefusesWhatAnotherKeySigned() {
        assertThat(
                        cosign.verifyAttestation(key("build"), EvidenceFactory.VULN, image("2.5.0"))
                                .exitCode())
                .isNotZero();
    }

    @Test
    void cosignRefusesAnImageWhoseSignatureWasTakenAway() throws InterruptedException {
        world.happen(new Step.RemoveSignature(null, "checkout", "2.5.0"));
        assertThat(cosign.verify(key("build"), image("2.5.0")).exitCode()).isNotZero();
        cosign.verify(key("build"), image("2.4.0")).orFail();
    }

    @Test
    void craneReadsAnIndexOfTwoPlatformsAndItsLabels() throws IOException {
        String main = world.registry() + "/shop/checkout:main";
        assertThat(crane.digest(main)).isEqualTo(world.digest("checkout", "2.5.0"));
        assertThat(JSON.readTree(crane.run("manifest", main)).path("manifests")).hasSize(2);
        JsonNode config = JSON.readTree(crane.run("config", "--platform", "linux/arm64", main));
        assertThat(config.path("architecture").asText()).isEqualTo("arm64");
        assertThat(config.at("/config/Labels").path("org.opencontainers.image.version").asText())
                .isEqualTo("2.5.0");
        crane.run("validate", "--remote", main);
        assertThat(crane.run("ls", world.registry() + "/shop/checkout"))
                .contains("2.3.0", "2.4.0", "2.5.0", "main");
        crane.run("copy", main, world.registry() + "/elsewhere/checkout:copied");
        assertThat(crane.digest(world.registry() + "/elsewhere/checkout:copied"))
                .isEqualTo(world.digest("checkout", "2.5.0"));
    }

    @Test
    void gitHasTheCommitThatTheImageNames() throws IOException {
        JsonNode labels =
                JSON.readTree(crane.run("config", world.registry() + "/shop/checkout:main"))
                        .at("/config/Labels");
        String log =
                new Command(
                                List.of(
                                        "git",
                                        "-C",
                                        world.folder().resolve("git/checkout.git").toString(),
                                        "log",
                                        "--format=%H %ae %(trailers:key=Co-authored-by,valueonly)",
                                        "main"))
                        .run(Duration.ofSeconds(30))
                        .orFail();
        assertThat(log.lines().filter(line -> !line.isBlank()).toList())
                .hasSize(3)
                .first()
                .asString()
                .startsWith(
                        labels.path("org.opencontainers.image.revision").asText()
                                + " dina@shop.example");
        assertThat(log).contains("theo@shop.example");
    }

    @Test
    void kubectlSeesWhatRunsAndItsPast() {
        for (String context : List.of("shop-dev", "shop-staging", "shop-production")) {
            String deployments =
                    kubectl("vera", "--context", context, "get", "deployments", "-o", "name")
                            .orFail();
            assertThat(deployments.lines())
                    .containsExactlyInAnyOrder(
                            "deployment.apps/checkout",
                            "deployment.apps/payments",
                            "deployment.apps/catalog",
                            "deployment.apps/frontend",
                            "deployment.apps/notifications");
        }
        String imageIds =
                kubectl(
                                "vera",
                                "--context",
                                "shop-production",
                                "get",
                                "pods",
                                "-l",
                                "app=checkout",
                                "-o",
                                "jsonpath={range .items[*]}{.status.containerStatuses[0].imageID}{\"\\n\"}{end}")
                        .orFail();
        assertThat(imageIds.lines()).hasSize(3).allMatch(id -> id.equals(image("2.4.0")));
        assertThat(
                        kubectl(
                                        "vera",
                                        "--context",
                                        "shop-production",
                                        "rollout",
                                        "history",
                                        "deployment/checkout")
                                .orFail()
                                .lines()
                                .filter(line -> line.matches("[12]\\s.*")))
                .hasSize(2);
    }

    @Test
    void peopleMayDoWhatTheirGroupsMay() {
        assertThat(may("dina", "shop-dev", "patch", "deployments")).isTrue();
        assertThat(may("dina", "shop-production", "patch", "deployments")).isFalse();
        assertThat(may("sam", "shop-production", "patch", "deployments")).isTrue();
        assertThat(may("vera", "shop-production", "patch", "deployments")).isFalse();
        assertThat(may("vera", "shop-production", "list", "deployments")).isTrue();
        assertThat(may("pat", "shop-production", "create", "validatingadmissionpolicies")).isTrue();
        assertThat(may("sam", "shop-production", "create", "validatingadmissionpolicies"))
                .isFalse();
    }

    @Test
    void whoLeavesAGroupLosesItsRights() throws InterruptedException {
        world.happen(new Step.LeaveGroup(null, "sam", "sre"));
        assertThat(may("sam", "shop-production", "patch", "deployments")).isFalse();
        assertThat(may("omar", "shop-production", "patch", "deployments")).isTrue();
    }

    private boolean may(String person, String context, String verb, String resource) {
        return kubectl(person, "--context", context, "auth", "can-i", verb, resource)
                .out()
                .strip()
                .equals("yes");
    }

    private Command.Result kubectl(String person, String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Components.program("kubernetes", "kubectl").toString(),
                                "--kubeconfig",
                                world.kubeconfig(person).toString()));
        line.addAll(List.of(arguments));
        return new Command(line).run(Duration.ofMinutes(1));
    }

    private JsonNode attested(Path key, String type, String image) throws IOException {
        String envelope = cosign.verifyAttestation(key, type, image).orFail();
        byte[] payload =
                Base64.getDecoder().decode(JSON.readTree(envelope).path("payload").asText());
        return JSON.readTree(payload);
    }

    private Path key(String name) {
        return world.folder().resolve("keys/" + name + ".pub");
    }

    private String image(String version) {
        return world.registry() + "/shop/checkout@" + world.digest("checkout", version);
    }
}
