package dev.drawbridge.testbed.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Drawbridge relies on in any Kubernetes API server: objects, conflicts, watches, owners of
 * fields, reviews.
 */
public abstract class ApiServerContract {
    private ApiClient client;
    private String namespace;

    /** The server that the suite runs against; it may be shared by all tests. */
    protected abstract ApiUnderTest api();

    /** Makes the server forget the changes before now, so that no watch can begin there. */
    protected abstract void forgetChanges();

    @BeforeEach
    void makeNamespace() {
        client = new ApiClient(api());
        namespace = "contract-" + UUID.randomUUID().toString().substring(0, 8);
        assertThat(
                        client.post(
                                        "/api/v1/namespaces",
                                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                                                .formatted(namespace))
                                .status())
                .isEqualTo(201);
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    private String maps() {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private String map(String name) {
        return maps() + "/" + name;
    }

    private static String mapNamed(String name, String value) {
        return """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s", "labels": {"name": "%s"}}, "data": {"key": "%s"}}
        """
                .formatted(name, name, value);
    }

    private JsonNode create(String name, String value) {
        ApiClient.Answer made = client.post(maps(), mapNamed(name, value));
        assertThat(made.status()).isEqualTo(201);
        return made.body();
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.at("/metadata/name").asText())
                .toList();
    }

    private static void assertFailure(ApiClient.Answer answer, int code, String reason) {
        assertThat(answer.status()).isEqualTo(code);
        assertThat(answer.text("/kind")).isEqualTo("Status");
        assertThat(answer.text("/status")).isEqualTo("Failure");
        assertThat(answer.text("/reason")).isEqualTo(reason);
        assertThat(answer.text("/message")).isNotBlank();
        assertThat(answer.body().path("code").asInt()).isEqualTo(code);
    }

    @Test
    void tellsItsVersionItsTimeAndWhatItServes() {
        ApiClient.Answer version = client.get("/version");
        assertThat(version.text("/gitVersion")).startsWith("v1.");
        assertThat(version.headers().firstValue("Date")).isPresent();
        assertThat(client.get("/api/v1").body().path("resources").findValuesAsText("name"))
                .contains("namespaces", "configmaps", "pods", "events");
        assertThat(client.get("/apis").body().path("groups").findValuesAsText("name"))
                .contains(
                        "apps",
                        "coordination.k8s.io",
                        "authorization.k8s.io",
                        "rbac.authorization.k8s.io");
        assertThat(client.get("/apis/apps/v1").body().path("resources").findValuesAsText("name"))
                .contains("deployments", "replicasets");
    }

    @Test
    void aCreatedObjectHasAnIdentityAndAVersionOfItsOwn() {
        JsonNode made = create("one", "a");
        assertThat(made.at("/metadata/uid").asText()).isNotBlank();
        assertThat(made.at("/metadata/resourceVersion").asText()).matches("[1-9][0-9]*");
        assertThat(made.at("/metadata/creationTimestamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(made.at("/metadata/namespace").asText()).isEqualTo(namespace);
        assertThat(client.get(map("one")).body()).isEqualTo(made);

        assertThat(client.delete(map("one"), "").status()).isEqualTo(200);
        assertThat(create("one", "a").at("/metadata/uid")).isNotEqualTo(made.at("/metadata/uid"));
    }

    @Test
    void aGeneratedNameIsMadeUp() {
        ApiClient.Answer made =
                client.post(
                        maps(),
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"generateName\":\"run-\"}}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/metadata/name")).startsWith("run-").hasSizeGreaterThan(4);
    }

    @Test
    void failuresAreStatusObjectsWithTheirReason() {
        create("one", "a");
        assertFailure(client.post(maps(), mapNamed("one", "b")), 409, "AlreadyExists");
        assertFailure(client.get(map("none")), 404, "NotFound");
        assertThat(client.get(map("none")).text("/details/name")).isEqualTo("none");
        assertFailure(client.delete(map("none"), ""), 404, "NotFound");
        assertFailure(
                client.post(
                        "/api/v1/namespaces/" + namespace + "-none/configmaps",
                        mapNamed("one", "b")),
                404,
                "NotFound");
        assertFailure(client.post(maps(), mapNamed("Not A Name", "b")), 422, "Invalid");
        assertThat(client.post(maps(), "{").status()).isEqualTo(400);
    }

    @Test
    void aWriteOverAnOlderVersionIsAConflict() {
        JsonNode first = create("one", "a");
        ObjectNode changed = first.deepCopy();
        changed.withObject("/data").put("key", "b");
        ApiClient.Answer second = client.put(map("one"), changed);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("/metadata/resourceVersion"))
                .isNotEqualTo(first.at("/metadata/resourceVersion").asText());

        changed.withObject("/data").put("key", "c");
        assertFailure(client.put(map("one"), changed), 409, "Conflict");
        assertThat(client.get(map("one")).text("/data/key")).isEqualTo("b");
        assertFailure(
                client.patch(
                        map("one"),
                        ApiClient.MERGE,
                        "{\"metadata\":{\"resourceVersion\":\"%s\"},\"data\":{\"key\":\"c\"}}"
                                .formatted(first.at("/metadata/resourceVersion").asText())),
                409,
                "Conflict");
    }

    @Test
    void aWriteThatChangesNothingLeavesTheVersionAsItIs() {
        JsonNode made = create("one", "a");
        ApiClient.Answer again = client.put(map("one"), made);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().at("/metadata/resourceVersion"))
                .isEqualTo(made.at("/metadata/resourceVersion"));
    }

    @Test
    void anImmutableMapStaysAsItIs() {
        client.post(
                maps(),
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"one\"},\"immutable\":true,\"data\":{\"key\":\"a\"}}");
        assertFailure(
                client.patch(map("one"), ApiClient.MERGE, "{\"data\":{\"key\":\"b\"}}"),
                422,
                "Invalid");
        assertFailure(
                client.patch(map("one"), ApiClient.MERGE, "{\"immutable\":false}"), 422, "Invalid");
    }

    @Test
    void aMergePatchSetsAndRemoves() {
        create("one", "a");
        ApiClient.Answer patched =
                client.patch(
                        map("one"),
                        ApiClient.MERGE,
                        "{\"data\":{\"key\":null,\"other\":\"b\"},\"metadata\":{\"annotations\":{\"why\":\"test\"}}}");
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.body().path("data").toString()).isEqualTo("{\"other\":\"b\"}");
        assertThat(patched.text("/metadata/annotations/why")).isEqualTo("test");
        assertThat(patched.text("/metadata/labels/name")).isEqualTo("one");
    }

    @Test
    void aDeleteHoldsToItsPreconditions() {
        JsonNode made = create("one", "a");
        assertFailure(
                client.delete(
                        map("one"),
                        "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\"another\"}}"),
                409,
                "Conflict");
        ApiClient.Answer gone =
                client.delete(
                        map("one"),
                        "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\"%s\"}}"
                                .formatted(made.at("/metadata/uid").asText()));
        assertThat(gone.status()).isEqualTo(200);
        assertThat(client.get(map("one")).status()).isEqualTo(404);
    }

    @Test
    void aListIsOfTheChosenObjectsAndHasAVersion() {
        create("one", "a");
        create("two", "b");
        ApiClient.Answer all = client.get(maps());
        assertThat(all.text("/kind")).isEqualTo("ConfigMapList");
        assertThat(all.text("/metadata/resourceVersion")).matches("[1-9][0-9]*");
        assertThat(names(all.body())).contains("one", "two");
        assertThat(names(client.get(maps() + "?labelSelector=name%3Done").body()))
                .containsExactly("one");
        assertThat(names(client.get(maps() + "?labelSelector=name%20in%20(one,two)").body()))
                .containsExactly("one", "two");
        assertThat(names(client.get(maps() + "?labelSelector=name,name!%3Done").body()))
                .containsExactly("two");
        assertThat(names(client.get(maps() + "?fieldSelector=metadata.name%3Dtwo").body()))
                .containsExactly("two");
    }

    @Test
    void aLongListComesInPages() {
        List.of("one", "three", "two").forEach(name -> create(name, "a"));
        ApiClient.Answer first = client.get(maps() + "?labelSelector=name&limit=2");
        assertThat(names(first.body())).containsExactly("one", "three");
        String next = first.text("/metadata/continue");
        assertThat(next).isNotBlank();
        ApiClient.Answer rest = client.get(maps() + "?labelSelector=name&limit=2&continue=" + next);
        assertThat(names(rest.body())).containsExactly("two");
        assertThat(rest.text("/metadata/continue")).isEmpty();
    }

    @Test
    void aWatchTellsEachChangeSinceItsVersionInOrder() {
        String since = client.get(maps()).text("/metadata/resourceVersion");
        create("one", "a");
        client.patch(map("one"), ApiClient.MERGE, "{\"data\":{\"key\":\"b\"}}");
        create("other", "x");
        client.delete(map("one"), "");

        List<JsonNode> all =
                client.watch(maps() + "?labelSelector=name&resourceVersion=" + since, 4);
        assertThat(all)
                .extracting(event -> event.path("type").asText())
                .containsExactly("ADDED", "MODIFIED", "ADDED", "DELETED");
        assertThat(all)
                .extracting(event -> event.at("/object/metadata/name").asText())
                .containsExactly("one", "one", "other", "one");
        assertThat(all.get(1).at("/object/data/key").asText()).isEqualTo("b");
        assertThat(all)
                .extracting(event -> event.at("/object/metadata/resourceVersion").asLong())
                .isSorted();

        List<JsonNode> chosen =
                client.watch(maps() + "?labelSelector=name%3Done&resourceVersion=" + since, 3);
        assertThat(chosen)
                .extracting(event -> event.path("type").asText())
                .containsExactly("ADDED", "MODIFIED", "DELETED");
    }

    @Test
    void aWatchFromBeforeWhatTheServerRemembersIsGone() {
        create("one", "a");
        String since = client.get(maps()).text("/metadata/resourceVersion");
        client.patch(map("one"), ApiClient.MERGE, "{\"data\":{\"key\":\"b\"}}");
        create("two", "b");
        forgetChanges();

        assertThat(client.watch(maps() + "?resourceVersion=" + since, 1))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("type").asText()).isEqualTo("ERROR");
                    assertThat(event.at("/object/kind").asText()).isEqualTo("Status");
                    assertThat(event.at("/object/code").asInt()).isEqualTo(410);
                    assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
                });
        assertThat(names(client.get(maps()).body())).contains("one", "two");
    }

    @Test
    void anObjectThatNoLongerMatchesIsDeletedForItsWatcher() {
        create("one", "a");
        String since = client.get(maps()).text("/metadata/resourceVersion");
        client.patch(
                map("one"), ApiClient.MERGE, "{\"metadata\":{\"labels\":{\"name\":\"changed\"}}}");

        assertThat(client.watch(maps() + "?labelSelector=name%3Done&resourceVersion=" + since, 1))
                .singleElement()
                .satisfies(event -> assertThat(event.path("type").asText()).isEqualTo("DELETED"));
    }

    @Test
    void anApplyOwnsWhatItSetsAndNothingElse() {
        String mine =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"one\"},\"data\":{\"mine\":\"%s\"}}";
        ApiClient.Answer made =
                client.patch(
                        map("one") + "?fieldManager=first", ApiClient.APPLY, mine.formatted("a"));
        assertThat(made.status()).isEqualTo(201);
        JsonNode owner = made.body().at("/metadata/managedFields/0");
        assertThat(owner.path("manager").asText()).isEqualTo("first");
        assertThat(owner.path("operation").asText()).isEqualTo("Apply");
        assertThat(owner.at("/fieldsV1/f:data/f:mine").isObject()).isTrue();

        ApiClient.Answer refused =
                client.patch(
                        map("one") + "?fieldManager=second", ApiClient.APPLY, mine.formatted("b"));
        assertFailure(refused, 409, "Conflict");
        assertThat(refused.text("/details/causes/0/reason")).isEqualTo("FieldManagerConflict");
        assertThat(refused.text("/details/causes/0/field")).isEqualTo(".data.mine");
        assertThat(refused.text("/message")).contains("first");

        ApiClient.Answer other =
                client.patch(
                        map("one") + "?fieldManager=second",
                        ApiClient.APPLY,
                        mine.formatted("b").replace("mine", "theirs"));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body().path("data").toString())
                .isEqualTo("{\"mine\":\"a\",\"theirs\":\"b\"}");

        ApiClient.Answer forced =
                client.patch(
                        map("one") + "?fieldManager=second&force=true",
                        ApiClient.APPLY,
                        mine.formatted("c"));
        assertThat(forced.status()).isEqualTo(200);
        assertThat(forced.body().path("data").toString()).isEqualTo("{\"mine\":\"c\"}");
        assertThat(forced.body().at("/metadata/managedFields").findValuesAsText("manager"))
                .containsExactly("second");
    }

    @Test
    void anUpdateTakesFieldsOverFromWhoAppliedThem() {
        client.patch(
                map("one") + "?fieldManager=first",
                ApiClient.APPLY,
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"one\"},\"data\":{\"mine\":\"a\"}}");
        client.patch(
                map("one") + "?fieldManager=editor",
                ApiClient.MERGE,
                "{\"data\":{\"mine\":\"b\"}}");
        List<JsonNode> owners =
                client.get(map("one")).body().at("/metadata/managedFields").findParents("manager");
        assertThat(owners)
                .filteredOn(owner -> owner.at("/fieldsV1/f:data/f:mine").isObject())
                .singleElement()
                .satisfies(owner -> {
                    assertThat(owner.path("manager").asText()).isEqualTo("editor");
                    assertThat(owner.path("operation").asText()).isEqualTo("Update");
                    assertThat(owner.path("time").asText()).isNotBlank();
                });
    }

    @Test
    void aDryRunAnswersAndChangesNothing() {
        assertThat(client.post(maps() + "?dryRun=All", mapNamed("one", "a")).status())
                .isEqualTo(201);
        assertThat(client.get(map("one")).status()).isEqualTo(404);
        create("one", "a");
        ApiClient.Answer tried =
                client.patch(
                        map("one") + "?fieldManager=first&force=true&dryRun=All",
                        ApiClient.APPLY,
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"one\"},\"data\":{\"key\":\"b\"}}");
        assertThat(tried.text("/data/key")).isEqualTo("b");
        assertThat(client.get(map("one")).text("/data/key")).isEqualTo("a");
    }

    @Test
    void aLeaseIsHeldByWhoWroteLastOverTheRightVersion() {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
        ApiClient.Answer made =
                client.post(
                        leases,
                        """
                        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "web"},
                         "spec": {"holderIdentity": "a", "leaseDurationSeconds": 15, "renewTime": "2026-01-01T00:00:00.000001Z"}}
                        """);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("/spec/renewTime")).isEqualTo("2026-01-01T00:00:00.000001Z");
        ObjectNode mine = made.body().deepCopy();
        mine.withObject("/spec").put("holderIdentity", "b");
        assertThat(client.put(leases + "/web", mine).status()).isEqualTo(200);
        mine.withObject("/spec").put("holderIdentity", "c");
        assertFailure(client.put(leases + "/web", mine), 409, "Conflict");
    }

    @Test
    void everyoneLearnsWhoTheyAreAndWhatTheyMay() {
        String reviews = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
        ApiClient.Answer self =
                client.asStranger(
                        "POST",
                        reviews,
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}");
        assertThat(self.status()).isEqualTo(201);
        assertThat(self.text("/status/userInfo/username")).isEqualTo(api().stranger());
        assertThat(self.body().at("/status/userInfo/groups").toString())
                .contains("system:authenticated");

        String may =
                """
                {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
                 "spec": {"resourceAttributes": {"namespace": "%s", "verb": "create", "resource": "configmaps"}}}
                """
                        .formatted(namespace);
        String access = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        assertThat(client.post(access, may).body().at("/status/allowed").asBoolean()).isTrue();
        assertThat(client.asStranger("POST", access, may).body().at("/status/allowed").asBoolean())
                .isFalse();
    }

    @Test
    void rightsAreRefusedUntilARoleGivesThem() {
        ApiClient.Answer refused = client.asStranger("GET", maps(), "");
        assertFailure(refused, 403, "Forbidden");
        assertThat(refused.text("/message")).contains(api().stranger()).contains("configmaps");

        String rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace;
        client.post(
                rbac + "/roles",
                """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "reader"},
                 "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "list"]}]}
                """);
        client.post(
                rbac + "/rolebindings",
                """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "reader"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}
                """
                        .formatted(api().stranger()));
        await().untilAsserted(() ->
                assertThat(client.asStranger("GET", maps(), "").status()).isEqualTo(200));
        assertFailure(client.asStranger("POST", maps(), mapNamed("one", "a")), 403, "Forbidden");
    }

    @Test
    void anUnknownTokenIsNobody() {
        assertFailure(
                client.ask("no-such-token", "GET", "/api/v1/namespaces", ApiClient.JSON, ""),
                401,
                "Unauthorized");
    }
}
