package dev.drawbridge.testbed.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What an API server makes of admission policies that hold records to their makers, rollouts to
 * their fences and workloads to a list. The policies and roles are in {@code admission-setup.json};
 * rita asks, omar approves and grants, sam rolls out, lee may break glass, pat sets up, eve has
 * every right on ConfigMaps and workloads and wants to get round it all. The acts build on one
 * another, so they have an order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class AdmissionContract {
    private static final String MAPS = "/api/v1/namespaces/shop-releases/configmaps";
    private static final String LIST = MAPS + "/release-list";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/shop/deployments";
    private static final String CHECKOUT = DEPLOYMENTS + "/checkout";
    private static final String LEASES =
            "/apis/coordination.k8s.io/v1/namespaces/shop-releases/leases";
    private static final String ONE = "r/x@sha256:" + "a".repeat(64);
    private static final String TWO = "r/x@sha256:" + "b".repeat(64);
    private static final String THREE = "r/x@sha256:" + "c".repeat(64);

    private final ObjectMapper json = new ObjectMapper();
    private ApiClient client;
    private int records;

    /** A server of this suite's own, with the people of the testbed. */
    protected abstract ApiUnderTest api();

    /** With what that person logs in. */
    protected abstract String token(String person);

    @BeforeAll
    void setUp() {
        client = new ApiClient(api());
        for (JsonNode step : read("admission-setup.json")) {
            String path = step.path("path").asText();
            assertThat(client.post(path, step.path("object").toString()).status())
                    .as(path)
                    .isEqualTo(201);
        }
        // A policy takes a moment until it acts. A refusal leaves nothing behind.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    assertThat(record("approval", "omar", "eve", "", true).status()).isEqualTo(422);
                    assertThat(hold("POST", "d1/sam", "eve", "00").status()).isEqualTo(422);
                });
    }

    @AfterAll
    void closeClient() {
        client.close();
    }

    private JsonNode read(String resource) {
        try (InputStream in = AdmissionContract.class.getResourceAsStream(resource)) {
            return json.readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private ApiClient.Answer act(
            String person, String method, String path, String kind, JsonNode body) {
        return client.ask(token(person), method, path, kind, body.toString());
    }

    private static void allowed(ApiClient.Answer answer) {
        assertThat(answer.status()).as("%s", answer.text("/message")).isLessThan(300);
    }

    private static void refused(String words, ApiClient.Answer answer) {
        assertThat(answer.text("/message")).contains(words);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/reason")).isEqualTo("Invalid");
    }

    private ApiClient.Answer record(
            String kind, String who, String by, String groups, boolean immutable) {
        ObjectNode map = json.createObjectNode();
        ObjectNode metadata = map.putObject("metadata").put("name", "r-" + records++);
        if (!kind.isEmpty()) {
            metadata.putObject("labels").put("drawbridge.dev/kind", kind);
        }
        map.put("immutable", immutable).putObject("data").put("who", who).put("groups", groups);
        return act(by, "POST", MAPS, ApiClient.JSON, map);
    }

    private static String key(String image) {
        return "sha256." + image.substring(image.indexOf(':') + 1) + ".checkout.app";
    }

    private ApiClient.Answer entry(String image, String value, String by) {
        ObjectNode patch = json.createObjectNode();
        patch.putObject("data").put(key(image), value);
        return act(by, "PATCH", LIST, ApiClient.MERGE, patch);
    }

    private ApiClient.Answer makeList(String value, String by) {
        ObjectNode list = json.createObjectNode();
        list.putObject("metadata").put("name", "release-list");
        list.putObject("data").put(key(ONE), value);
        return act(by, "POST", MAPS, ApiClient.JSON, list);
    }

    private ApiClient.Answer image(String image, String container, String by) {
        ObjectNode patch = json.createObjectNode();
        patch.putObject("spec")
                .putObject("template")
                .putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", container)
                .put("image", image);
        return act(by, "PATCH", CHECKOUT, ApiClient.STRATEGIC, patch);
    }

    private ApiClient.Answer glass(String reason, String by) {
        ObjectNode patch = json.createObjectNode();
        patch.putObject("metadata")
                .putObject("annotations")
                .put("drawbridge.dev/break-glass", reason);
        patch.putObject("spec")
                .putObject("template")
                .putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "app")
                .put("image", "r/x:1");
        return act(by, "PATCH", CHECKOUT, ApiClient.STRATEGIC, patch);
    }

    private ApiClient.Answer deployment(String name, String image, String by) {
        ObjectNode deployment = json.createObjectNode();
        deployment.putObject("metadata").put("name", name);
        ObjectNode spec = deployment.putObject("spec").put("replicas", 1);
        spec.putObject("selector").putObject("matchLabels").put("a", name);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("a", name);
        template.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "app")
                .put("image", image);
        return act(by, "POST", DEPLOYMENTS, ApiClient.JSON, deployment);
    }

    private ApiClient.Answer replicas(int replicas) {
        ObjectNode patch = json.createObjectNode();
        patch.putObject("spec").put("replicas", replicas);
        return act("sam", "PATCH", CHECKOUT, ApiClient.STRATEGIC, patch);
    }

    private ApiClient.Answer fence(@Nullable String value) {
        ObjectNode patch = json.createObjectNode();
        patch.putObject("metadata").putObject("annotations").put("drawbridge.dev/fence", value);
        return act("sam", "PATCH", CHECKOUT, ApiClient.MERGE, patch);
    }

    private ApiClient.Answer hold(String method, String holder, String by, String second) {
        ObjectNode lease = json.createObjectNode();
        lease.putObject("metadata").put("name", "checkout");
        lease.putObject("spec")
                .put("holderIdentity", holder)
                .put("renewTime", "2026-01-01T00:00:%s.000000Z".formatted(second));
        boolean isNew = method.equals("POST");
        String path = isNew ? LEASES : LEASES + "/checkout";
        return act(by, method, path, isNew ? ApiClient.JSON : ApiClient.MERGE, lease);
    }

    @Test
    @Order(1)
    void aRecordIsOfItsMakersHandAndRole() {
        allowed(record("request", "rita", "rita", "", true));
        refused("your role may not make", record("approval", "rita", "rita", "", true));
        allowed(record("approval", "omar", "omar", "release-managers", true));
        refused("names the user who makes it", record("approval", "rita", "omar", "", true));
        refused(
                "names only groups its maker is in",
                record("approval", "omar", "omar", "release-managers\ncompliance", true));
        refused("a record is immutable", record("approval", "omar", "omar", "", false));
        refused("your role may not make", record("approval", "eve", "eve", "", true));
        refused("no kind of record", record("", "eve", "eve", "", true));
        refused("no kind of record", record("notice", "eve", "eve", "", true));
    }

    @Test
    @Order(2)
    void aRecordStaysAsItIs() {
        String name = record("approval", "omar", "omar", "", true).text("/metadata/name");
        ObjectNode relabel = json.createObjectNode();
        relabel.putObject("metadata").putObject("labels").put("drawbridge.dev/kind", "grant");
        refused(
                "they can't be deleted",
                act("eve", "DELETE", MAPS + "/" + name, ApiClient.JSON, json.createObjectNode()));
        refused(
                "they can't be deleted",
                act("pat", "DELETE", MAPS + "/" + name, ApiClient.JSON, json.createObjectNode()));
        refused("don't change", act("eve", "PATCH", MAPS + "/" + name, ApiClient.MERGE, relabel));
        // The deletion of many has no name, which the policy asks for: it can't judge, so it
        // refuses.
        refused(
                "no such key: name",
                act("eve", "DELETE", MAPS, ApiClient.JSON, json.createObjectNode()));
    }

    @Test
    @Order(3)
    void theListIsMadeByThePlatformAndGrownByWhoMayGrant() {
        refused("only the platform role", makeList("served|g|eve", "eve"));
        allowed(makeList("served|setup|pat", "pat"));
        refused("only the platform role", makeList("served|g|eve", "eve"));
        assertThat(makeList("served|setup|pat", "pat").status()).isEqualTo(409);
        allowed(entry(TWO, "granted|g1|omar", "omar"));
        refused("in their own name", entry(THREE, "granted|g1|sam", "omar"));
        refused("in their own name", entry(THREE, "served|g1|omar", "omar"));
        refused("in their own name", entry(THREE, "granted|g1|eve", "eve"));
        ObjectNode off = json.createObjectNode();
        off.putObject("data").putNull(key(ONE));
        refused("only grows", act("omar", "PATCH", LIST, ApiClient.MERGE, off));
        ObjectNode nothing = json.createObjectNode().putNull("data");
        refused("only grows", act("eve", "PATCH", LIST, ApiClient.MERGE, nothing));
    }

    @Test
    @Order(4)
    void whatRunsIsOnTheListAndBroughtInByAnotherThanTheGrantor() {
        allowed(deployment("checkout", ONE, "sam"));
        refused("doesn't roll it out", image(TWO, "app", "omar"));
        refused("not released for this workload", deployment("other", TWO, "sam"));
        refused("not released for this workload", image(TWO, "sidecar", "sam"));
        refused("images go by digest", image("r/x:1", "app", "sam"));
        refused("not released for this workload", image(THREE, "app", "sam"));
        allowed(image(TWO, "app", "sam"));
        allowed(replicas(3));
    }

    @Test
    @Order(5)
    void anEntryGoesItsWayByTheRightHands() {
        refused("can't go this way", entry(TWO, "served|g1|omar", "omar"));
        refused("can't go this way", entry(TWO, "served|g1|sam", "sam"));
        allowed(entry(TWO, "served|g1|omar", "sam"));
        refused("can't go this way", entry(TWO, "granted|g1|omar", "sam"));
        allowed(image(ONE, "app", "sam"));
        allowed(entry(ONE, "revoked|setup|pat", "omar"));
        allowed(entry(THREE, "granted|g2|omar", "omar"));
        allowed(entry(THREE, "void|g2|omar", "sam"));
        // The policy's view of the list may lag behind a write.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> refused("not released", image(THREE, "app", "sam")));
        refused("can't go this way", entry(THREE, "granted|g3|omar", "sam"));
        allowed(entry(THREE, "granted|g3|omar", "omar"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> allowed(image(TWO, "app", "omar")));
    }

    @Test
    @Order(6)
    void glassIsBrokenInOnesOwnName() {
        refused("images go by digest", glass("eve: fire", "eve"));
        refused("images go by digest", glass("sam: fire", "lee"));
        allowed(glass("lee: fire", "lee"));
    }

    @Test
    @Order(7)
    void aFenceOnlyGrowsAndByLittle() {
        refused("by small steps", fence("999999999999999/production/r-1"));
        allowed(fence("5/production/r-1"));
        allowed(fence("5/production/r-1"));
        refused("fenced this one off", fence("5/production/r-2"));
        refused("fenced this one off", fence("4/production/r-1"));
        refused("a fence is <number>", fence("x/production/r-1"));
        refused("can't be taken off", fence(null));
        refused("by small steps", fence("999999999999999/rollback-1"));
        refused("by small steps", fence("1006/rollback-1"));
        allowed(fence("7/rollback-1"));
        refused("fenced this one off", fence("5/production/r-1"));
        allowed(replicas(2));
    }

    @Test
    @Order(8)
    void aLeaseIsHeldInOnesOwnName() {
        refused("in one's own name", hold("POST", "d1/sam", "omar", "00"));
        allowed(hold("POST", "d1/sam", "sam", "00"));
        refused("in one's own name", hold("PATCH", "d1/sam", "eve", "05"));
        allowed(hold("PATCH", "d1/sam", "sam", "05"));
        allowed(hold("PATCH", "d2/omar", "omar", "59"));
    }

    @Test
    @Order(9)
    void aRefusalCarriesThePolicysNameAndSentence() {
        ApiClient.Answer answer = record("approval", "rita", "omar", "", true);
        assertThat(answer.text("/message"))
                .isEqualTo(
                        "configmaps \"r-%d\" is forbidden: ValidatingAdmissionPolicy 'drawbridge-records-shop-releases' with binding 'drawbridge-records-shop-releases' denied request: a record names the user who makes it"
                                .formatted(records - 1));
        assertThat(answer.text("/details/kind")).isEqualTo("configmaps");
    }

    @Test
    @Order(10)
    void aDryRunIsRefusedAlikeAndChangesNothing() {
        ObjectNode map = json.createObjectNode();
        map.putObject("metadata")
                .put("name", "dry")
                .putObject("labels")
                .put("drawbridge.dev/kind", "request");
        map.put("immutable", true).putObject("data").put("who", "rita");
        refused(
                "names the user who makes it",
                act("sam", "POST", MAPS + "?dryRun=All", ApiClient.JSON, map));
        allowed(act("rita", "POST", MAPS + "?dryRun=All", ApiClient.JSON, map));
        assertThat(client.get(MAPS + "/dry").status()).isEqualTo(404);
    }

    @Test
    @Order(11)
    void aRoleThatLacksTheVerbIsRefusedBeforeAnyPolicy() {
        ApiClient.Answer answer =
                act("rita", "DELETE", LIST, ApiClient.JSON, json.createObjectNode());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("/message"))
                .isEqualTo(
                        "configmaps \"release-list\" is forbidden: User \"rita\" cannot delete resource \"configmaps\" in API group \"\" in the namespace \"shop-releases\"");
        assertThat(entry(ONE, "granted|g1|rita", "rita").status()).isEqualTo(403);
    }

    @Test
    @Order(12)
    void theListGoneWorkGoesOn() {
        refused(
                "they can't be deleted",
                act("eve", "DELETE", LIST, ApiClient.JSON, json.createObjectNode()));
        ObjectNode off = json.createObjectNode();
        off.putObject("data").putNull(key(ONE));
        allowed(act("pat", "PATCH", LIST, ApiClient.MERGE, off));
        allowed(act("pat", "DELETE", LIST, ApiClient.JSON, json.createObjectNode()));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> allowed(image("r/x:2", "app", "sam")));
    }
}
