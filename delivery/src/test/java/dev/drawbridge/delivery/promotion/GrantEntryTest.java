package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A grant is worth what its entry in the release list says, and a name no more than who wrote under
 * it.
 */
class GrantEntryTest {
    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("entry", "void", "taken", "squatted"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void aGrantWithoutItsEntryIsCompletedByItsMakerOrFollowedByTheNext() {
        String id = shop.granted("entry");
        Workflow sam = shop.desk("sam");
        Promotions.Found found = sam.promotions().find(id);
        ReleaseRecord<RecordBody.Grant> second = grantWithoutEntry(shop.desk("olga"), id);
        assertThat(Grants.isWhole(found, second)).isFalse();

        PracticeShop.refused(Ending.WAITS, "you (olga) granted", () -> shop.promote("olga", id));
        assertThat(entry(found)).isEqualTo("granted|" + second.name() + "|olga");

        ReleaseRecord<RecordBody.Grant> third = grantWithoutEntry(shop.desk("olga"), id);
        PracticeShop.refused(Ending.WAITS, "you (sam) granted", () -> shop.promote("sam", id));
        assertThat(sam.promotions().find(id).promotion().grants()).hasSize(4);
        assertThat(entry(found))
                .isEqualTo("granted|" + third.name().replaceFirst("3$", "4") + "|sam");

        assertThat(shop.promote("omar", id).body().result()).isEqualTo("healthy");
        assertThat(entry(found)).startsWith("served|");
    }

    @Test
    void theEntryOfAGrantThatEndedUnusedBecomesVoid() {
        String id = shop.granted("void");
        Promotions.Found found = shop.desk("sam").promotions().find(id);
        assertThat(entry(found)).startsWith("granted|");

        assertThat(shop.desk("olga").approvals().refuse(id, "not today").word())
                .isEqualTo("refused");

        assertThat(entry(found)).startsWith("void|");
        PracticeShop.refused(
                Ending.DENIED, "refused by olga: not today", () -> shop.promote("sam", id));
    }

    @Test
    void whoAskedWithdrawsAndTheNextGrantMakesTheEntryItsOwn() {
        String id = shop.granted("taken");
        Promotions.Found found = shop.desk("sam").promotions().find(id);
        String before = entry(found);

        Approvals.No no = shop.desk("rita").approvals().refuse(id, "a typo");

        assertThat(no.word()).isEqualTo("withdrawn");
        assertThat(no.record().body()).isInstanceOf(RecordBody.End.class);
        Promotion ended = shop.desk("sam").promotions().find(id).promotion();
        assertThat(ended.phase()).isEqualTo(Promotion.Phase.ENDED);
        PracticeShop.refused(
                Ending.DENIED, "withdrawn by its requester: a typo", () -> shop.promote("sam", id));
        assertThat(entry(found)).as("she has no right to it").isEqualTo(before);

        String again = shop.granted("taken");
        assertThat(entry(found)).isNotEqualTo(before).startsWith("granted|grant-");
        assertThat(shop.desk("sam").approvals().refuse(again, "after hours").word())
                .isEqualTo("ended");
        assertThat(shop.desk("rita").promotions().find(again).promotion().phase())
                .isEqualTo(Promotion.Phase.ENDED);
        assertThat(entry(found)).startsWith("void|");
    }

    @Test
    void anothersRecordUnderTheForeseenNameIsNotTakenForOnesOwn() {
        Workflow rita = shop.desk("rita");
        String id = shop.ask(rita, "squatted").id();
        Promotions.Found found = rita.promotions().find(id);
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        shop.desk("sam")
                .desk()
                .site("production")
                .records()
                .create(
                        RecordNames.end(request.name()),
                        "squatted",
                        request.name(),
                        new RecordBody.End(
                                new RecordRef("another", "uid", "sha"), "nothing of hers"));

        Approvals.No no = rita.approvals().refuse(id, "a typo");

        assertThat(no.record().who()).isEqualTo("rita");
        assertThat(rita.promotions().find(id).promotion().phase()).isEqualTo(Promotion.Phase.ENDED);
        assertThat(
                        found.site()
                                .records()
                                .createOrFindOwn(
                                        RecordNames.end(request.name()),
                                        "squatted",
                                        request.name(),
                                        new RecordBody.End(request.ref(), "again"),
                                        RecordBody.End.class,
                                        end -> request.isNamedBy(end.ends()))
                                .uid())
                .as("her own is found, and none is made beside it")
                .isEqualTo(no.record().uid());
    }

    /** As a desk leaves it that was killed between the record and the entry. */
    private static ReleaseRecord<RecordBody.Grant> grantWithoutEntry(Workflow by, String id) {
        Promotions.Found found = by.promotions().find(id);
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        List<ReleaseRecord<RecordBody.Grant>> grants = found.promotion().grants();
        return found.site()
                .records()
                .create(
                        RecordNames.grant(request.name(), grants.size() + 1),
                        found.service().name(),
                        request.name(),
                        grants.getFirst().body());
    }

    private static String entry(Promotions.Found found) {
        Site site = found.site();
        Service service = found.service();
        return site.list()
                .find(site.listKey(service, found.promotion().request().body().digest()))
                .map(ReleaseList.Entry::toString)
                .orElse("none");
    }
}
