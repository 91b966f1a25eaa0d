package dev.drawbridge.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.Journal;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadWriter;
import dev.drawbridge.delivery.workspace.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drives and puts back on a real API server with its controllers; the grants are written by hand.
 */
class RolloutIT {
    private static RealShop shop;
    private static ClusterConnection connection;
    private static History history;
    private static Site site;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() {
        shop = new RealShop(folder);
        site = shop.desk().site();
        connection = site.cluster();
        history = shop.desk().history();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void bringsInADigestOnceAndSaysSoFromItsPods() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');

        ReleaseRecord<RecordBody.Outcome> outcome = shop.drive(order);

        assertThat(outcome.body().result()).isEqualTo("healthy");
        assertThat(outcome.body().podsReady()).isEqualTo(2);
        assertThat(outcome.body().image()).isEqualTo(RealShop.image('b'));
        long revision = shop.snapshot(order).revision();
        assertThat(shop.drive(order).uid()).isEqualTo(outcome.uid());
        assertThat(shop.snapshot(order).revision()).isEqualTo(revision);
        assertThat(Journal.open(shop.records(order))).isEmpty();
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void aStepThatNeverReachedTheClusterIsFoundNotDoneAndDoneOnce() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');
        long before = shop.snapshot(order).revision();
        shop.intend(
                order, site.writer().takeFence(shop.place(order), site.id(order.request().name())));

        assertThat(shop.drive(order).body().result()).isEqualTo("healthy");

        assertThat(shop.results(order)).containsExactly("not-done", "done");
        assertThat(shop.snapshot(order).revision()).isEqualTo(before + 1);
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void aStepThatTheServerTookBeforeTheDeskDiedIsFoundDone() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');
        long before = shop.snapshot(order).revision();
        Fence fence = site.writer().takeFence(shop.place(order), site.id(order.request().name()));
        shop.intend(order, fence);
        site.writer().setImage(shop.place(order), order.request().body().image(), fence, true);

        assertThat(shop.drive(order).body().result()).isEqualTo("healthy");

        assertThat(shop.results(order)).containsExactly("done");
        assertThat(shop.snapshot(order).revision()).isEqualTo(before + 1);
        assertThat(Journal.open(shop.records(order))).isEmpty();
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void failsWhenThePodsRunAnotherDigestThanWasAssessed() {
        Service service = shop.deployed('a');
        shop.cluster()
                .kubectl("admin")
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
                                + RealShop.digest('e')
                                + "\"}}}}}");

        ReleaseRecord<RecordBody.Outcome> outcome = shop.drive(shop.order(service, 'b'));

        assertThat(outcome.body().result()).isEqualTo("failed");
        assertThat(outcome.body().why()).contains(RealShop.digest('e'));
    }

    @Test
    void anotherDeskPutsBackARolloutUnderWayAndTheDriversLateWriteNeverLands() throws Exception {
        Service service = shop.deployed('a');
        shop.stuck(service, "never-ready");
        Driver.Order order = shop.order(service, 'b');
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<ReleaseRecord<RecordBody.Outcome>> driven =
                    CompletableFuture.supplyAsync(() -> shop.drive(order), threads);
            Awaitility.await().until(() -> shop.results(order).contains("done"));
            Fence drivers = Fence.of(shop.snapshot(order).deployment()).orElseThrow();
            shop.stuck(service, null);

            Rollbacks other = new Rollbacks(site, Pace.REAL, "desk-2", history, shop.registries());
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
                                            shop.place(order), RealShop.image('b'), drivers, true))
                    .isInstanceOf(WorkloadWriter.FencedOff.class);
            assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('a'));
        }
    }

    @Test
    void putsBackTheRevisionBeforeAndAsksForAPromotionToOneThatFailed() {
        Service service = shop.deployed('a');
        shop.drive(shop.order(service, 'b'));
        Rollbacks rollbacks = new Rollbacks(site, Pace.REAL, "desk-1", history, shop.registries());

        RollbackPlan plan = rollbacks.preview(service, null);
        Rollbacks.Result result =
                rollbacks.roll(service, plan, "slower", List.of(), RolloutEvents.NONE);

        assertThat(plan.to()).isEqualTo(RealShop.image('a'));
        assertThat(result.progress().state()).isEqualTo(Progress.State.HEALTHY);
        assertThat(result.recorded()).isPresent();
        assertThat(history.openIntents()).isEmpty();
    }

    @Test
    void oneDeskAtATimeHoldsTheLease() {
        Service service = shop.deployed('a');
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
}
