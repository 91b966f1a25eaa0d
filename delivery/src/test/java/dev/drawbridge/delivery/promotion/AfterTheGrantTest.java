package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.Progress;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.GateInput.Entitled;
import dev.drawbridge.policies.Level;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said yes to is looked at again, and a grant is worth what its entry says. */
class AfterTheGrantTest {
    private static final String RECORDS = "shop-releases";

    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop =
                PracticeShop.start(
                        folder,
                        List.of(
                                "gone",
                                "ended",
                                "stays",
                                "entry",
                                "void",
                                "taken",
                                "listed",
                                "intent",
                                "overtaken",
                                "unasked",
                                "squatted",
                                "privileged"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void whoMayNoLongerApproveDoesNotCountWhenTheGrantIsActedOn() {
        String id = granted("gone");

        withoutApprovers(() ->
                assertThatThrownBy(() ->
                                shop.desk("sam").actions().promote(id, true, RolloutEvents.NONE))
                        .isInstanceOfSatisfying(
                                Grants.GateClosed.class,
                                e -> {
                                    assertThat(e.judged().verdict().level()).isEqualTo(Level.WAITS);
                                    assertThat(message(e.judged(), "change.four_eyes"))
                                            .contains("omar: its maker may no longer approve");
                                }));

        assertThat(shop.desk("sam").actions().promote(id, true, RolloutEvents.NONE).body().result())
                .isEqualTo("healthy");
    }

    @Test
    void aReleaseWhoseApproverIsGoneByItsEndRunsOnAndIsMarked() {
        String id = granted("ended");
        List<RoleBinding> taken = new ArrayList<>();
        RolloutEvents events =
                new RolloutEvents() {
                    @Override
                    public void step(String what) {
                        if (taken.isEmpty()) {
                            taken.add(takeApprovers());
                        }
                    }

                    @Override
                    public void progress(Progress progress) {}
                };

        RecordBody.Outcome outcome;
        try {
            outcome = shop.desk("sam").actions().promote(id, true, events).body();
        } finally {
            taken.forEach(AfterTheGrantTest::giveBack);
        }

        assertThat(outcome.result()).isEqualTo("healthy");
        assertThat(outcome.marked()).contains("change.four_eyes", "may no longer approve");
        assertThat(outcome.proven()).isFalse();

        putBack("ended", null);
        assertThat(putBack("ended", outcome.revision()).marked()).isEqualTo(outcome.marked());
    }

    private static RecordBody.Outcome putBack(String name, @Nullable Long revision) {
        Workflow sam = shop.desk("sam");
        Service service = sam.desk().service(name);
        Rollbacks rollbacks = sam.rollbacks(sam.desk().site("production"));
        return rollbacks
                .roll(
                        service,
                        rollbacks.preview(service, revision),
                        "to and fro",
                        List.of(),
                        RolloutEvents.NONE)
                .recorded()
                .orElseThrow()
                .body();
    }

    @Test
    void whatIsMarkedIsNotPromotedFurther() {
        Workflow rita = shop.desk("rita");
        Site staging = shop.desk("sam").desk().site("staging");
        String image =
                rita.desk().service("stays").image() + "@" + shop.world().digest("stays", "1.1.0");
        assertThat(gate(rita, "stays").verdict().level()).isEqualTo(Level.WAITS);

        PracticeShop.outcome(staging, "stays", image, "healthy", "its scan is gone");

        Judged judged = gate(rita, "stays");
        assertThat(judged.verdict().level()).isEqualTo(Level.DENY);
        assertThat(message(judged, "change.promotion_order_same_digest"))
                .contains("ended healthy but marked");
        assertThatThrownBy(() -> rita.requests().gate("production", "stays", null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("was last healthy");
    }

    @Test
    void anIntentThatWasLeftOpenIsSettledBeforeAnyCheckIsPassedOver() {
        String id = granted("intent");
        Workflow sam = shop.desk("sam");
        Promotions.Found found = sam.promotions().find(id);
        ReleaseRecord<RecordBody.Step> step = leaveIntent(found);
        assertThat(sam.promotions().find(id).promotion().phase())
                .isEqualTo(Promotion.Phase.ROLLING_OUT);

        withoutApprovers(() ->
                assertThatThrownBy(() -> promote("sam", id)).isInstanceOf(Grants.GateClosed.class));

        assertThat(
                        found.site()
                                .records()
                                .find(RecordNames.stepDone(step.name()), RecordBody.StepDone.class)
                                .orElseThrow()
                                .body()
                                .result())
                .isEqualTo("not-done");
        assertThat(promote("sam", id).body().result()).isEqualTo("healthy");
    }

    @Test
    void anOvertakenOutcomeWrittenLateHidesNoHealthyOne() {
        Workflow rita = shop.desk("rita");
        Site staging = shop.desk("sam").desk().site("staging");
        String digest = shop.world().digest("overtaken", "1.0.0");

        PracticeShop.outcome(
                staging,
                "overtaken",
                rita.desk().service("overtaken").image() + "@" + digest,
                "overtaken");

        assertThat(gate(rita, "overtaken").verdict().level()).isEqualTo(Level.WAITS);
        assertThat(
                        rita.requests()
                                .gate("production", "overtaken", null)
                                .input()
                                .candidate()
                                .digest())
                .isEqualTo(shop.world().digest("overtaken", "1.1.0"));
    }

    @Test
    void whoMayNotAskTheClusterReliesOnTheWorkspaceAndSaysSo() {
        String id = granted("listed");

        Judged judged = shop.desk("rita").approvals().preview(id).judged();

        assertThat(judged.input().approvals().getFirst().entitled()).isEqualTo(Entitled.UNASKED);
        assertThat(judged.verdict().level()).isEqualTo(Level.FINE);
        assertThat(message(judged, "change.four_eyes"))
                .contains("By the workspace's word alone, whether omar may still approve");
    }

    @Test
    void whoDecidesWithoutTheRightToAskCannotTellAndLearnsWhoGivesIt() {
        String id = shop.ask(shop.desk("rita"), "unasked").id();
        List<Role> before = takeRightToAsk();
        try {
            Approvals.Approved approved = shop.desk("omar").approvals().approve(id);

            assertThat(approved.grant()).isEmpty();
            assertThat(approved.judged().verdict().level()).isEqualTo(Level.CANT_TELL);
            assertThat(message(approved.judged(), "change.four_eyes"))
                    .contains("whether its maker may still approve can't be told")
                    .contains("`drawbridge cluster setup -e production --apply`");
            assertThat(shop.desk("omar").approvals().preview(id).judged().verdict().level())
                    .isEqualTo(Level.FINE);
        } finally {
            before.forEach(role -> rules(role, role.getRules()));
        }
        assertThat(shop.desk("olga").approvals().approve(id).grant()).isPresent();
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

    @Test
    void aGrantWithoutItsEntryIsCompletedByItsMakerOrFollowedByTheNext() {
        String id = granted("entry");
        Workflow sam = shop.desk("sam");
        Promotions.Found found = sam.promotions().find(id);
        ReleaseRecord<RecordBody.Grant> second = grantWithoutEntry(shop.desk("olga"), id);
        assertThat(Grants.isWhole(found, second)).isFalse();

        refused(Ending.WAITS, "you (olga) granted", () -> promote("olga", id));
        assertThat(entry(found)).isEqualTo("granted|" + second.name() + "|olga");

        ReleaseRecord<RecordBody.Grant> third = grantWithoutEntry(shop.desk("olga"), id);
        refused(Ending.WAITS, "you (sam) granted", () -> promote("sam", id));
        assertThat(sam.promotions().find(id).promotion().grants()).hasSize(4);
        assertThat(entry(found))
                .isEqualTo("granted|" + third.name().replaceFirst("3$", "4") + "|sam");

        assertThat(promote("omar", id).body().result()).isEqualTo("healthy");
        assertThat(entry(found)).startsWith("served|");
    }

    @Test
    void theEntryOfAGrantThatEndedUnusedBecomesVoid() {
        String id = granted("void");
        Promotions.Found found = shop.desk("sam").promotions().find(id);
        assertThat(entry(found)).startsWith("granted|");

        assertThat(shop.desk("olga").approvals().refuse(id, "not today").word())
                .isEqualTo("refused");

        assertThat(entry(found)).startsWith("void|");
        refused(Ending.DENIED, "refused by olga: not today", () -> promote("sam", id));
    }

    @Test
    void whoAskedWithdrawsAndTheNextGrantMakesTheEntryItsOwn() {
        String id = granted("taken");
        Promotions.Found found = shop.desk("sam").promotions().find(id);
        String before = entry(found);

        Approvals.No no = shop.desk("rita").approvals().refuse(id, "a typo");

        assertThat(no.word()).isEqualTo("withdrawn");
        assertThat(no.record().body()).isInstanceOf(RecordBody.End.class);
        Promotion ended = shop.desk("sam").promotions().find(id).promotion();
        assertThat(ended.phase()).isEqualTo(Promotion.Phase.ENDED);
        refused(Ending.DENIED, "withdrawn by its requester: a typo", () -> promote("sam", id));
        assertThat(entry(found)).as("she has no right to it").isEqualTo(before);

        String again = granted("taken");
        assertThat(entry(found)).isNotEqualTo(before).startsWith("granted|grant-");
        assertThat(shop.desk("sam").approvals().refuse(again, "after hours").word())
                .isEqualTo("ended");
        assertThat(shop.desk("rita").promotions().find(again).promotion().phase())
                .isEqualTo(Promotion.Phase.ENDED);
        assertThat(entry(found)).startsWith("void|");
    }

    @Test
    void evidenceThatTheRequestListedAndThatIsGoneCannotBeToldBy() {
        Workflow rita = shop.desk("rita");
        ReleaseRecord<RecordBody.Request> asked = shop.ask(rita, "listed").request();
        String gone = "a".repeat(64);
        List<String> listed = new ArrayList<>(asked.body().evidence());
        assertThat(listed).hasSize(3);
        assertThat(judge(rita, asked.body(), listed, 8).input().request())
                .satisfies(r -> assertThat(r.evidenceGone()).isEmpty());
        listed.add(gone);

        Judged judged = judge(rita, asked.body(), listed, 9);

        assertThat(judged.verdict().level()).isEqualTo(Level.CANT_TELL);
        assertThat(message(judged, "gate.evidence_gone")).contains(gone);
    }

    @Test
    void whatChangedSinceItWasAskedIsNamed() {
        String id = shop.ask(shop.desk("rita"), "privileged").id();
        shop.makePrivileged("privileged");

        assertThatThrownBy(() -> shop.desk("omar").approvals().approve(id))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("the pod template of what runs there changed")
                .hasMessageContaining("k8s.pss.privileged of app is new: deny (app)");
    }

    /** Asked by rita, approved and granted by omar. */
    private static String granted(String service) {
        String id = shop.ask(shop.desk("rita"), service).id();
        assertThat(shop.desk("omar").approvals().approve(id).grant()).isPresent();
        return id;
    }

    private static ReleaseRecord<RecordBody.Outcome> promote(String who, String id) {
        return shop.desk(who).actions().promote(id, true, RolloutEvents.NONE);
    }

    /** As a desk leaves it that was killed before it sent the apply. */
    private static ReleaseRecord<RecordBody.Step> leaveIntent(Promotions.Found found) {
        Site site = found.site();
        Promotion promotion = found.promotion();
        ReleaseRecord<RecordBody.Grant> grant = promotion.openGrant().orElseThrow();
        WorkloadSnapshot snapshot = site.reader().read(site.place(found.service()));
        Fence fence = site.writer().takeFence(site.place(found.service()), promotion.id());
        return site.records()
                .create(
                        RecordNames.step(grant.name(), 1),
                        found.service().name(),
                        promotion.request().name(),
                        new RecordBody.Step(
                                grant.ref(),
                                found.service().name(),
                                "set-image",
                                fence.toString(),
                                snapshot.image(),
                                promotion.request().body().image(),
                                snapshot.generation(),
                                "a desk that is gone"));
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

    /** The request once more, listing other evidence, judged. */
    private static Judged judge(
            Workflow by, RecordBody.Request body, List<String> evidence, int n) {
        String name = RecordNames.request(body.service(), body.digest(), n);
        Site site = by.desk().site("production");
        site.records()
                .create(
                        name,
                        body.service(),
                        name,
                        new RecordBody.Request(
                                body.environment(),
                                body.service(),
                                body.image(),
                                body.digest(),
                                body.from(),
                                body.plan(),
                                body.reason(),
                                null,
                                null,
                                null,
                                body.assessment(),
                                body.pack(),
                                body.pins(),
                                evidence,
                                body.candidateFrom(),
                                body.findings(),
                                body.input(),
                                body.expires()));
        return by.approvals().preview(site.id(name)).judged();
    }

    private static Judged gate(Workflow by, String service) {
        return by.requests()
                .gate("production", service, Digest.parse(shop.world().digest(service, "1.1.0")));
    }

    private static String message(Judged judged, String rule) {
        return judged.verdict().findings().stream()
                .filter(finding -> finding.id().equals(rule))
                .map(Finding::message)
                .findFirst()
                .orElseThrow();
    }

    private static String entry(Promotions.Found found) {
        Site site = found.site();
        Service service = found.service();
        return site.list()
                .find(site.listKey(service, found.promotion().request().body().digest()))
                .map(ReleaseList.Entry::toString)
                .orElse("none");
    }

    private static void withoutApprovers(Runnable act) {
        RoleBinding taken = takeApprovers();
        try {
            act.run();
        } finally {
            giveBack(taken);
        }
    }

    private static RoleBinding takeApprovers() {
        List<RoleBinding> taken = new ArrayList<>();
        shop.roles(
                "production",
                k -> {
                    var binding =
                            k.rbac()
                                    .roleBindings()
                                    .inNamespace(RECORDS)
                                    .withName("drawbridge-approver");
                    taken.add(Objects.requireNonNull(binding.get()));
                    binding.delete();
                });
        return taken.getFirst();
    }

    /** As a cluster has it that was set up before the right was given; the roles as they were. */
    private static List<Role> takeRightToAsk() {
        List<Role> before = new ArrayList<>();
        shop.roles(
                "production",
                k -> before.addAll(k.rbac().roles().inNamespace(RECORDS).list().getItems()));
        before.forEach(role ->
                rules(
                        role,
                        role.getRules().stream()
                                .filter(rule ->
                                        !rule.getResources().contains("localsubjectaccessreviews"))
                                .toList()));
        return before;
    }

    private static void rules(Role role, List<PolicyRule> rules) {
        shop.roles(
                "production",
                k ->
                        k.rbac()
                                .roles()
                                .inNamespace(RECORDS)
                                .withName(role.getMetadata().getName())
                                .edit(r -> {
                                    r.setRules(rules);
                                    return r;
                                }));
    }

    private static void giveBack(RoleBinding taken) {
        taken.getMetadata().setResourceVersion(null);
        taken.getMetadata().setUid(null);
        shop.roles("production", k -> k.resource(taken).create());
    }

    private static void refused(Ending ending, String why, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(ending))
                .hasMessageContaining(why);
    }
}
