package dev.drawbridge.delivery.promotion;

import static dev.drawbridge.delivery.promotion.PromotionRecords.NOON;
import static dev.drawbridge.delivery.promotion.PromotionRecords.REQUEST;
import static dev.drawbridge.delivery.promotion.PromotionRecords.grant;
import static dev.drawbridge.delivery.promotion.PromotionRecords.promotion;
import static dev.drawbridge.delivery.promotion.PromotionRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.kube.Identity;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.Connections;
import dev.drawbridge.delivery.workspace.GatePlan.ApprovalRule;
import dev.drawbridge.delivery.workspace.Person;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Workspace WORKSPACE =
            new Workspace(
                    "shop",
                    null,
                    Connections.NONE,
                    Map.of(
                            Role.APPROVER, List.of("leads"),
                            Role.OPERATOR, List.of("operators"),
                            Role.COMPLIANCE, List.of("compliance")),
                    List.of(),
                    List.of(),
                    List.of(
                            new Person("Rita R.", List.of("rita", "rita-admin"), List.of(), false),
                            new Person("Omar O.", List.of("omar", "omar-admin"), List.of(), false)),
                    List.of(),
                    Path.of("drawbridge.yaml"));
    private static final List<ApprovalRule> TWO_LEADS =
            List.of(new ApprovalRule(2, List.of("leads")));
    private static final ReleaseRecord<RecordBody.Approval> BY_OMAR = approval("omar");

    @Test
    void whoAskedUnderAnyOfTheirNamesDoesNotApprove() {
        assertThat(of("rita", "leads").asked()).isTrue();
        assertThat(of("rita-admin", "leads").asked()).isTrue();
        assertThat(of("rita-admin", "leads").mayApprove()).isFalse();
        assertThat(of("omar", "leads").asked()).isFalse();
        assertThat(of("omar", "leads").mayApprove()).isTrue();
    }

    @Test
    void whoApprovedUnderAnyOfTheirNamesDoesNotDoSoAgain() {
        assertThat(of("omar-admin", "leads", BY_OMAR).approved()).isTrue();
        assertThat(of("omar-admin", "leads", BY_OMAR).mayApprove()).isFalse();
        assertThat(of("lee", "leads", BY_OMAR).mayApprove()).isTrue();
    }

    @Test
    void theEnvironmentsGroupsApproveAndRolesRefuse() {
        assertThat(of("sam", "operators").mayApprove()).isFalse();
        assertThat(of("sam", "operators").mayRefuse()).isTrue();
        assertThat(of("sam", "operators").endsOnly()).isTrue();
        assertThat(of("omar", "leads").endsOnly()).isFalse();
        assertThat(of("sam", List.of("operators", "leads")).endsOnly())
                .as("who may refuse, refuses")
                .isFalse();
        assertThat(of("olga", "compliance").mayRefuse()).isTrue();
        assertThat(of("eve", "developers").mayRefuse()).isFalse();
        assertThat(of("rita", "developers").mayRefuse()).as("it is theirs").isTrue();
        assertThat(of("rita-admin", "developers").mayRefuse())
                .as("the cluster knows another")
                .isFalse();
    }

    @Test
    void aServerThatTellsNoGroupsLeavesThemOpen() {
        Standing eve = standing(new Identity("eve", null, List.of()), TWO_LEADS);

        assertThat(eve.mayApprove()).isTrue();
        assertThat(eve.mayRefuse()).isTrue();
    }

    @Test
    void whoGrantedUnderAnyOfTheirNamesDoesNotActWhereApprovalsAreNamed() {
        ReleaseRecord<RecordBody.Grant> grant = grant("hash");

        assertThat(of("omar-admin", "operators", grant).mayAct()).isFalse();
        assertThat(of("sam", "operators", grant).mayAct()).isTrue();
        assertThat(of("sam", "operators").mayAct()).as("nobody granted yet").isTrue();
        Identity omar = new Identity("omar", null, List.of("operators"));
        assertThat(standing(omar, List.of(), grant).mayAct()).as("alone").isTrue();
    }

    @Test
    void onePersonsTwoNamesAreOneApproval() {
        Identities identities = new Identities(WORKSPACE);

        assertThat(identities.stillNeeded(List.of(BY_OMAR, approval("omar-admin")), TWO_LEADS))
                .containsExactly("1 more of leads");
        assertThat(identities.stillNeeded(List.of(BY_OMAR, approval("lee")), TWO_LEADS)).isEmpty();
    }

    private static Standing of(String user, String group, ReleaseRecord<?>... records) {
        return of(user, List.of(group), records);
    }

    private static Standing of(String user, List<String> groups, ReleaseRecord<?>... records) {
        return standing(new Identity(user, null, groups), TWO_LEADS, records);
    }

    private static Standing standing(
            Identity me, List<ApprovalRule> approvals, ReleaseRecord<?>... records) {
        return new Standing(() -> me, approvals, promotion(NOON, records), WORKSPACE);
    }

    private static ReleaseRecord<RecordBody.Approval> approval(String who) {
        RecordBody.Approval body = new RecordBody.Approval(REQUEST.ref(), "hash");
        ReleaseRecord<RecordBody.Approval> made = record("approval-" + who, who, body);
        return new ReleaseRecord<>(
                made.kind(),
                made.name(),
                made.uid(),
                made.sha256(),
                NOON,
                who,
                List.of("leads"),
                made.service(),
                made.promotion(),
                body);
    }
}
