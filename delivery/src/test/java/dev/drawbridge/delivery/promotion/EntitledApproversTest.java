package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.Progress;
import dev.drawbridge.delivery.rollout.Rollbacks;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
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

/** Whoever approved must still be one who may, whenever something is decided or done on it. */
class EntitledApproversTest {
    private static final String RECORDS = "shop-releases";

    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("gone", "ended", "intent", "unasked", "listed"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void whoMayNoLongerApproveDoesNotCountWhenTheGrantIsActedOn() {
        String id = shop.granted("gone");

        withoutApprovers(() ->
                assertThatThrownBy(() ->
                                shop.desk("sam").actions().promote(id, true, RolloutEvents.NONE))
                        .isInstanceOfSatisfying(
                                Grants.GateClosed.class,
                                e -> {
                                    assertThat(e.judged().verdict().level()).isEqualTo(Level.WAITS);
                                    assertThat(PracticeShop.message(e.judged(), "change.four_eyes"))
                                            .contains("omar: its maker may no longer approve");
                                }));

        assertThat(shop.desk("sam").actions().promote(id, true, RolloutEvents.NONE).body().result())
                .isEqualTo("healthy");
    }

    @Test
    void aReleaseWhoseApproverIsGoneByItsEndRunsOnAndIsMarked() {
        String id = shop.granted("ended");
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
            taken.forEach(EntitledApproversTest::giveBack);
        }

        assertThat(outcome.result()).isEqualTo("healthy");
        assertThat(outcome.marked()).contains("change.four_eyes", "may no longer approve");
        assertThat(outcome.proven()).isFalse();

        putBack("ended", null);
        assertThat(putBack("ended", outcome.revision()).marked()).isEqualTo(outcome.marked());
    }

    @Test
    void anIntentThatWasLeftOpenIsSettledBeforeAnyCheckIsPassedOver() {
        String id = shop.granted("intent");
        Workflow sam = shop.desk("sam");
        Promotions.Found found = sam.promotions().find(id);
        ReleaseRecord<RecordBody.Step> step = leaveIntent(found);
        assertThat(sam.promotions().find(id).promotion().phase())
                .isEqualTo(Promotion.Phase.ROLLING_OUT);

        withoutApprovers(() ->
                assertThatThrownBy(() -> shop.promote("sam", id))
                        .isInstanceOf(Grants.GateClosed.class));

        assertThat(
                        found.site()
                                .records()
                                .find(RecordNames.stepDone(step.name()), RecordBody.StepDone.class)
                                .orElseThrow()
                                .body()
                                .result())
                .isEqualTo("not-done");
        assertThat(shop.promote("sam", id).body().result()).isEqualTo("healthy");
    }

    @Test
    void whoMayNotAskTheClusterReliesOnTheWorkspaceAndSaysSo() {
        String id = shop.granted("listed");

        Judged judged = shop.desk("rita").approvals().preview(id).judged();

        assertThat(judged.input().approvals().getFirst().entitled()).isEqualTo(Entitled.UNASKED);
        assertThat(judged.verdict().level()).isEqualTo(Level.FINE);
        assertThat(PracticeShop.message(judged, "change.four_eyes"))
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
            assertThat(PracticeShop.message(approved.judged(), "change.four_eyes"))
                    .contains("whether its maker may still approve can't be told")
                    .contains("`drawbridge cluster setup -e production --apply`");
            assertThat(shop.desk("omar").approvals().preview(id).judged().verdict().level())
                    .isEqualTo(Level.FINE);
        } finally {
            before.forEach(role -> rules(role, role.getRules()));
        }
        assertThat(shop.desk("olga").approvals().approve(id).grant()).isPresent();
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

    private static void giveBack(RoleBinding taken) {
        taken.getMetadata().setResourceVersion(null);
        taken.getMetadata().setUid(null);
        shop.roles("production", k -> k.resource(taken).create());
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
}
