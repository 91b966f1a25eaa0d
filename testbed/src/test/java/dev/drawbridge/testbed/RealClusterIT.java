package dev.drawbridge.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClusterIT {
    private static final String DIGEST = "sha256:" + "7".repeat(64);

    private final RealCluster cluster = RealCluster.startWithNode();
    private final Kubectl admin = cluster.kubectl("admin");

    @BeforeAll
    void makeNamespace() {
        admin.run("create", "namespace", "shop");
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private void deploy(String name, String annotation) {
        admin.apply(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: shop}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}, annotations: {%2$s}}
                    spec: {containers: [{name: web, image: "127.0.0.1:5000/shop/web:v1@%3$s"}]}
                """
                        .formatted(name, annotation, DIGEST));
    }

    /** A field of the container status of the workload's pods, once both have one. */
    private String status(String name, String field) {
        String path = "{range .items[*]}{.status.containerStatuses[0]." + field + "}{\"\\n\"}{end}";
        String[] found = {""};
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    String lines =
                            admin.run(
                                    "-n",
                                    "shop",
                                    "get",
                                    "pods",
                                    "-l",
                                    "app=" + name,
                                    "-o",
                                    "jsonpath=" + path);
                    assertThat(lines.lines()).hasSize(2).doesNotContain("");
                    found[0] = lines.lines().distinct().reduce("", String::concat);
                });
        return found[0];
    }

    @Test
    void aDeploymentBecomesReadyWithTheDigestItWasGiven() {
        deploy("ready", "");
        admin.run("-n", "shop", "rollout", "status", "deployment/ready", "--timeout=60s");

        assertThat(status("ready", "imageID")).isEqualTo("127.0.0.1:5000/shop/web@" + DIGEST);
    }

    @Test
    void aPodShowsTheImageIdThatItsAnnotationAsksFor() {
        deploy(
                "other",
                "testbed.drawbridge.dev/image-id: \"127.0.0.1:5000/shop/web@sha256:other\"");

        assertThat(status("other", "imageID")).isEqualTo("127.0.0.1:5000/shop/web@sha256:other");
        assertThat(status("other", "ready")).isEqualTo("true");
    }

    @Test
    void aPodGetsStuckAsItsAnnotationAsksFor() {
        deploy("pull", "testbed.drawbridge.dev/stuck: image-pull");
        deploy("crash", "testbed.drawbridge.dev/stuck: crash-loop");
        deploy("never", "testbed.drawbridge.dev/stuck: never-ready");

        assertThat(status("pull", "state.waiting.reason")).isEqualTo("ImagePullBackOff");
        assertThat(status("pull", "state.waiting.message")).contains(DIGEST);
        assertThat(status("crash", "state.waiting.reason")).isEqualTo("CrashLoopBackOff");
        assertThat(status("crash", "restartCount")).isEqualTo("4");
        assertThat(status("never", "state.running.startedAt")).isNotBlank();
        assertThat(status("never", "ready")).isEqualTo("false");
    }

    @Test
    void everyPersonIsKnownByNameAndGroupsAndHasNoRightsOfTheirOwn() {
        assertThat(cluster.kubectl("rita").run("auth", "whoami", "-o", "json"))
                .contains("\"username\": \"rita\"")
                .contains("\"developers\"");
        Command.Result refused = cluster.kubectl("rita").ask("-n", "shop", "get", "pods");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Forbidden").contains("\"rita\"");
    }

    @Test
    void aClientCertificateLogsInToo(@TempDir Path folder) throws Exception {
        HeldCertificate certificate = cluster.clientCertificate("carl");
        Path crt = Files.writeString(folder.resolve("carl.crt"), certificate.certificatePem());
        Path key = Files.writeString(folder.resolve("carl.key"), certificate.privateKeyPkcs8Pem());
        Path kubeconfig =
                cluster.writeKubeconfig(
                        folder.resolve("kubeconfig"),
                        "shop",
                        "{client-certificate: \"%s\", client-key: \"%s\"}".formatted(crt, key),
                        "default");

        assertThat(
                        new Kubectl(kubeconfig, Duration.ofSeconds(30))
                                .run("auth", "whoami", "-o", "json"))
                .contains("\"username\": \"carl\"");
    }

    @Test
    void aTokenIsInNoFileThatOthersMayRead() throws Exception {
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(cluster.kubeconfig("omar"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(cluster.kubeconfig("omar"))).contains(cluster.token("omar"));
    }

    @Test
    void theServerComesBackOnItsPortWithItsObjects() {
        try (RealCluster own = RealCluster.start()) {
            Kubectl kubectl = own.kubectl("admin");
            kubectl.run("create", "namespace", "kept");
            own.stopServer();
            assertThat(kubectl.ask("get", "namespace", "kept").err()).contains("refused");
            own.startServer();
            assertThat(kubectl.run("get", "namespace", "kept", "-o", "name"))
                    .contains("namespace/kept");
        }
    }
}
