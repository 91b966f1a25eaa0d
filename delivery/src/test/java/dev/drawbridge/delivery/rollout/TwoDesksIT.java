package dev.drawbridge.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RealShop.RealDesk;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.Journal;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workload.WorkloadWriter;
import dev.drawbridge.delivery.workspace.Service;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two desks at one workload of a real API server: one drives, another puts back, one dies. */
class TwoDesksIT {
    private static RealShop shop;
    private static Site site;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() {
        shop = new RealShop(folder);
        site = shop.desk().site();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void aFencedDriversLateWriteNeverLandsWithItsClockAnHourOff(long hours) throws Exception {
        RealDesk driver = shop.desk("driver" + hours, Duration.ofHours(hours));
        RealDesk other = shop.desk("other" + hours, Duration.ofHours(-hours));
        Driver.Order order = hanging();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var driven = driving(threads, driver, order);
            WorkloadSnapshot read = shop.snapshot(order);
            Fence drivers = Fence.of(read.deployment()).orElseThrow();

            var rolled =
                    CompletableFuture.supplyAsync(() -> rollback(other, order.service()), threads);
            readyOnceItIsBack(order);

            assertThat(rolled.get().ending()).isEqualTo(Ending.DONE);
            assertThat(driven.get().body().result()).isEqualTo("overtaken");
            long revision = shop.snapshot(order).revision();
            assertThatThrownBy(() ->
                            driver.site()
                                    .writer()
                                    .setImage(shop.place(order), read.image(), drivers, true))
                    .isInstanceOf(WorkloadWriter.FencedOff.class);
            // what a driver sends that had read before the rollback and was held up since
            assertThatThrownBy(() ->
                            driver.site()
                                    .cluster()
                                    .serverSideApply(
                                            "set the image late",
                                            late(read, drivers),
                                            WorkloadWriter.MANAGER,
                                            true,
                                            false))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.CONFLICT));
            assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('a'));
            assertThat(shop.snapshot(order).revision())
                    .isEqualTo(revision)
                    .as("one back, and one without what kept it from getting ready")
                    .isEqualTo(read.revision() + 2);
        }
        nothingOpen(order);
        assertThat(driver.history().openIntents()).isEmpty();
        assertThat(other.history().openIntents()).isEmpty();
    }

    @Test
    void aRollbackWhoseDeskDiedAfterTheRecordIsPutBackOnceByWhoeverFindsIt() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');
        shop.drive(order);
        long before = shop.snapshot(order).revision();
        ReleaseRecord<RecordBody.Rollback> dead = announced(order, null);

        Map<String, Rollbacks.Result> settled = settle(order);

        assertThat(settled).containsOnlyKeys(dead.name());
        assertThat(settled.get(dead.name()))
                .extracting(Rollbacks.Result::ending)
                .isEqualTo(Ending.DONE);
        assertThat(settle(order)).isEmpty();
        assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('a'));
        assertThat(shop.snapshot(order).revision()).isEqualTo(before + 1);
        assertThat(outcome(order, dead)).isEqualTo("healthy");
        nothingOpen(order);
    }

    @Test
    void aRollbackThatIsDoneAlreadyIsOnlySeenThrough() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');
        shop.drive(order);
        ReleaseRecord<RecordBody.Rollback> dead = announced(order, null);
        Fence fence = Fence.parse(dead.body().fence()).orElseThrow();
        site.journal()
                .beginWhateverHappens(
                        dead.name(),
                        new RecordBody.Step(
                                dead.ref(),
                                order.service().name(),
                                Journal.PUT_BACK,
                                fence.toString(),
                                dead.body().from(),
                                dead.body().to(),
                                1,
                                "desk-1"));
        site.writer().setImage(shop.place(order), dead.body().to(), fence, true);
        Awaitility.await().until(() -> shop.snapshot(order).revision() == 3);

        assertThat(settle(order).get(dead.name()))
                .extracting(Rollbacks.Result::ending)
                .isEqualTo(Ending.DONE);

        assertThat(shop.snapshot(order).revision()).isEqualTo(3);
        assertThat(outcome(order, dead)).isEqualTo("healthy");
        nothingOpen(order);
    }

    @Test
    void aDriverThatFindsARollbackPutsItBackItself() throws Exception {
        RealDesk driver = shop.desk("obeys", Duration.ZERO);
        Driver.Order order = hanging();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var driven = driving(threads, driver, order);
            long before = shop.snapshot(order).revision();

            ReleaseRecord<RecordBody.Rollback> dead =
                    announced(order, site.id(order.request().name()));
            readyOnceItIsBack(order);

            assertThat(driven.get().body().result()).isEqualTo("overtaken");
            assertThat(outcome(order, dead)).isEqualTo("healthy");
            assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('a'));
            assertThat(shop.snapshot(order).revision()).isEqualTo(before + 2);
        }
        nothingOpen(order);
    }

    @Test
    void aDriverObeysARollbackWhileItIsJudgingAgain() throws Exception {
        RealDesk driver = shop.desk("judges", Duration.ZERO);
        Driver.Order plain = shop.order(shop.deployed('a'), 'b');
        CountDownLatch judging = new CountDownLatch(1);
        CompletableFuture<Optional<String>> judged = new CompletableFuture<>();
        Driver.Order order =
                new Driver.Order(
                        plain.service(),
                        plain.request(),
                        plain.grant(),
                        plain.running(),
                        plain.takeField(),
                        () -> {
                            judging.countDown();
                            return judged.join();
                        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                var driven = driving(threads, driver, order);
                judging.await();

                ReleaseRecord<RecordBody.Rollback> dead =
                        announced(order, site.id(order.request().name()));

                assertThat(driven.get(40, TimeUnit.SECONDS).body().result()).isEqualTo("overtaken");
                assertThat(outcome(order, dead)).isEqualTo("healthy");
                assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('a'));
            } finally {
                judged.complete(Optional.empty());
            }
        }
        nothingOpen(order);
    }

    @Test
    void anImageThatLandedAfterTheRollbackWasWrittenIsPutBackToo() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');
        shop.drive(order);
        ReleaseRecord<RecordBody.Rollback> dead =
                announced(order, site.id(order.request().name()), RealShop.image('a'));

        assertThat(settle(order).get(dead.name()))
                .extracting(Rollbacks.Result::ending)
                .isEqualTo(Ending.DONE);

        assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('a'));
        nothingOpen(order);
    }

    @Test
    void aRollbackIsFromWhatStandsUnderItsOwnFence() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');
        shop.drive(order);
        Rollbacks rollbacks =
                new Rollbacks(site, Pace.REAL, "desk-1", shop.desk().history(), shop.registries());
        RollbackPlan plan = rollbacks.preview(order.service(), null);

        rollbacks.roll(
                order.service(),
                plan,
                "errors",
                List.of(),
                new RolloutEvents() {
                    @Override
                    public void step(String what) {
                        if (what.startsWith("fenced")) {
                            shop.setImage(order.service(), RealShop.image('c'));
                        }
                    }

                    @Override
                    public void progress(Progress progress) {}
                });

        assertThat(shop.records(order).of(RecordBody.Rollback.class))
                .singleElement()
                .extracting(rollback -> rollback.body().from())
                .isEqualTo(RealShop.image('c'));
        assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('a'));
    }

    @Test
    void aRollbackEndsWithoutARegistryThatTakesTheQuestionAndNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String old =
                    "127.0.0.1:" + silent.getLocalPort() + "/shop/checkout@" + RealShop.digest('a');
            Service service = shop.deployed('c');
            shop.setImage(service, old);
            Driver.Order order = shop.order(service, 'b');
            shop.drive(order);

            Rollbacks.Result result = rollback(shop.desk(), service);

            assertThat(result.ending()).isEqualTo(Ending.DONE);
            assertThat(shop.snapshot(order).image()).isEqualTo(old);
            assertThat(result.recorded().orElseThrow().body().mark().kept())
                    .isEqualTo(Outcomes.NOT_IN_TIME);
        }
    }

    @Test
    void aRollbackThatWasOvertakenIsLeftAlone() {
        Driver.Order order = shop.order(shop.deployed('a'), 'b');
        shop.drive(order);
        ReleaseRecord<RecordBody.Rollback> dead = announced(order, null);
        shop.drive(shop.order(order.service(), 'c'));

        assertThat(settle(order).get(dead.name()))
                .extracting(result -> result.progress().state())
                .isEqualTo(Progress.State.OVERTAKEN);

        assertThat(shop.snapshot(order).image()).isEqualTo(RealShop.image('c'));
        assertThat(outcome(order, dead)).isEqualTo("overtaken");
    }

    @Test
    void aClusterThatFallsSilentAfterTheImageWasSetAsksSomebodyToLook() throws Exception {
        RealDesk driver = shop.desk("blind", Duration.ZERO);
        Driver.Order order = hanging();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var driven = driving(threads, driver, order);
            shop.cluster().stopServer();
            try {
                assertThatThrownBy(driven::get)
                        .cause()
                        .isInstanceOfSatisfying(
                                Refused.class,
                                e -> assertThat(e.ending()).isEqualTo(Ending.LOOK_NOW))
                        .hasMessageContaining("kubectl -n shop get pods");
            } finally {
                shop.cluster().startServer();
            }
        }
    }

    /** A workload whose next pods never get ready, and what is to be brought in. */
    private static Driver.Order hanging() {
        Service service = shop.deployed('a');
        shop.stuck(service, "never-ready");
        return shop.order(service, 'b');
    }

    /** Drives it in a thread; returns when the image is set. */
    private static CompletableFuture<ReleaseRecord<RecordBody.Outcome>> driving(
            java.util.concurrent.Executor threads, RealDesk driver, Driver.Order order) {
        CompletableFuture<ReleaseRecord<RecordBody.Outcome>> driven =
                CompletableFuture.supplyAsync(
                        () -> shop.drive(driver, order, RolloutEvents.NONE), threads);
        Awaitility.await().until(() -> shop.results(order).contains("done"));
        Awaitility.await()
                .until(() ->
                        shop.snapshot(order)
                                .current()
                                .filter(set ->
                                        set.getSpec()
                                                .getTemplate()
                                                .toString()
                                                .contains(RealShop.digest('b')))
                                .isPresent());
        return driven;
    }

    /** Lets its pods get ready from now on: a revision of its own. */
    private static void readyOnceItIsBack(Driver.Order order) {
        Awaitility.await().until(() -> shop.snapshot(order).image().equals(RealShop.image('a')));
        shop.stuck(order.service(), null);
    }

    private static Rollbacks.Result rollback(RealDesk desk, Service service) {
        Rollbacks rollbacks =
                new Rollbacks(desk.site(), Pace.REAL, desk.id(), desk.history(), shop.registries());
        return rollbacks.roll(
                service, rollbacks.preview(service, null), "errors", List.of(), RolloutEvents.NONE);
    }

    /** What a desk leaves that dies right after it wrote a rollback's record. */
    private static ReleaseRecord<RecordBody.Rollback> announced(
            Driver.Order order, @Nullable String ends) {
        return announced(order, ends, RealShop.image('b'));
    }

    private static ReleaseRecord<RecordBody.Rollback> announced(
            Driver.Order order, @Nullable String ends, String from) {
        String service = order.service().name();
        Fence fence = site.writer().takeFence(shop.place(order), "rollback-" + service);
        return site.records()
                .create(
                        RecordNames.rollback(service, fence.number()),
                        service,
                        "",
                        new RecordBody.Rollback(
                                "production",
                                service,
                                from,
                                RealShop.image('a'),
                                1,
                                ends,
                                "errors",
                                fence.toString()));
    }

    private static Map<String, Rollbacks.Result> settle(Driver.Order order) {
        return new Rollbacks(site, Pace.REAL, "finder", shop.desk().history(), shop.registries())
                .settle(order.service(), shop.records(order), RolloutEvents.NONE);
    }

    private static String outcome(Driver.Order order, ReleaseRecord<RecordBody.Rollback> rollback) {
        return shop.records(order)
                .named(RecordNames.outcome(rollback.name()), RecordBody.Outcome.class)
                .orElseThrow()
                .body()
                .result();
    }

    private static void nothingOpen(Driver.Order order) {
        Records records = shop.records(order);
        assertThat(Journal.open(records)).isEmpty();
        assertThat(PutBack.open(records)).isEmpty();
        assertThat(shop.desk().history().openIntents()).isEmpty();
    }

    private static ObjectNode late(WorkloadSnapshot read, Fence fence) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("apiVersion", "apps/v1").put("kind", "Deployment");
        ObjectNode metadata = manifest.putObject("metadata");
        metadata.put("name", read.deployment().getMetadata().getName())
                .put("namespace", "shop")
                .put("resourceVersion", read.deployment().getMetadata().getResourceVersion());
        metadata.putObject("annotations").put(Fence.ANNOTATION, fence.toString());
        manifest.putObject("spec")
                .putObject("template")
                .putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "app")
                .put("image", RealShop.image('b'));
        return manifest;
    }
}
