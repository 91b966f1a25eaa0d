package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.analytics.history.Mark;
import dev.drawbridge.connector.oci.Descriptor;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.RecordsMark;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.GateInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What desks share beside the image in the registry: marks, and inputs too large for a record. */
class BesideTheImageTest {
    private static PracticeShop shop;
    private static Registries registries;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("ended", "lost", "legacy", "back"));
        registries = new Registries(List.of(), DockerCredentials.NONE);
    }

    @AfterAll
    static void stop() throws Exception {
        registries.close();
        shop.close();
    }

    @Test
    void anOutcomePublishesWhereTheRecordsStood() {
        Workflow sam = shop.desk("sam");
        String id = shop.ask(shop.desk("rita"), "ended").id();
        shop.desk("omar").approvals().approve(id);

        ReleaseRecord<RecordBody.Outcome> outcome =
                sam.actions().promote(id, true, RolloutEvents.NONE);

        RecordBody.Mark mark = outcome.body().mark();
        ImageReference image = ImageReference.parse(outcome.body().image());
        assertThat(mark.kept()).startsWith(image.name() + "@sha256:");
        Site site = sam.desk().site("production");
        assertThat(marks(site, outcome.body().image()))
                .singleElement()
                .satisfies(published -> {
                    assertThat(published.namespaceUid()).isEqualTo(mark.namespaceUid());
                    assertThat(published.records()).isEqualTo(mark.records());
                    assertThat(published.lastFence()).isEqualTo(mark.fence());
                });
        assertThat(
                        new PublishedMarks(registries)
                                .of(outcome.body().image(), site.cluster().uid(), "elsewhere"))
                .isEmpty();
    }

    @Test
    void aDeskThatNeverWasHereNoticesThatRecordsAreMissing() {
        String id = shop.ask(shop.desk("rita"), "lost").id();
        Workflow omar = shop.desk("omar");
        Site site = omar.desk().site("production");
        String running = site.reader().read(site.place(omar.desk().service("lost"))).image();
        String uid =
                site.cluster()
                        .read(
                                "read a namespace",
                                k -> k.namespaces().withName(site.records().namespace()).get())
                        .getMetadata()
                        .getUid();
        new PublishedMarks(registries)
                .publish(
                        running,
                        site.cluster()::uid,
                        site.records().namespace(),
                        new Mark(uid, 10_000, 3, site.cluster().now()));

        assertThatThrownBy(() -> omar.approvals().approve(id))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.CANT_TELL))
                .hasMessageContaining("held 10000");
        assertThat(omar.promotions().find(id).promotion().grants()).isEmpty();

        shop.restored("they were put back from a copy");
        assertThat(shop.desk("olga").approvals().approve(id).grant()).isPresent();
    }

    @Test
    void aMarkFromTheFutureIsNone() {
        Workflow omar = shop.desk("omar");
        Site site = omar.desk().site("production");
        RecordsMark mark =
                new RecordsMark(
                        "production",
                        site.cluster(),
                        site.records().namespace(),
                        omar.desk().history());
        Records records = site.records().all();

        assertThat(mark.wentBack(records, List.of(ahead(site, 60)))).isPresent();
        assertThat(mark.wentBack(records, List.of(ahead(site, 600)))).isEmpty();
    }

    private static Mark ahead(Site site, int seconds) {
        return new Mark("another", 10_000, 1, site.cluster().now().plusSeconds(seconds));
    }

    @Test
    void aRollbackDoesNotForgetThatRecordsWentBack() {
        Workflow sam = shop.desk("sam");
        Site site = sam.desk().site("production");
        Mark known = new Mark("a namespace that is gone", 10_000, 1, site.cluster().now());
        sam.desk().history().keepMark("production", known);
        Service service = sam.desk().service("back");
        Rollbacks rollbacks = sam.rollbacks(site);

        rollbacks.roll(
                service, rollbacks.preview(service, null), "errors", List.of(), RolloutEvents.NONE);

        assertThat(sam.desk().history().mark("production"))
                .hasValueSatisfying(
                        mark -> assertThat(mark.namespaceUid()).isEqualTo(known.namespaceUid()));
    }

    /** Nothing more than a manifest without labels is needed; an artifact of ours is one. */
    @Test
    void onlyWhatRanWhenItWasSetUpNeedNotNameItsCommit() {
        Workflow rita = shop.desk("rita");
        Site site = shop.desk("sam").desk().site("production");
        String image = rita.desk().service("legacy").image();
        Digest labelled = Digest.parse(shop.world().digest("legacy", "1.0.0"));
        Descriptor unlabelled =
                registries
                        .repository(ImageReference.parse(image))
                        .attach(labelled, "a/b", new byte[0], "a/b", Map.of());
        site.cluster()
                .ask(
                        "set an image",
                        k ->
                                k.apps()
                                        .deployments()
                                        .inNamespace("shop")
                                        .withName("legacy")
                                        .edit(d -> {
                                            d.getSpec()
                                                    .getTemplate()
                                                    .getSpec()
                                                    .getContainers()
                                                    .getFirst()
                                                    .setImage(image + "@" + unlabelled.digest());
                                            return d;
                                        }));

        GateInput.Change past = gate(rita).input().change();
        assertThat(past.firstPromotion()).isFalse();
        assertThat(past.state()).isEqualTo(GateInput.State.MISSING);
        assertThat(past.why()).contains("org.opencontainers.image.revision");

        ReleaseList list = shop.desk("pat").desk().site("production").list();
        list.put(
                site.listKey(rita.desk().service("legacy"), unlabelled.digest().value()),
                new ReleaseList.Entry(ReleaseList.State.SERVED, ReleaseList.SETUP, "pat"));
        PracticeShop.outcome(site, "legacy", image + "@" + unlabelled.digest(), "rolled-back");
        GateInput.Change first = gate(rita).input().change();
        assertThat(first.firstPromotion()).as(first.why()).isTrue();
        assertThat(first.commits()).hasSize(1);
    }

    private static Judged gate(Workflow by) {
        return by.requests()
                .gate("production", "legacy", Digest.parse(shop.world().digest("legacy", "1.1.0")));
    }

    @Test
    void aMarkThatCantBePublishedSaysWhy() {
        PublishedMarks marks = new PublishedMarks(registries);
        Site site = shop.desk("sam").desk().site("production");
        Mark mark = new Mark("uid", 1, 1, site.cluster().now());

        assertThat(marks.publish("127.0.0.1:1/shop/a@" + digest('a'), () -> "c", "n", mark))
                .startsWith("in histories only: ");
        assertThat(marks.publish("127.0.0.1:1/shop/a:1", () -> "c", "n", mark))
                .isEqualTo("in histories only: what runs is named by a tag");
    }

    @Test
    void anInputStaysInItsRecordWhileItFits() {
        RecordedInputs inputs = new RecordedInputs(registries);

        RecordBody.Input kept = inputs.keep(image(), "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(kept.at()).isNull();
        assertThatCode(() -> inputs.requireThere("grant g", kept)).doesNotThrowAnyException();
        cantTell(
                "is another than its SHA-256",
                () ->
                        inputs.requireThere(
                                "grant g", new RecordBody.Input(digest('b'), kept.gzip(), null)));
        cantTell(
                "can't be had",
                () ->
                        inputs.requireThere(
                                "grant g", new RecordBody.Input(kept.sha256(), "?", null)));
    }

    @Test
    void whatSomebodyElsePutIntoARecordIsCheckedBeforeItIsRead() throws IOException {
        RecordedInputs inputs = new RecordedInputs(registries);
        RecordBody.Input kept = inputs.keep(image(), "{}".getBytes(StandardCharsets.UTF_8));
        RecordBody.Input bomb = inputs.keep(image(), new byte[64 * 1024 * 1024 + 1]);

        assertThat(RecordedInputs.inRecord(kept)).asString().isEqualTo("{}");
        notHad("the record holds none", new RecordBody.Input(kept.sha256(), null, null));
        notHad("beside the image, at x/y", new RecordBody.Input(kept.sha256(), null, "x/y"));
        notHad("isn't base64", new RecordBody.Input(kept.sha256(), "?", null));
        notHad("isn't gzip", new RecordBody.Input(kept.sha256(), "e30=", null));
        notHad("larger than 64 MiB", bomb);
        notHad("another than its SHA-256", new RecordBody.Input(digest('b'), kept.gzip(), null));
    }

    private static void notHad(String why, RecordBody.Input input) {
        assertThatThrownBy(() -> RecordedInputs.inRecord(input))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aLargerOneLiesBesideTheImage() {
        RecordedInputs inputs = new RecordedInputs(registries);
        byte[] large = new byte[2 * RecordedInputs.MOST];
        new Random(1).nextBytes(large);

        RecordBody.Input kept = inputs.keep(image(), large);

        assertThat(kept.gzip()).isNull();
        assertThat(kept.at()).startsWith(image().name() + "@sha256:");
        assertThatCode(() -> inputs.requireThere("grant g", kept)).doesNotThrowAnyException();
        cantTell(
                "can't be had",
                () ->
                        inputs.requireThere(
                                "grant g",
                                new RecordBody.Input(
                                        kept.sha256(), null, image().name() + "@" + digest('c'))));
        ImageReference nowhere = ImageReference.parse("127.0.0.1:1/shop/a@" + digest('a'));
        cantTell("can't be kept beside the image", () -> inputs.keep(nowhere, large));
    }

    private static void cantTell(String why, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.CANT_TELL))
                .hasMessageContaining(why);
    }

    private static List<Mark> marks(Site site, String image) {
        return new PublishedMarks(registries)
                .of(image, site.cluster().uid(), site.records().namespace());
    }

    private static ImageReference image() {
        Workflow rita = shop.desk("rita");
        return ImageReference.parse(
                rita.desk().service("ended").image()
                        + "@"
                        + Digest.parse(shop.world().digest("ended", "1.1.0")));
    }

    private static String digest(char fill) {
        return "sha256:" + String.valueOf(fill).repeat(64);
    }
}
