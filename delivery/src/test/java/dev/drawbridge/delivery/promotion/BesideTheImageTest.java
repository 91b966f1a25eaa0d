package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.analytics.history.Mark;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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
        shop = PracticeShop.start(folder, List.of("ended", "lost"));
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
                        site.cluster().uid(),
                        site.records().namespace(),
                        new Mark(uid, 10_000, 3, site.cluster().now()));

        assertThatThrownBy(() -> omar.approvals().approve(id))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.CANT_TELL))
                .hasMessageContaining("held 10000");
        assertThat(omar.promotions().find(id).promotion().grants()).isEmpty();
    }

    @Test
    void aMarkThatCantBePublishedSaysWhy() {
        PublishedMarks marks = new PublishedMarks(registries);
        Site site = shop.desk("sam").desk().site("production");
        Mark mark = new Mark("uid", 1, 1, site.cluster().now());

        assertThat(marks.publish("127.0.0.1:1/shop/a@" + digest('a'), "c", "n", mark))
                .startsWith("in histories only: ");
        assertThat(marks.publish("127.0.0.1:1/shop/a:1", "c", "n", mark))
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
