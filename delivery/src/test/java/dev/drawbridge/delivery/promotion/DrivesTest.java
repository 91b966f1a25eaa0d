package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.rollout.ServiceLease;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds of {@code rollout drive} in the practice world, where staging takes what was fine in dev.
 */
class DrivesTest {
    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("field", "lost", "next", "back"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void anImageThatIsAnothersIsSaidOnceAndTriedAgainWhenSomethingChanged() {
        Workflow sam = shop.desk("sam");
        candidate(sam, "field", "kubectl-set");

        assertThat(of("field", sam.drives().round(RolloutEvents.NONE)))
                .singleElement()
                .satisfies(taken -> {
                    assertThat(taken.ending()).isEqualTo(Ending.BAD_INPUT);
                    assertThat(taken.why()).contains("--take-field");
                });
        assertThat(of("field", sam.drives().round(RolloutEvents.NONE))).isEmpty();

        edit(sam, "field", d -> d.getMetadata().getAnnotations().put("note", "looked at"));
        assertThat(of("field", sam.drives().round(RolloutEvents.NONE))).hasSize(1);
    }

    @Test
    void aLostLeaseEndsOneServicesTurnAndNoOther() throws Exception {
        Workflow sam = shop.desk("sam");
        Site site = site(sam);
        candidate(sam, "lost", "drawbridge");
        candidate(sam, "next", "drawbridge");
        edit(sam, "lost", d -> d.getSpec().setPaused(true));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var round =
                    CompletableFuture.supplyAsync(
                            () -> sam.drives().round(RolloutEvents.NONE), threads);
            Awaitility.await()
                    .until(() ->
                            !site.records()
                                    .ofService("lost")
                                    .of(RecordBody.StepDone.class)
                                    .isEmpty());
            held(site, "lost", "other/sam");

            List<Drives.Taken> taken = round.get();

            assertThat(of("lost", taken))
                    .singleElement()
                    .satisfies(t -> {
                        assertThat(t.ending()).isEqualTo(Ending.CANT_TELL);
                        assertThat(t.why()).contains("no longer holds the Lease");
                    });
            assertThat(of("next", taken))
                    .extracting(Drives.Taken::ending)
                    .containsExactly(Ending.DONE);
        } finally {
            held(site, "lost", "");
            edit(sam, "lost", d -> d.getSpec().setPaused(false));
        }
    }

    @Test
    void aRollbackWhoseDeskDiedIsTakenUpOnce() {
        Workflow sam = shop.desk("sam");
        Site site = site(sam);
        Service service = sam.desk().service("back");
        String from = snapshot(sam, "back").image();
        String to = service.image() + "@" + shop.world().digest("back", "1.0.0");
        Fence fence = site.writer().takeFence(site.place(service), "rollback-back");
        ReleaseRecord<RecordBody.Rollback> dead =
                site.records()
                        .create(
                                RecordNames.rollback("back", fence.number()),
                                "back",
                                "",
                                new RecordBody.Rollback(
                                        "staging",
                                        "back",
                                        from,
                                        to,
                                        1,
                                        null,
                                        "slow",
                                        fence.toString()));

        assertThat(of("back", sam.drives().round(RolloutEvents.NONE)))
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.id()).isEqualTo(site.id(dead.name()));
                    assertThat(t.ending()).isEqualTo(Ending.DONE);
                });
        assertThat(snapshot(sam, "back").image()).isEqualTo(to);
        assertThat(of("back", sam.drives().round(RolloutEvents.NONE))).isEmpty();
    }

    /** Version 1.0.0 was fine in dev, and that manager set what staging runs. */
    private static void candidate(Workflow by, String service, String manager) {
        String image = by.desk().service(service).image();
        PracticeShop.outcome(
                by.desk().site("dev"),
                service,
                image + "@" + shop.world().digest(service, "1.0.0"),
                "healthy");
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("apiVersion", "apps/v1").put("kind", "Deployment");
        manifest.putObject("metadata").put("name", service).put("namespace", "shop");
        manifest.putObject("spec")
                .putObject("template")
                .putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", snapshot(by, service).container())
                .put("image", snapshot(by, service).image());
        site(by).cluster().serverSideApply("own the image", manifest, manager, true, false);
    }

    private static void held(Site site, String service, String holder) {
        site.cluster()
                .ask(
                        "set the Lease's holder",
                        k ->
                                k.leases()
                                        .inNamespace(site.records().namespace())
                                        .withName(ServiceLease.nameOf(service))
                                        .edit(lease -> {
                                            lease.getSpec().setHolderIdentity(holder);
                                            return lease;
                                        }));
    }

    private static void edit(Workflow by, String service, Consumer<Deployment> change) {
        site(by).cluster()
                .ask(
                        "edit deployment " + service,
                        k ->
                                k.apps()
                                        .deployments()
                                        .inNamespace("shop")
                                        .withName(service)
                                        .edit(d -> {
                                            change.accept(d);
                                            return d;
                                        }));
    }

    private static List<Drives.Taken> of(String service, List<Drives.Taken> taken) {
        return taken.stream().filter(t -> t.id().contains(service)).toList();
    }

    private static Site site(Workflow by) {
        return by.desk().site("staging");
    }

    private static WorkloadSnapshot snapshot(Workflow by, String service) {
        return site(by).reader().read(site(by).place(by.desk().service(service)));
    }
}
