package dev.drawbridge.practice.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PracticePastTest {
    private static final Instant THEN = Servers.START.minus(Duration.ofDays(3));

    private final PracticeApiServer server = Servers.start(() -> Servers.START);
    private final Shop shop = new Shop(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasDeployedThenBearsTheTimesOfThen() {
        shop.deployed(THEN, "r/checkout:1");

        assertThat(shop.complete()).isTrue();
        assertThat(shop.pods("r/checkout:1"))
                .hasSize(2)
                .allSatisfy(pod -> {
                    Instant ready = Conditions.transition(pod.path("status"), "Ready");
                    assertThat(ready).isBetween(THEN, THEN.plus(Duration.ofMinutes(1)));
                    assertThat(pod.at("/status/startTime").asText()).startsWith("2026-02-27T10:00");
                });
    }

    @Test
    void eachDeploymentOfThePastIsARevision() {
        shop.deployed(THEN, "r/checkout:1");
        shop.deployed(THEN.plus(Duration.ofDays(1)), "r/checkout:2");
        shop.deployed(THEN.plus(Duration.ofDays(2)), "r/checkout:1");

        assertThat(shop.pods("r/checkout:2")).isEmpty();
        assertThat(server.objects("ReplicaSet", "shop"))
                .extracting(set ->
                        Json.text(set, "metadata", "annotations", DeploymentController.REVISION))
                .containsExactlyInAnyOrder("2", "3");
        JsonNode deployment = shop.deployment();
        assertThat(deployment.at("/metadata/generation").asLong()).isEqualTo(3);
        assertThat(deployment.at("/metadata/managedFields/0/manager").asText())
                .isEqualTo("kubectl-client-side-apply");
    }

    @Test
    void faultsDoNotReachIntoThePast() {
        server.faults().add(Fault.crashLoop(Fault.Scope.digest("checkout:2")));
        shop.deployed(THEN, "r/checkout:1");
        shop.deployed(THEN.plus(Duration.ofDays(1)), "r/checkout:2");
        assertThat(Conditions.transition(shop.deployment().path("status"), "Available"))
                .isBefore(Servers.START);
        assertThat(server.faults().active()).hasSize(1);
    }

    @Test
    void aSeededObjectKeepsItsUidItsTimesAndItsStatus() {
        server.seed(
                Json.object(
                        """
                        {"apiVersion": "v1", "kind": "Pod",
                         "metadata": {"name": "p", "namespace": "shop", "uid": "u-1", "creationTimestamp": "2025-01-01T00:00:00Z"},
                         "spec": {"nodeName": "n", "containers": [{"name": "app", "image": "r/x:1"}]},
                         "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2025-01-01T00:00:05Z"}]}}\
                        """));
        JsonNode pod = server.objects("Pod", "shop").getFirst();
        assertThat(pod.at("/metadata/uid").asText()).isEqualTo("u-1");
        assertThat(pod.at("/metadata/creationTimestamp").asText())
                .isEqualTo("2025-01-01T00:00:00Z");
        assertThat(Conditions.isTrue(pod.path("status"), "Ready")).isTrue();
    }
}
