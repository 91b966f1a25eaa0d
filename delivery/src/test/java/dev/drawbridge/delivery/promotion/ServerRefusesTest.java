package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the cluster itself refuses once it is set up, whatever a desk sends. The practice world's
 * API server runs the same policies as a real one.
 */
class ServerRefusesTest {
    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("checkout"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void anApprovalInAnotherPersonsName() {
        ConfigMap forged = approval("olga", "forged");
        forged.getData().put("who", "omar");

        refused("olga", forged, "who must be olga");
    }

    @Test
    void anApprovalByARoleThatLacksItsKind() {
        refused("rita", approval("rita", "beyond"), "may not make a record of kind approval");
    }

    @Test
    void anApprovalWithoutAKind() {
        ConfigMap bare = approval("olga", "bare");
        bare.getMetadata().getLabels().remove(RecordStore.KIND);

        refused("olga", bare, "names no kind of record");
    }

    @Test
    void aLowerFence() {
        Site site = shop.desk("sam").desk().site("production");
        Service service = shop.desk("sam").desk().service("checkout");
        site.writer().takeFence(site.place(service), "rollback-earlier");
        Fence newer = site.writer().takeFence(site.place(service), "rollback-checkout");

        assertThatThrownBy(() -> fence(site, new Fence(newer.number() - 1, "production/late")))
                .hasMessageContaining("has fenced this one off");
        assertThatThrownBy(() -> fence(site, new Fence(newer.number(), "production/late")))
                .hasMessageContaining("has fenced this one off");
    }

    @Test
    void aFenceThatLeavesNoNumberForTheNext() {
        Site site = shop.desk("sam").desk().site("production");
        Service service = shop.desk("sam").desk().service("checkout");
        Fence standing = site.writer().takeFence(site.place(service), "rollback-mine");

        assertThatThrownBy(() -> fence(site, new Fence(999_999_999_999_999L, "production/mine")))
                .isInstanceOfSatisfying(ConnectorException.class, ServerRefusesTest::denied)
                .hasMessageContaining("by small steps");
        assertThat(site.writer().takeFence(site.place(service), "rollback-theirs").number())
                .isEqualTo(standing.number() + 1);
    }

    @Test
    void aLeaseInAnotherPersonsName() {
        Site site = shop.desk("sam").desk().site("production");

        assertThatThrownBy(() ->
                        site.cluster()
                                .ask(
                                        "take a Lease",
                                        k ->
                                                k.resource(
                                                                new LeaseBuilder()
                                                                        .withNewMetadata()
                                                                        .withName(
                                                                                "drawbridge-forged")
                                                                        .withNamespace(
                                                                                site.records()
                                                                                        .namespace())
                                                                        .endMetadata()
                                                                        .withNewSpec()
                                                                        .withHolderIdentity(
                                                                                "desk-1/omar")
                                                                        .endSpec()
                                                                        .build())
                                                        .create()))
                .isInstanceOfSatisfying(ConnectorException.class, ServerRefusesTest::denied)
                .hasMessageContaining("in one's own name");
    }

    @Test
    void aReleaseListMadeByAnyoneButThePlatformRole() {
        Site site = shop.desk("sam").desk().site("production");
        ConfigMap list = new ConfigMap();
        list.setMetadata(
                new ObjectMetaBuilder()
                        .withName(ReleaseList.NAME)
                        .withNamespace(site.records().namespace())
                        .build());

        refused("sam", list, "only the platform role makes the release list");
    }

    @Test
    void anEntryOfTheReleaseListInAnotherPersonsName() {
        Site site = shop.desk("sam").desk().site("production");
        String digest = "sha256:" + "e".repeat(64);

        assertThatThrownBy(() ->
                        site.list()
                                .put(
                                        site.listKey(
                                                shop.desk("sam").desk().service("checkout"),
                                                digest),
                                        new ReleaseList.Entry(
                                                ReleaseList.State.GRANTED, "grant-x-1", "omar")))
                .hasMessageContaining("in their own name");
    }

    private static ConfigMap approval(String who, String name) {
        RecordStore store = shop.desk(who).desk().site("production").records();
        return store.manifest(
                "approval-" + name,
                "checkout",
                "checkout-1",
                new RecordBody.Approval(new RecordRef("checkout-1", "uid", "sha"), "hash"));
    }

    private static void refused(String who, ConfigMap map, String why) {
        Site site = shop.desk(who).desk().site("production");
        assertThatThrownBy(
                        () -> site.cluster().ask("write a record", k -> k.resource(map).create()))
                .isInstanceOfSatisfying(ConnectorException.class, ServerRefusesTest::denied)
                .hasMessageContaining(why);
    }

    private static void denied(ConnectorException e) {
        assertThat(e.kind()).isEqualTo(ConnectorException.Kind.DENIED);
    }

    private static void fence(Site site, Fence fence) {
        site.cluster()
                .ask(
                        "fence a deployment",
                        k ->
                                k.apps()
                                        .deployments()
                                        .inNamespace("shop")
                                        .withName("checkout")
                                        .edit(d -> {
                                            d.getMetadata()
                                                    .getAnnotations()
                                                    .put(Fence.ANNOTATION, fence.toString());
                                            return d;
                                        }));
    }
}
