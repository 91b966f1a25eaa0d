package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.analytics.history.Mark;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Freezes;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.RecordsMark;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may say yes, to what, and how often, with each person at a desk of their own. */
class TwoPeopleTest {
    private static final String SECRET = "swordfish-9c1f";

    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop =
                PracticeShop.start(
                        folder,
                        List.of(
                                "own", "grants", "changed", "marked", "clocks", "read", "fenced",
                                "back", "frozen"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void onesOwnApprovalDoesNotCount() {
        Workflow omar = shop.desk("omar");
        String id = shop.ask(omar, "own").id();

        assertThatThrownBy(() -> omar.approvals().approve(id))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("one's own approval doesn't count");

        approveByHand(omar, id);
        assertThatThrownBy(() -> shop.desk("sam").actions().promote(id, true, RolloutEvents.NONE))
                .isInstanceOf(Grants.GateClosed.class);
        assertThat(omar.approvals().stillNeeded(omar.promotions().find(id)))
                .isEqualTo("1 more of release-managers");
    }

    @Test
    void requesterGrantorAndActorAreHeldApartAndAGrantWorksOnce() {
        Workflow omar = shop.desk("omar");
        Workflow olga = shop.desk("olga");
        String id = shop.ask(omar, "grants").id();
        approveByHand(olga, id);
        PracticeShop.refused(
                Ending.WAITS,
                "asked for",
                () -> omar.actions().promote(id, true, RolloutEvents.NONE));
        assertThat(omar.promotions().find(id).promotion().grants()).isEmpty();

        assertThat(olga.approvals().approve(id).grant()).isPresent();
        PracticeShop.refused(
                Ending.WAITS,
                "granted",
                () -> olga.actions().promote(id, true, RolloutEvents.NONE));

        Workflow sam = shop.desk("sam");
        ReleaseRecord<RecordBody.Outcome> outcome =
                sam.actions().promote(id, true, RolloutEvents.NONE);
        assertThat(outcome.body().result()).isEqualTo("healthy");
        long revision = running(sam, "grants").revision();
        assertThat(sam.actions().promote(id, true, RolloutEvents.NONE).uid())
                .isEqualTo(outcome.uid());
        assertThat(running(sam, "grants").revision()).isEqualTo(revision);
        assertThat(sam.promotions().find(id).promotion().grants()).hasSize(1);
    }

    @Test
    void aChangedAssessmentAsksAgainAndTimeAloneDoesNot() {
        Workflow omar = shop.desk("omar");
        String id = shop.ask(shop.desk("rita"), "changed").id();
        Pace.REAL.await(Duration.ofSeconds(1));
        assertThat(omar.approvals().preview(id).changed()).isFalse();

        shop.addVariable("changed", "COLOUR", "green");

        assertThatThrownBy(() -> omar.approvals().approve(id))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no longer what stands");
        assertThat(omar.promotions().find(id).promotion().approvals()).isEmpty();
    }

    @Test
    void recordsThatWentBackCannotBeToldByAndAreNotGrantedOn() {
        Workflow omar = shop.desk("omar");
        String id = shop.ask(shop.desk("rita"), "marked").id();
        Site site = omar.desk().site("production");
        String uid =
                site.cluster()
                        .read(
                                "read a namespace",
                                k ->
                                        k.namespaces()
                                                .withName(site.records().namespace())
                                                .get()
                                                .getMetadata()
                                                .getUid());

        mark(omar, site, new Mark("another-uid", 1, 0, site.cluster().now()));
        assertThat(mark(omar, site).wentBack(site.records().all(), List.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("deleted and made again"));
        mark(omar, site, new Mark(uid, 10_000, 0, site.cluster().now().plusSeconds(60)));
        assertThat(mark(omar, site).wentBack(site.records().all(), List.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("held 10000"));
        assertThatThrownBy(() -> omar.approvals().approve(id))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.CANT_TELL));
        assertThat(
                        new RecordsMark("production", site.cluster(), "gone", omar.desk().history())
                                .wentBack(site.records().all(), List.of()))
                .hasValueSatisfying(why -> assertThat(why).contains("is gone"));

        assertThat(shop.desk("olga").approvals().approve(id).grant()).isPresent();
    }

    @Test
    void aFreezeStopsAStartWhicheverRulesAnEnvironmentChose() {
        Workflow dina = shop.desk("dina");
        Site staging = shop.desk("sam").desk().site("staging");
        String id = shop.ask(dina, "staging", "own").id();
        staging.records()
                .create(
                        RecordNames.freeze(1),
                        "",
                        "",
                        new RecordBody.End(new RecordRef("none", "", ""), "took the next name"));
        assertThat(Freezes.freeze(staging, "an incident", Duration.ofHours(1)).name())
                .as("the first freeze, whatever else is on record")
                .isEqualTo("freeze-1-2");

        assertThatThrownBy(() -> dina.actions().promote(id, true, RolloutEvents.NONE))
                .isInstanceOfSatisfying(
                        Grants.GateClosed.class,
                        closed ->
                                assertThat(closed.judged().verdict().findings())
                                        .filteredOn(f -> f.level() == Level.DENY)
                                        .singleElement()
                                        .satisfies(f ->
                                                assertThat(f.message())
                                                        .contains("staging is frozen")
                                                        .contains("an incident")));

        Freezes.end(staging, shop.desk("sam").desk().workspace(), "over");
        assertThat(dina.actions().promote(id, true, RolloutEvents.NONE).body().result())
                .isEqualTo("healthy");
    }

    @Test
    void aFreezeStopsWhatIsGrantedAndNotBegun() {
        Site production = shop.desk("sam").desk().site("production");
        String id = shop.granted("frozen");
        Freezes.freeze(production, "an incident", Duration.ofHours(1));
        try {
            assertThatThrownBy(() -> shop.promote("sam", id))
                    .isInstanceOfSatisfying(
                            Grants.GateClosed.class,
                            closed ->
                                    assertThat(
                                                    PracticeShop.message(
                                                            closed.judged(),
                                                            "change.outside_freeze"))
                                            .contains("production is frozen", "an incident"));
        } finally {
            Freezes.end(production, shop.desk("sam").desk().workspace(), "over");
        }
        assertThat(shop.promote("sam", id).body().result()).isEqualTo("healthy");
    }

    @Test
    void theDesksClockChangesNoAnswer() {
        Judged right = shop.gate(shop.desk("rita"), "clocks");
        assertThat(right.verdict().level()).isEqualTo(Level.WAITS);
        for (Duration off : List.of(Duration.ofDays(-1), Duration.ofHours(1))) {
            Judged wrong = shop.gate(shop.desk("rita", off), "clocks");

            assertThat(wrong.assessment().hash()).isEqualTo(right.assessment().hash());
            assertThat(levels(wrong)).isEqualTo(levels(right));
        }
    }

    @Test
    void whoMayOnlyReadReadsAndLearnsWhichRightIsMissing() {
        Workflow vera = shop.desk("vera");

        assertThat(levels(shop.gate(vera, "read"))).contains("image.signature_trusted FINE");
        assertThat(vera.promotions().all(vera.desk().site("staging"))).isEmpty();
        for (String environment : List.of("staging", "production")) {
            assertThatThrownBy(() -> shop.ask(vera, environment, "read"))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.DENIED))
                    .hasMessageContaining("vera has not the right to")
                    .hasMessageContaining("configmaps");
        }
    }

    @Test
    void noValueOfAVariableIsInInputRecordsOrHistory() throws IOException {
        shop.addVariable("read", "API_KEY", SECRET);
        Workflow rita = shop.desk("rita");
        Requests.Asked asked = shop.ask(rita, "read");

        assertThat(asked.judged().input().from()).isNotNull();
        assertThat(new String(asked.judged().inputJson(), StandardCharsets.UTF_8))
                .contains("read")
                .doesNotContain(SECRET);
        assertThat(rita.desk().site("production").records().all().toString())
                .contains(asked.request().name())
                .doesNotContain(SECRET);
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().contains(".history")).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(SECRET);
            }
        }
    }

    @Test
    void puttingBackWhatFailedIsAPromotion() {
        Workflow sam = shop.desk("sam");
        Site site = sam.desk().site("production");
        Service service = sam.desk().service("back");
        RollbackPlan before = sam.rollbacks(site).preview(service, null);
        assertThat(before.free()).isTrue();

        PracticeShop.outcome(site, "back", before.to(), "failed");

        RollbackPlan after = sam.rollbacks(site).preview(service, null);
        assertThat(after.free()).isFalse();
        assertThat(after.to()).isEqualTo(before.to());
    }

    /** As with the documented {@code kubectl create}. */
    private static void approveByHand(Workflow by, String id) {
        Promotions.Found found = by.promotions().find(id);
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        String me = found.site().cluster().whoAmI().username();
        found.site()
                .records()
                .create(
                        RecordNames.approval(request.name(), me, request.body().assessment()),
                        found.service().name(),
                        request.name(),
                        new RecordBody.Approval(request.ref(), request.body().assessment()));
    }

    private static List<String> levels(Judged judged) {
        return judged.verdict().findings().stream().map(f -> f.id() + " " + f.level()).toList();
    }

    private static WorkloadSnapshot running(Workflow by, String service) {
        Site site = by.desk().site("production");
        return site.reader().read(site.place(by.desk().service(service)));
    }

    private static RecordsMark mark(Workflow by, Site site) {
        return new RecordsMark(
                "production", site.cluster(), site.records().namespace(), by.desk().history());
    }

    private static void mark(Workflow by, Site site, Mark mark) {
        by.desk().history().keepMark(site.environment().name(), mark);
    }
}
