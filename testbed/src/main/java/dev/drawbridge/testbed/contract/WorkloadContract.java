package dev.drawbridge.testbed.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Drawbridge relies on in a cluster's Deployments: how controllers and nodes carry out what
 * was asked, and say so.
 */
public abstract class WorkloadContract {
    private static final String REVISION =
            "/metadata/annotations/deployment.kubernetes.io~1revision";
    private static final String DEPLOYMENT =
            """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
             "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}},
              "template": {"metadata": {"labels": {"app": "web"}},
               "spec": {"containers": [{"name": "web", "image": "%s"}]}}}}
            """;

    private ApiClient client;
    private String namespace;

    /** The server that the suite runs against; it may be shared by all tests. */
    protected abstract ApiUnderTest api();

    /** An image by digest that the cluster's nodes can run: the first, or another one. */
    protected abstract String image(boolean first);

    @BeforeEach
    void deploy() {
        client = new ApiClient(api());
        namespace = "workload-" + UUID.randomUUID().toString().substring(0, 8);
        client.post(
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                        .formatted(namespace));
        assertThat(client.post(apps("deployments"), DEPLOYMENT.formatted(image(true))).status())
                .isEqualTo(201);
        awaitComplete();
    }

    @AfterEach
    void closeClient() {
        client.delete(apps("deployments/web"), "");
        client.close();
    }

    private String apps(String rest) {
        return "/apis/apps/v1/namespaces/" + namespace + "/" + rest;
    }

    private JsonNode deployment() {
        return client.get(apps("deployments/web")).body();
    }

    private List<JsonNode> items(String path) {
        return StreamSupport.stream(client.get(path).body().path("items").spliterator(), false)
                .toList();
    }

    private List<JsonNode> pods() {
        return items("/api/v1/namespaces/" + namespace + "/pods?labelSelector=app%3Dweb").stream()
                .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
                .toList();
    }

    private void awaitComplete() {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> {
                    JsonNode now = deployment();
                    int wanted = now.at("/spec/replicas").asInt();
                    assertThat(now.at("/status/observedGeneration").asLong())
                            .isEqualTo(now.at("/metadata/generation").asLong());
                    for (String count :
                            List.of(
                                    "replicas",
                                    "updatedReplicas",
                                    "readyReplicas",
                                    "availableReplicas")) {
                        assertThat(now.at("/status/" + count).asInt()).as(count).isEqualTo(wanted);
                    }
                    assertThat(pods()).hasSize(wanted);
                });
    }

    private static JsonNode condition(JsonNode object, String type) {
        return StreamSupport.stream(object.at("/status/conditions").spliterator(), false)
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(
                                "no condition " + type + " in " + object.path("status")));
    }

    private void setImage(String image) {
        assertThat(
                        client.patch(
                                        apps("deployments/web"),
                                        ApiClient.STRATEGIC,
                                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"%s\"}]}}}}"
                                                .formatted(image))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void aDeploymentIsCarriedOutThroughAReplicaSetOfItsOwn() {
        JsonNode now = deployment();
        assertThat(now.at("/metadata/generation").asLong()).isEqualTo(1);
        assertThat(now.at(REVISION).asText()).isEqualTo("1");
        assertThat(condition(now, "Available").path("status").asText()).isEqualTo("True");
        assertThat(condition(now, "Progressing").path("reason").asText())
                .isEqualTo("NewReplicaSetAvailable");

        assertThat(items(apps("replicasets")))
                .singleElement()
                .satisfies(set -> {
                    JsonNode owner = set.at("/metadata/ownerReferences/0");
                    assertThat(owner.path("kind").asText()).isEqualTo("Deployment");
                    assertThat(owner.path("uid")).isEqualTo(now.at("/metadata/uid"));
                    assertThat(owner.path("controller").asBoolean()).isTrue();
                    assertThat(set.at(REVISION).asText()).isEqualTo("1");
                    String hash = set.at("/metadata/labels/pod-template-hash").asText();
                    assertThat(set.at("/metadata/name").asText()).isEqualTo("web-" + hash);
                    assertThat(pods())
                            .hasSize(2)
                            .allSatisfy(pod -> {
                                assertThat(pod.at("/metadata/ownerReferences/0/uid"))
                                        .isEqualTo(set.at("/metadata/uid"));
                                assertThat(pod.at("/metadata/labels/pod-template-hash").asText())
                                        .isEqualTo(hash);
                            });
                });
    }

    @Test
    void aPodThatRunsShowsItsImageByDigestAndItsNode() {
        String wanted = image(true).substring(image(true).indexOf('@'));
        assertThat(pods())
                .allSatisfy(pod -> {
                    assertThat(pod.at("/status/phase").asText()).isEqualTo("Running");
                    assertThat(pod.at("/spec/nodeName").asText()).isNotBlank();
                    assertThat(condition(pod, "Ready").path("status").asText()).isEqualTo("True");
                    JsonNode container = pod.at("/status/containerStatuses/0");
                    assertThat(container.path("name").asText()).isEqualTo("web");
                    assertThat(container.path("ready").asBoolean()).isTrue();
                    assertThat(container.path("imageID").asText()).endsWith(wanted);
                    assertThat(container.at("/state/running/startedAt").asText()).isNotBlank();
                });
    }

    @Test
    void anotherImageIsAnotherRevisionAndTheOldOneStaysAtNought() {
        setImage(image(false));
        awaitComplete();

        JsonNode now = deployment();
        assertThat(now.at("/metadata/generation").asLong()).isEqualTo(2);
        assertThat(now.at(REVISION).asText()).isEqualTo("2");
        assertThat(pods())
                .allSatisfy(pod ->
                        assertThat(pod.at("/spec/containers/0/image").asText())
                                .isEqualTo(image(false)));
        List<JsonNode> sets = items(apps("replicasets"));
        assertThat(sets).hasSize(2);
        assertThat(sets)
                .filteredOn(set -> set.at(REVISION).asText().equals("1"))
                .singleElement()
                .satisfies(set -> {
                    assertThat(set.at("/spec/replicas").asInt()).isZero();
                    assertThat(set.at("/spec/template/spec/containers/0/image").asText())
                            .isEqualTo(image(true));
                });
    }

    @Test
    void theFirstImageAgainTakesItsOldReplicaSetUpUnderANewRevision() {
        JsonNode first = items(apps("replicasets")).getFirst();
        setImage(image(false));
        awaitComplete();
        setImage(image(true));
        awaitComplete();

        assertThat(items(apps("replicasets")))
                .hasSize(2)
                .filteredOn(set -> set.at("/metadata/uid").equals(first.at("/metadata/uid")))
                .singleElement()
                .satisfies(set -> {
                    assertThat(set.at(REVISION).asText()).isEqualTo("3");
                    assertThat(set.at("/spec/replicas").asInt()).isEqualTo(2);
                });
        assertThat(deployment().at(REVISION).asText()).isEqualTo("3");
    }

    @Test
    void scalingIsAnotherGenerationAndNotAnotherRevision() {
        client.patch(apps("deployments/web"), ApiClient.MERGE, "{\"spec\":{\"replicas\":3}}");
        awaitComplete();

        assertThat(deployment().at("/metadata/generation").asLong()).isEqualTo(2);
        assertThat(deployment().at(REVISION).asText()).isEqualTo("1");
        assertThat(items(apps("replicasets"))).hasSize(1);
    }

    @Test
    void aLabelIsNotAnotherGeneration() {
        client.patch(
                apps("deployments/web"),
                ApiClient.MERGE,
                "{\"metadata\":{\"labels\":{\"why\":\"test\"}}}");
        assertThat(deployment().at("/metadata/generation").asLong()).isEqualTo(1);
    }

    @Test
    void anAppliedImageIsOwnedByWhoAppliedIt() {
        String apply =
                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                 "spec": {"template": {"spec": {"containers": [{"name": "web", "image": "%s"}]}}}}
                """
                        .formatted(image(false));
        assertThat(
                        client.patch(
                                        apps("deployments/web")
                                                + "?fieldManager=testbed&force=true",
                                        ApiClient.APPLY,
                                        apply)
                                .status())
                .isEqualTo(200);
        awaitComplete();

        String field =
                "/fieldsV1/f:spec/f:template/f:spec/f:containers/k:{\"name\":\"web\"}/f:image";
        assertThat(deployment().at("/metadata/managedFields").findParents("manager"))
                .filteredOn(owner -> owner.at(field).isObject())
                .singleElement()
                .satisfies(owner -> {
                    assertThat(owner.path("manager").asText()).isEqualTo("testbed");
                    assertThat(owner.path("operation").asText()).isEqualTo("Apply");
                });
        assertThat(deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    }

    @Test
    void aDeletedDeploymentTakesItsPodsWithIt() {
        assertThat(
                        client.delete(
                                        apps("deployments/web"),
                                        "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"propagationPolicy\":\"Background\"}")
                                .status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> {
                    assertThat(items(apps("replicasets"))).isEmpty();
                    assertThat(pods()).isEmpty();
                });
    }
}
