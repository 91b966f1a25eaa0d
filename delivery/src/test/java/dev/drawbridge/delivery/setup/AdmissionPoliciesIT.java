package dev.drawbridge.delivery.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.testbed.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server refuses under the policies of {@code cluster setup}, person by person. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionPoliciesIT {

    private @Nullable ShopCluster opened;

    @BeforeAll
    void setUp(@TempDir Path folder) throws IOException {
        ShopCluster shop = new ShopCluster(RealCluster.startWithNode(), folder);
        opened = shop;
        shop.cluster
                .kubectl("admin")
                .apply(
                        new SetupManifests(shop.workspace, shop.workspace.environment("production"))
                                .print());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThatThrownBy(() -> shop.make("eve", shop.record("approval", "omar")))
                                .hasMessageContaining("drawbridge-records-shop-releases"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThatThrownBy(() ->
                                        FencePolicyCases.hold(
                                                shop,
                                                "eve",
                                                FencePolicyCases.lease("probe", "d1/sam")))
                                .hasMessageContaining("drawbridge-fence-shop-releases"));
        // the controller that publishes it may be slower than the policies; a case below needs it
        // there
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        shop.as("admin")
                                        .configMaps()
                                        .inNamespace(ShopCluster.RECORDS)
                                        .withName("kube-root-ca.crt")
                                        .get()
                                != null);
        shop.make(
                "pat",
                ListPolicyCases.list(
                        Map.of("sha256." + "a".repeat(64) + ".checkout.app", "served|setup|pat")));
    }

    @AfterAll
    void stop() {
        if (opened != null) {
            opened.close();
        }
    }

    private ShopCluster shop() {
        return Objects.requireNonNull(opened);
    }

    @ParameterizedTest
    @MethodSource({
        "dev.drawbridge.delivery.setup.RecordPolicyCases#records",
        "dev.drawbridge.delivery.setup.ListPolicyCases#list",
        "dev.drawbridge.delivery.setup.FencePolicyCases#fences",
        "dev.drawbridge.delivery.setup.FencePolicyCases#leases"
    })
    void theServerAnswersAsItShould(PolicyCase c) {
        ShopCluster shop = shop();
        if (c.refusal().isEmpty()) {
            c.act().accept(shop);
        } else {
            assertThatThrownBy(() -> c.act().accept(shop))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(c.refusal());
        }
    }

    @Test
    void fourThousandEntriesFit() {
        ShopCluster shop = shop();
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 4000; i++) {
            many.put(
                    "sha256." + "%064x".formatted(1_000_000 + i) + ".checkout.app",
                    "granted|g" + i + "|omar");
        }
        StringBuilder json = new StringBuilder("{\"data\":{");
        many.forEach((k, v) -> json.append('"').append(k).append("\":\"").append(v).append("\","));
        json.setCharAt(json.length() - 1, '}');
        shop.mergeConfigMap("omar", "release-list", json.append('}').toString());
        shop.entry("omar", shop.freshKey(), "granted|g1|omar");

        assertThat(
                        shop.as("sam")
                                .configMaps()
                                .inNamespace(ShopCluster.RECORDS)
                                .withName("release-list")
                                .get()
                                .getData())
                .hasSizeGreaterThan(4000);
    }

    @Test
    void aNamespaceThatIsDeletedTakesItsRecordsWithIt() {
        ShopCluster shop = shop();
        String policies =
                new SetupManifests(shop.workspace, shop.workspace.environment("production"))
                        .print()
                        .replace("shop-releases", "gone-releases");
        shop.cluster.kubectl("admin").apply(policies);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThatThrownBy(() ->
                                        shop.as("eve")
                                                .configMaps()
                                                .inNamespace("gone-releases")
                                                .resource(
                                                        shop.record("approval", "omar")
                                                                .editMetadata()
                                                                .withNamespace("gone-releases")
                                                                .endMetadata()
                                                                .build())
                                                .create())
                                .hasMessageContaining("drawbridge-records-gone-releases"));
        shop.as("rita")
                .configMaps()
                .inNamespace("gone-releases")
                .resource(
                        shop.record("request", "rita")
                                .editMetadata()
                                .withNamespace("gone-releases")
                                .endMetadata()
                                .build())
                .create();
        shop.cluster.kubectl("admin").run("delete", "namespace", "gone-releases", "--timeout=60s");

        assertThat(shop.as("admin").namespaces().withName("gone-releases").get()).isNull();
    }
}
