package dev.drawbridge.practice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.testbed.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl against a practice server. */
class KubectlIT {
    private final PracticeApiServer server = Servers.start();
    private final Shop shop = new Shop(server);
    @TempDir Path folder;

    @BeforeEach
    void deploy() {
        shop.deployed(Servers.START.minus(Duration.ofDays(3)), "r/checkout:1");
        shop.deployed(Servers.START.minus(Duration.ofDays(2)), "r/checkout:2");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Kubectl kubectl(String person) throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("kubeconfig-" + person),
                        """
                        apiVersion: v1
                        kind: Config
                        current-context: shop
                        clusters:
                        - {name: shop, cluster: {server: "%s", certificate-authority: "%s"}}
                        users:
                        - {name: shop, user: {token: %s}}
                        contexts:
                        - {name: shop, context: {cluster: shop, user: shop, namespace: shop}}
                        """
                                .formatted(
                                        server.url(),
                                        Servers.authority(server, folder),
                                        Servers.token(person)));
        return new Kubectl(config, Duration.ofMinutes(2));
    }

    @Test
    void getShowsColumnsAndObjects() throws IOException {
        Kubectl admin = kubectl("admin");
        assertThat(admin.run("get", "deployments")).contains("READY", "checkout", "2/2", "3d");
        assertThat(admin.run("get", "pods", "-o", "wide")).contains("Running", "practice-node-");
        assertThat(admin.run("get", "deploy/checkout", "-o", "yaml"))
                .contains("image: r/checkout:2");
        assertThat(admin.run("get", "ns", "-o", "name")).contains("namespace/shop");
        assertThat(admin.run("describe", "deployment", "checkout"))
                .contains("RollingUpdate", "r/checkout:2");
    }

    @Test
    void aRolloutIsFollowedListedAndUndone() throws IOException {
        Kubectl admin = kubectl("admin");
        admin.run("set", "image", "deployment/checkout", "app=r/checkout:3");
        assertThat(admin.run("rollout", "status", "deployment/checkout"))
                .contains("successfully rolled out");
        assertThat(admin.run("rollout", "history", "deployment/checkout"))
                .contains("1  ", "2  ", "3  ");

        admin.run("rollout", "undo", "deployment/checkout");
        assertThat(admin.run("rollout", "status", "deployment/checkout"))
                .contains("successfully rolled out");
        assertThat(shop.pods("r/checkout:2")).isNotEmpty();
        assertThat(admin.run("rollout", "history", "deployment/checkout"))
                .contains("4  ")
                .doesNotContain("2  ");
    }

    @Test
    void objectsAreMadeAppliedScaledAndDeleted() throws IOException {
        Kubectl admin = kubectl("admin");
        String map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {key: %s}}";
        assertThat(admin.askWithInput(map.formatted("a"), "create", "-f", "-").orFail())
                .contains("created");
        assertThat(admin.apply(map.formatted("b"))).contains("serverside-applied");
        assertThat(admin.run("get", "cm/one", "-o", "jsonpath={.data.key}")).isEqualTo("b");
        admin.run("scale", "deployment/checkout", "--replicas=3");
        admin.run("rollout", "status", "deployment/checkout");
        assertThat(shop.pods("r/checkout:2")).hasSize(3);
        admin.run("delete", "cm/one");
        assertThat(admin.run("get", "cm", "-o", "name")).doesNotContain("one");
    }

    @Test
    void peopleAreWhoTheirTokensSayAndMayWhatTheirRolesSay() throws IOException {
        assertThat(kubectl("rita").run("auth", "whoami")).contains("rita", "developers");
        assertThat(kubectl("rita").ask("auth", "can-i", "create", "approval.drawbridge.dev").out())
                .contains("no");
        assertThat(kubectl("rita").ask("get", "pods").err())
                .contains(
                        "User \"rita\" cannot list resource \"pods\" in API group \"\" in the namespace \"shop\"");
        assertThat(kubectl("admin").ask("auth", "can-i", "create", "approval.drawbridge.dev").out())
                .contains("yes");
    }

    @Test
    void whatIsNotServedIsSaidSo() throws IOException {
        String pod = Json.text(shop.pods("r/checkout:2").getFirst(), "metadata", "name");
        assertThat(kubectl("admin").ask("logs", pod).err())
                .contains("practice API server doesn't serve pods/log");
    }
}
