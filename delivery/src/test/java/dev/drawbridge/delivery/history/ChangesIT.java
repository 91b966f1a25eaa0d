package dev.drawbridge.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RealShop;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workspace.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real controller's revisions tell of changes that nobody recorded. */
class ChangesIT {
    private static RealShop shop;
    private static Site site;
    private static Service untouched;
    private static Service set;
    private static Service undone;
    private static Service own;
    private static ReleaseRecord<?> setup;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() {
        shop = new RealShop(folder);
        site = shop.desk().site();
        untouched = shop.deployed('a');
        shop.setImage(untouched, RealShop.image('f'));
        set = shop.deployed('a');
        undone = shop.deployed('a');
        own = shop.deployed('a');
        // the API server's times have whole seconds: what is before the setup and what after it
        // must not share one
        Pace.REAL.await(Duration.ofSeconds(2));
        setup =
                site.records()
                        .create(
                                "upkeep-1",
                                "",
                                "",
                                new RecordBody.Other(
                                        RecordKind.UPKEEP,
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("upkeep", "setup")));
        Pace.REAL.await(Duration.ofSeconds(2));
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void whatStoodWhenItWasSetUpNeedsNoRecord() {
        Changes.Report report = report(untouched);

        assertThat(report.unrecorded()).isEmpty();
        assertThat(report.revisions()).isZero();
        assertThat(report.since()).isEqualTo(setup.created());
        assertThat(report.sinceWhy()).contains("set up");
        assertThat(drift(untouched)).isEmpty();
    }

    @Test
    void anImageThatAStepOnceSetIsNoRecordOfSettingItAgain() {
        shop.drive(shop.order(set, 'b'));
        shop.drive(shop.order(set, 'c'));
        assertThat(report(set).unrecorded()).isEmpty();
        assertThat(drift(set)).isEmpty();

        shop.setImage(set, RealShop.image('b'));

        Changes.Report report = report(set);
        assertThat(report.revisions()).isEqualTo(3);
        assertThat(report.unrecorded())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.revision()).isEqualTo(4);
                    assertThat(change.manager()).startsWith("kubectl");
                    assertThat(change.diff())
                            .isEqualTo(
                                    "image " + RealShop.image('c') + " → " + RealShop.image('b'));
                });
        assertThat(drift(set)).contains(RealShop.image('c'));
    }

    @Test
    void anUndoThatTakesAnEarlierReplicaSetUpAgainIsFound() {
        shop.drive(shop.order(undone, 'b'));

        shop.cluster()
                .kubectl("admin")
                .run("-n", "shop", "rollout", "undo", "deployment/" + undone.name());
        shop.rolledOut(undone);

        assertThat(report(undone).unrecorded())
                .extracting(Changes.Change::revision)
                .containsExactly(3L);
        assertThat(drift(undone)).contains(RealShop.image('b'));

        shop.drive(shop.order(undone, 'd'));
        assertThat(report(undone).unrecorded())
                .extracting(Changes.Change::revision)
                .containsExactly(3L);
        assertThat(drift(undone)).isEmpty();
    }

    @Test
    void whatAPromotionAndARollbackDidIsOnRecord() {
        shop.drive(shop.order(own, 'b'));
        Rollbacks rollbacks =
                new Rollbacks(
                        site,
                        Pace.REAL,
                        shop.desk().id(),
                        shop.desk().history(),
                        shop.registries());
        rollbacks.roll(own, rollbacks.preview(own, null), "slower", List.of(), RolloutEvents.NONE);

        Changes.Report report = report(own);
        assertThat(report.revisions()).isEqualTo(2);
        assertThat(report.unrecorded()).isEmpty();
        assertThat(drift(own)).isEmpty();
    }

    private static Changes.Report report(Service service) {
        return new Changes(site).report(List.of(service), Instant.EPOCH);
    }

    private static String drift(Service service) {
        return new Changes(site).drift(service, site.reader().read(site.place(service))).orElse("");
    }
}
