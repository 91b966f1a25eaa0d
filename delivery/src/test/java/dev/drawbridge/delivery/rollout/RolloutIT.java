package dev.drawbridge.delivery.rollout;

import static dev.drawbridge.delivery.rollout.Workloads.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.ClusterTarget;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.ClusterRef;
import dev.drawbridge.delivery.workspace.ConnectionSettings;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.GatePlan;
import dev.drawbridge.delivery.workspace.RecordsPlace;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.WorkloadRef;
import dev.drawbridge.testbed.RealCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drives and puts back on a real API server with its controllers; the grants are written by hand.
 */
class RolloutIT {
    private static final String REPOSITORY = "127.0.0.1:1/shop/checkout@";
    private static RealCluster cluster;
    private static ClusterConnection connection;
    private static History history;
    private static Site site;
    private static Registries registries;
    private static int services;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() {
        cluster = RealCluster.startWithNode();
        connection =
                ClusterConnection.open(
                        new ClusterTarget(
                                cluster.kubeconfig("admin"),
                                null,
                                null,
                                ConnectionOptions.DEFAULT));
        registries = new Registries(List.of(), DockerCredentials.NONE);
        history = History.open(folder.resolve("history.db"), Clock.systemUTC());
        cluster.kubectl("admin").run("create", "namespace", "shop");
        Environment environment =
                new Environment(
                        "production",
                        new ClusterRef(null, null, null, ConnectionSettings.NONE),
                        "shop",
                        new RecordsPlace("shop", false),
                        List.of(),
                        false,
                        true,
                        false,
                        Duration.ofDays(30),
                        new GatePlan(
                                List.of("minimal"),
                                Duration.ZERO,
                                Map.of(),
                                Map.of(),
                                List.of(),
                                List.of(),
                                null));
        site = Site.of(environment, connection, history);
    }

    @AfterAll
    static void stop() {
        connection.close();
        registries.close();
        history.close();
        cluster.close();
    }

    @Test
    void bringsInADigestOnceAndSaysSoFromItsPods() {
        Driver.Order order = order(deployed('a'), 'b');

        ReleaseRecord<RecordBody.Outcome> outcome = drive(order);

        assertThat(outcome.body().result()).isEqualTo("healthy");
        assertThat(outcome.body().podsReady()).isEqualTo(2);
        assertThat(outcome.body().image()).isEqualTo(REPOSITORY + digest('b'));
        long revision = snapshot(order).revision();
        assertThat(drive(order).uid()).isEqualTo(outcome.uid());
        assertThat(snapshot(order).revision()).isEqualTo(revision);
        assertThat(Journal.open(records(order))).isEmpty();
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void aStepThatNeverReachedTheClusterIsFoundNotDoneAndDoneOnce() {
        Driver.Order order = order(deployed('a'), 'b');
        long before = snapshot(order).revision();
        intend(order, site.writer().takeFence(place(order), site.id(order.request().name())));

        assertThat(drive(order).body().result()).isEqualTo("healthy");

        assertThat(results(order)).containsExactly("not-done", "done");
        assertThat(snapshot(order).revision()).isEqualTo(before + 1);
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void aStepThatTheServerTookBeforeTheDeskDiedIsFoundDone() {
        Driver.Order order = order(deployed('a'), 'b');
        long before = snapshot(order).revision();
        Fence fence = site.writer().takeFence(place(order), site.id(order.request().name()));
        intend(order, fence);
        site.writer().setImage(place(order), order.request().body().image(), fence, true);

        assertThat(drive(order).body().result()).isEqualTo("healthy");

        assertThat(results(order)).containsExactly("done");
        assertThat(snapshot(order).revision()).isEqualTo(before + 1);
        assertThat(Journal.open(records(order))).isEmpty();
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void failsWhenThePodsRunAnotherDigestThanWasAssessed() {
        Service service = deployed('a');
        cluster.kubectl("admin")
                .run(
                        "-n",
                        "shop",
                        "patch",
                        "deployment",
                        service.name(),
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
                                + "{\"testbed.drawbridge.dev/image-id\":\"r.example/x@"
                                + digest('e')
                                + "\"}}}}}");

        ReleaseRecord<RecordBody.Outcome> outcome = drive(order(service, 'b'));

        assertThat(outcome.body().result()).isEqualTo("failed");
        assertThat(outcome.body().why()).contains(digest('e'));
    }

    @Test
    void anotherDeskPutsBackARolloutUnderWayAndTheDriversLateWriteNeverLands() throws Exception {
        Service service = deployed('a');
        stuck(service, "never-ready");
        Driver.Order order = order(service, 'b');
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<ReleaseRecord<RecordBody.Outcome>> driven =
                    CompletableFuture.supplyAsync(() -> drive(order), threads);
            Awaitility.await().until(() -> results(order).contains("done"));
            Fence drivers = Fence.of(snapshot(order).deployment()).orElseThrow();
            stuck(service, null);

            Rollbacks other = new Rollbacks(site, Pace.REAL, "desk-2", history, registries);
            RollbackPlan plan = other.preview(service, null);
            Rollbacks.Result result =
                    other.roll(service, plan, "errors", List.of(), RolloutEvents.NONE);

            assertThat(plan.free()).isTrue();
            assertThat(plan.ends()).contains(site.id(order.request().name()));
            assertThat(result.progress().state()).isEqualTo(Progress.State.HEALTHY);
            assertThat(driven.get().body().result()).isEqualTo("overtaken");
            assertThatThrownBy(() ->
                            site.writer()
                                    .setImage(
                                            place(order), REPOSITORY + digest('b'), drivers, true))
                    .isInstanceOf(WorkloadWriter.FencedOff.class);
            assertThat(snapshot(order).image()).isEqualTo(REPOSITORY + digest('a'));
        }
    }

    @Test
    void putsBackTheRevisionBeforeAndAsksForAPromotionToOneThatFailed() {
        Service service = deployed('a');
        drive(order(service, 'b'));
        Rollbacks rollbacks = new Rollbacks(site, Pace.REAL, "desk-1", history, registries);

        RollbackPlan plan = rollbacks.preview(service, null);
        Rollbacks.Result result =
                rollbacks.roll(service, plan, "slower", List.of(), RolloutEvents.NONE);

        assertThat(plan.to()).isEqualTo(REPOSITORY + digest('a'));
        assertThat(result.progress().state()).isEqualTo(Progress.State.HEALTHY);
        assertThat(result.recorded()).isPresent();
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void oneDeskAtATimeHoldsTheLease() {
        Service service = deployed('a');
        try (ServiceLease held =
                ServiceLease.acquire(connection, "shop", service.name(), "desk-1", Duration.ZERO)) {
            assertThat(held.lost()).isFalse();
            assertThatThrownBy(() ->
                            ServiceLease.acquire(
                                    connection,
                                    "shop",
                                    service.name(),
                                    "desk-2",
                                    Duration.ofSeconds(2)))
                    .hasMessageContaining("desk-1/admin");
        }
        ServiceLease.acquire(connection, "shop", service.name(), "desk-2", Duration.ZERO).close();
    }

    private static void stuck(Service service, @Nullable String how) {
        String value = how == null ? "null" : "\"" + how + "\"";
        cluster.kubectl("admin")
                .run(
                        "-n",
                        "shop",
                        "patch",
                        "deployment",
                        service.name(),
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"testbed.drawbridge.dev/stuck\":"
                                + value
                                + "}}}}}");
    }

    private static Service deployed(char image) {
        String name = "checkout-" + ++services;
        cluster.kubectl("admin")
                .apply(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: %1$s, namespace: shop}
                        spec:
                          replicas: 2
                          selector: {matchLabels: {app: %1$s}}
                          template:
                            metadata: {labels: {app: %1$s}}
                            spec: {containers: [{name: app, image: "%2$s"}]}
                        """
                                .formatted(name, REPOSITORY + digest(image)));
        cluster.kubectl("admin")
                .run("-n", "shop", "rollout", "status", "deployment/" + name, "--timeout=60s");
        return new Service(
                name,
                "r.example/shop/checkout",
                null,
                null,
                new WorkloadRef("Deployment", name, "app", Map.of()));
    }

    /** A request and its grant, as if they had been asked for and given. */
    private static Driver.Order order(Service service, char image) {
        String name = RecordNames.request(service.name(), digest(image), 1);
        RecordBody.Request request =
                new RecordBody.Request(
                        "production",
                        service.name(),
                        REPOSITORY + digest(image),
                        digest(image),
                        null,
                        "rolling",
                        "test",
                        null,
                        null,
                        null,
                        "hash",
                        "pack",
                        null,
                        List.of(),
                        "--digest",
                        RecordJson.tree(List.of()),
                        new RecordBody.Input("", "", null),
                        connection.now().plus(Duration.ofDays(7)));
        ReleaseRecord<RecordBody.Request> asked =
                site.records().create(name, service.name(), name, request);
        RecordBody.Grant grant =
                new RecordBody.Grant(
                        asked.ref(),
                        List.of(),
                        "hash",
                        null,
                        "",
                        RecordJson.tree(List.of()),
                        new RecordBody.Input("", "", null),
                        connection.now().plus(Duration.ofDays(1)));
        return new Driver.Order(
                service,
                asked,
                site.records().create(RecordNames.grant(name, 1), service.name(), name, grant),
                Set.of(new Digest(digest(image))),
                true);
    }

    private static void intend(Driver.Order order, Fence fence) {
        WorkloadSnapshot now = snapshot(order);
        site.journal()
                .begin(
                        order.grant().name(),
                        order.request().name(),
                        new RecordBody.Step(
                                order.grant().ref(),
                                order.service().name(),
                                "set-image",
                                fence.toString(),
                                now.image(),
                                order.request().body().image(),
                                now.generation(),
                                "desk-1"),
                        records(order));
    }

    private static ReleaseRecord<RecordBody.Outcome> drive(Driver.Order order) {
        try (ServiceLease lease =
                ServiceLease.acquire(
                        connection,
                        "shop",
                        order.service().name(),
                        "desk-1",
                        Duration.ofSeconds(5))) {
            Outcomes outcomes =
                    new Outcomes(
                            site,
                            history,
                            new ConfigCopies(connection),
                            new PublishedMarks(registries));
            return new Driver(site, Pace.REAL, "desk-1", outcomes)
                    .drive(order, lease, RolloutEvents.NONE);
        }
    }

    private static Records records(Driver.Order order) {
        return site.records().ofService(order.service().name());
    }

    private static List<String> results(Driver.Order order) {
        return records(order).of(RecordBody.StepDone.class).stream()
                .map(done -> done.body().result())
                .toList();
    }

    private static WorkloadSnapshot snapshot(Driver.Order order) {
        return site.reader().read(place(order));
    }

    private static WorkloadPlace place(Driver.Order order) {
        return site.place(order.service());
    }
}
