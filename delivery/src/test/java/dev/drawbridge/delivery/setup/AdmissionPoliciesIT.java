package dev.drawbridge.delivery.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.testbed.RealCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

    private static final ZonedDateTime NOON =
            ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);

    private @Nullable ShopCluster opened;

    /** One act, and the words it is refused with; no words: it is allowed. */
    record Case(String name, String refusal, Consumer<ShopCluster> act) {
        @Override
        public String toString() {
            return name + (refusal.isEmpty() ? ": allowed" : ": refused");
        }
    }

    private static Case allowed(String name, Consumer<ShopCluster> act) {
        return new Case(name, "", act);
    }

    private static Case refused(String name, String words, Consumer<ShopCluster> act) {
        return new Case(name, words, act);
    }

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
                        assertThatThrownBy(() -> hold(shop, "eve", lease("probe", "d1/sam")))
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
                list(Map.of("sha256." + "a".repeat(64) + ".checkout.app", "served|setup|pat")));
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

    private static ConfigMapBuilder list(Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(ShopCluster.RECORDS)
                .withName("release-list")
                .endMetadata()
                .withData(data);
    }

    private static LeaseBuilder lease(String name, String holder) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(ShopCluster.RECORDS)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseDurationSeconds(15)
                .withRenewTime(NOON)
                .endSpec();
    }

    private static void hold(ShopCluster s, String person, LeaseBuilder lease) {
        s.as(person).leases().inNamespace(ShopCluster.RECORDS).resource(lease.build()).create();
    }

    /** A Lease that sam holds. */
    private static String heldBySam(ShopCluster s) {
        String name = "drawbridge-" + s.next();
        hold(s, "sam", lease(name, "d1/sam"));
        return name;
    }

    private static void changeLease(ShopCluster s, String person, String name, String spec) {
        s.as(person)
                .leases()
                .inNamespace(ShopCluster.RECORDS)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
    }

    private static String inState(ShopCluster s, String state) {
        String key = s.freshKey();
        s.entry("omar", key, "granted|g1|omar");
        switch (state) {
            case "granted" -> {}
            case "void" -> s.entry("sam", key, "void|g1|omar");
            default -> {
                s.entry("sam", key, "served|g1|omar");
                if (state.equals("revoked")) {
                    s.entry("omar", key, "revoked|g1|omar");
                }
            }
        }
        return key;
    }

    private static String madeByRita(ShopCluster s) {
        return s.make("rita", s.record("request", "rita")).getMetadata().getName();
    }

    static Stream<Case> records() {
        return Stream.of(
                allowed("rita requests", s -> s.make("rita", s.record("request", "rita"))),
                allowed(
                        "omar approves, in his group",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar")
                                                .addToData("groups", "release-managers"))),
                allowed("sam writes a step", s -> s.make("sam", s.record("step", "sam"))),
                allowed("lee breaks glass", s -> s.make("lee", s.record("break-glass", "lee"))),
                allowed("cora freezes", s -> s.make("cora", s.record("freeze", "cora"))),
                allowed("pat writes upkeep", s -> s.make("pat", s.record("upkeep", "pat"))),
                refused(
                        "rita approves",
                        "your role may not make a record of kind approval here",
                        s -> s.make("rita", s.record("approval", "rita"))),
                refused(
                        "sam approves",
                        "your role may not make a record of kind approval",
                        s -> s.make("sam", s.record("approval", "sam"))),
                refused(
                        "rita grants",
                        "your role may not make a record of kind grant",
                        s -> s.make("rita", s.record("grant", "rita"))),
                refused(
                        "omar writes pins",
                        "your role may not make a record of kind pins",
                        s -> s.make("omar", s.record("pins", "omar"))),
                refused(
                        "sam writes upkeep",
                        "your role may not make a record of kind upkeep",
                        s -> s.make("sam", s.record("upkeep", "sam"))),
                refused(
                        "eve approves",
                        "your role may not make a record of kind approval",
                        s -> s.make("eve", s.record("approval", "eve"))),
                refused(
                        "omar approves as rita",
                        "who must be omar",
                        s -> s.make("omar", s.record("approval", "rita"))),
                refused(
                        "omar approves without a name",
                        "who must be omar",
                        s -> s.make("omar", s.record("approval", "omar").removeFromData("who"))),
                refused(
                        "omar claims a group",
                        "only groups its maker is in",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar")
                                                .addToData(
                                                        "groups", "release-managers\ncompliance"))),
                refused(
                        "omar, not immutable",
                        "is immutable",
                        s -> s.make("omar", s.record("approval", "omar").withImmutable(false))),
                refused(
                        "omar, immutable left out",
                        "is immutable",
                        s -> s.make("omar", s.record("approval", "omar").withImmutable(null))),
                refused(
                        "eve without a kind",
                        "names no kind of record",
                        s ->
                                s.make(
                                        "eve",
                                        s.record("x", "eve")
                                                .editMetadata()
                                                .withLabels(Map.of())
                                                .endMetadata())),
                refused(
                        "eve, unknown kind",
                        "names no kind of record",
                        s -> s.make("eve", s.record("notice", "eve"))),
                refused(
                        "omar with an owner that would take it away",
                        "no binary data, no owner",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar")
                                                .editMetadata()
                                                .withOwnerReferences(
                                                        new OwnerReferenceBuilder()
                                                                .withApiVersion("v1")
                                                                .withKind("ConfigMap")
                                                                .withName("x")
                                                                .withUid("1")
                                                                .build())
                                                .endMetadata())),
                refused(
                        "omar with words the hash doesn't cover",
                        "no binary data",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar").addToBinaryData("x", "AAAA"))),
                refused(
                        "eve, as the cluster's certificate",
                        "names no kind of record",
                        s ->
                                s.make(
                                        "eve",
                                        s.record("notice", "eve")
                                                .editMetadata()
                                                .withName("kube-root-ca.crt")
                                                .endMetadata())),
                refused(
                        "eve makes the cluster's certificate an approval",
                        "don't change",
                        s ->
                                s.mergeConfigMap(
                                        "eve",
                                        "kube-root-ca.crt",
                                        "{\"metadata\":{\"labels\":{\"drawbridge.dev/kind\":\"approval\"}}}")),
                refused(
                        "eve deletes a record",
                        "can't be deleted",
                        s ->
                                s.as("eve")
                                        .configMaps()
                                        .inNamespace(ShopCluster.RECORDS)
                                        .withName(madeByRita(s))
                                        .delete()),
                refused(
                        "pat deletes a record",
                        "can't be deleted",
                        s ->
                                s.as("pat")
                                        .configMaps()
                                        .inNamespace(ShopCluster.RECORDS)
                                        .withName(madeByRita(s))
                                        .delete()),
                refused(
                        "eve deletes them all",
                        "can't be deleted",
                        s -> {
                            madeByRita(s);
                            s.as("eve")
                                    .configMaps()
                                    .inNamespace(ShopCluster.RECORDS)
                                    .withLabel("drawbridge.dev/kind")
                                    .delete();
                        }),
                refused(
                        "eve relabels a record",
                        "don't change",
                        s ->
                                s.mergeConfigMap(
                                        "eve",
                                        madeByRita(s),
                                        "{\"metadata\":{\"labels\":{\"drawbridge.dev/kind\":\"grant\"}}}")),
                refused(
                        "omar annotates his own",
                        "forbidden",
                        s ->
                                s.mergeConfigMap(
                                        "omar",
                                        s.make("omar", s.record("approval", "omar"))
                                                .getMetadata()
                                                .getName(),
                                        "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}")));
    }

    static Stream<Case> list() {
        return Stream.of(
                refused(
                        "eve makes the release list",
                        "only the platform role makes",
                        s -> s.make("eve", list(Map.of()))),
                allowed("omar grants", s -> s.entry("omar", s.freshKey(), "granted|g1|omar")),
                refused(
                        "omar grants in sam's name",
                        "in their own name",
                        s -> s.entry("omar", s.freshKey(), "granted|g1|sam")),
                refused(
                        "omar adds as served",
                        "in their own name",
                        s -> s.entry("omar", s.freshKey(), "served|g1|omar")),
                refused(
                        "omar adds as set up",
                        "in their own name",
                        s -> s.entry("omar", s.freshKey(), "served|setup|omar")),
                refused(
                        "eve adds",
                        "in their own name",
                        s -> s.entry("eve", s.freshKey(), "granted|g1|eve")),
                refused(
                        "rita adds",
                        "forbidden",
                        s -> s.entry("rita", s.freshKey(), "granted|g1|rita")),
                refused(
                        "omar writes no entry",
                        "state|grant|grantor",
                        s -> s.entry("omar", s.freshKey(), "granted")),
                refused(
                        "omar writes no key",
                        "sha256.<hex>",
                        s -> s.entry("omar", "latest", "granted|g1|omar")),
                refused(
                        "omar takes one off",
                        "the platform role alone prunes it",
                        s -> s.entry("omar", inState(s, "served"), null)),
                refused(
                        "omar marks his own as served",
                        "can't go this way",
                        s -> s.entry("omar", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "rita marks it served",
                        "forbidden",
                        s -> s.entry("rita", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "eve marks it served",
                        "can't go this way",
                        s -> s.entry("eve", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "sam changes the grantor",
                        "can't go this way",
                        s -> s.entry("sam", inState(s, "granted"), "served|g1|sam")),
                refused(
                        "sam changes the grant",
                        "can't go this way",
                        s -> s.entry("sam", inState(s, "granted"), "served|g2|omar")),
                allowed(
                        "sam marks it served",
                        s -> s.entry("sam", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "sam makes it granted again",
                        "in their own name",
                        s -> s.entry("sam", inState(s, "served"), "granted|g1|omar")),
                refused(
                        "omar makes what served granted",
                        "can't go this way",
                        s -> s.entry("omar", inState(s, "served"), "granted|g2|omar")),
                allowed(
                        "omar revokes",
                        s -> s.entry("omar", inState(s, "served"), "revoked|g1|omar")),
                allowed(
                        "omar takes that back",
                        s -> s.entry("omar", inState(s, "revoked"), "served|g1|omar")),
                allowed("sam voids it", s -> s.entry("sam", inState(s, "granted"), "void|g1|omar")),
                refused(
                        "sam brings back what is void",
                        "can't go this way",
                        s -> s.entry("sam", inState(s, "void"), "served|g1|omar")),
                refused(
                        "sam grants anew in omar's name",
                        "in their own name",
                        s -> s.entry("sam", inState(s, "void"), "granted|g2|omar")),
                allowed(
                        "omar grants it anew",
                        s -> s.entry("omar", inState(s, "void"), "granted|g2|omar")),
                refused(
                        "omar makes the list a record",
                        "is no record",
                        s ->
                                s.mergeConfigMap(
                                        "omar",
                                        "release-list",
                                        "{\"metadata\":{\"labels\":{\"drawbridge.dev/kind\":\"approval\"}}}")),
                refused(
                        "omar closes the list",
                        "stays open",
                        s -> s.mergeConfigMap("omar", "release-list", "{\"immutable\":true}")),
                refused(
                        "eve empties the list",
                        "the platform role alone prunes it",
                        s -> s.mergeConfigMap("eve", "release-list", "{\"data\":null}")),
                refused(
                        "omar deletes the list",
                        "forbidden",
                        s ->
                                s.as("omar")
                                        .configMaps()
                                        .inNamespace(ShopCluster.RECORDS)
                                        .withName("release-list")
                                        .delete()),
                refused(
                        "eve deletes the list",
                        "can't be deleted",
                        s ->
                                s.as("eve")
                                        .configMaps()
                                        .inNamespace(ShopCluster.RECORDS)
                                        .withName("release-list")
                                        .delete()),
                refused(
                        "pat grants",
                        "in their own name",
                        s -> s.entry("pat", s.freshKey(), "granted|g1|pat")),
                allowed(
                        "pat adds what runs",
                        s -> s.entry("pat", s.freshKey(), "served|setup|pat")),
                allowed("pat prunes", s -> s.entry("pat", inState(s, "served"), null)));
    }

    static Stream<Case> fences() {
        return Stream.of(
                allowed("sam fences", s -> s.fence("sam", s.deployment(), "5/production/r-1")),
                allowed(
                        "the same again",
                        s -> s.fence("sam", s.fenced("5/production/r-1"), "5/production/r-1")),
                allowed(
                        "7 by a rollback",
                        s -> s.fence("lee", s.fenced("5/production/r-1"), "7/rollback-1")),
                refused(
                        "another owner at 5",
                        "has fenced this one off",
                        s -> s.fence("sam", s.fenced("5/production/r-1"), "5/production/r-2")),
                refused(
                        "4",
                        "has fenced this one off",
                        s -> s.fence("sam", s.fenced("5/production/r-1"), "4/production/r-1")),
                refused(
                        "no number",
                        "a fence is <number>",
                        s -> s.fence("sam", s.deployment(), "x/production/r-1")),
                refused(
                        "taken off",
                        "can't be taken off",
                        s -> s.fence("sam", s.fenced("5/production/r-1"), null)),
                refused(
                        "the old driver's late apply",
                        "has fenced this one off",
                        s ->
                                s.mergeDeployment(
                                        "sam",
                                        s.fenced("7/rollback-1"),
                                        "{\"metadata\":{\"annotations\":{\"drawbridge.dev/fence\":\"5/production/r-1\"}},\"spec\":{\"replicas\":1}}")),
                refused(
                        "lower, through the status",
                        "has fenced this one off",
                        s -> {
                            var deployment =
                                    s.as("eve")
                                            .apps()
                                            .deployments()
                                            .inNamespace(ShopCluster.APPLICATION)
                                            .withName(s.fenced("7/rollback-1"));
                            var old = deployment.get();
                            old.getMetadata()
                                    .getAnnotations()
                                    .put(ShopCluster.FENCE, "5/production/r-1");
                            old.getMetadata().setResourceVersion(null);
                            s.as("eve").resource(old).updateStatus();
                        }),
                refused(
                        "eve fences others off",
                        "your role may not fence",
                        s -> s.fence("eve", s.deployment(), "99/x")),
                refused("rita fences", "forbidden", s -> s.fence("rita", s.deployment(), "99/x")),
                allowed(
                        "eve scales, and the fence stays",
                        s ->
                                s.mergeDeployment(
                                        "eve",
                                        s.fenced("5/production/r-1"),
                                        "{\"spec\":{\"replicas\":0,\"paused\":true}}")),
                allowed(
                        "eve changes what was never fenced",
                        s ->
                                s.mergeDeployment(
                                        "eve",
                                        s.deployment(),
                                        "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}")),
                refused(
                        "a Service's fence falls",
                        "has fenced this one off",
                        s -> {
                            String name = "svc-" + s.next();
                            s.cluster
                                    .kubectl("admin")
                                    .run(
                                            "-n",
                                            "shop",
                                            "create",
                                            "service",
                                            "clusterip",
                                            name,
                                            "--tcp=80");
                            s.cluster
                                    .kubectl("admin")
                                    .run(
                                            "-n",
                                            "shop",
                                            "annotate",
                                            "service",
                                            name,
                                            ShopCluster.FENCE + "=5/production/r-1");
                            s.as("eve")
                                    .services()
                                    .inNamespace("shop")
                                    .withName(name)
                                    .patch(
                                            PatchContext.of(PatchType.JSON_MERGE),
                                            "{\"metadata\":{\"annotations\":{\"drawbridge.dev/fence\":\"4/x\"}}}");
                        }));
    }

    static Stream<Case> leases() {
        return Stream.of(
                allowed("sam holds", AdmissionPoliciesIT::heldBySam),
                refused(
                        "omar holds as sam",
                        "in one's own name",
                        s -> hold(s, "omar", lease("l-" + s.next(), "d1/sam"))),
                refused(
                        "sam holds without a desk",
                        "in one's own name",
                        s -> hold(s, "sam", lease("l-" + s.next(), "sam"))),
                refused(
                        "eve renews for sam",
                        "in one's own name",
                        s ->
                                changeLease(
                                        s,
                                        "eve",
                                        heldBySam(s),
                                        "{\"renewTime\":\"2026-01-01T12:00:05.000000Z\"}")),
                refused(
                        "eve makes sam's Lease longer",
                        "in one's own name",
                        s -> changeLease(s, "eve", heldBySam(s), "{\"leaseDurationSeconds\":1}")),
                refused(
                        "eve gives sam's Lease back",
                        "in one's own name",
                        s -> changeLease(s, "eve", heldBySam(s), "{\"holderIdentity\":null}")),
                refused(
                        "eve holds, without a role",
                        "may not drive a rollout",
                        s -> hold(s, "eve", lease("l-" + s.next(), "d1/eve"))),
                refused(
                        "eve deletes sam's Lease",
                        "in one's own name",
                        s ->
                                s.as("eve")
                                        .leases()
                                        .inNamespace(ShopCluster.RECORDS)
                                        .withName(heldBySam(s))
                                        .delete()),
                allowed(
                        "sam renews",
                        s ->
                                changeLease(
                                        s,
                                        "sam",
                                        heldBySam(s),
                                        "{\"renewTime\":\"2026-01-01T12:00:05.000000Z\"}")),
                allowed(
                        "omar takes it over",
                        s ->
                                changeLease(
                                        s,
                                        "omar",
                                        heldBySam(s),
                                        "{\"holderIdentity\":\"d2/omar\",\"renewTime\":\"2026-01-01T12:01:00.000000Z\"}")),
                allowed(
                        "sam gives it back",
                        s -> changeLease(s, "sam", heldBySam(s), "{\"holderIdentity\":null}")),
                allowed(
                        "sam deletes it",
                        s ->
                                s.as("sam")
                                        .leases()
                                        .inNamespace(ShopCluster.RECORDS)
                                        .withName(heldBySam(s))
                                        .delete()),
                allowed(
                        "the application elects its own leader",
                        s ->
                                s.as("eve")
                                        .leases()
                                        .inNamespace("shop")
                                        .resource(
                                                lease("l-" + s.next(), "pod-1")
                                                        .editMetadata()
                                                        .withNamespace("shop")
                                                        .endMetadata()
                                                        .build())
                                        .create()));
    }

    @ParameterizedTest
    @MethodSource({"records", "list", "fences", "leases"})
    void theServerAnswersAsItShould(Case c) {
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
