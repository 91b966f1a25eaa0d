package dev.drawbridge.delivery.setup;

import static dev.drawbridge.delivery.setup.PolicyCase.allowed;
import static dev.drawbridge.delivery.setup.PolicyCase.refused;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.stream.Stream;

/** What the fence policy lets pass and refuses of fences and Leases. */
final class FencePolicyCases {
    private static final ZonedDateTime NOON =
            ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);

    private FencePolicyCases() {}

    static LeaseBuilder lease(String name, String holder) {
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

    static void hold(ShopCluster s, String person, LeaseBuilder lease) {
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

    static Stream<PolicyCase> fences() {
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
                        "sam leaves no number for the next",
                        "by small steps",
                        s ->
                                s.fence(
                                        "sam",
                                        s.fenced("5/production/r-1"),
                                        "999999999999999/production/r-2")),
                refused(
                        "sam begins with the largest number",
                        "by small steps",
                        s -> s.fence("sam", s.deployment(), "999999999999999/production/r-1")),
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

    static Stream<PolicyCase> leases() {
        return Stream.of(
                allowed("sam holds", FencePolicyCases::heldBySam),
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
}
