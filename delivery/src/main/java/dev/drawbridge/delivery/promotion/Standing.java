package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.kube.Identity;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.GatePlan;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How one person stands to a promotion, as far as the workspace and the cluster's user tell: what
 * they did with it already and what is left to them. Approving one's own and acting on one's own
 * grant are refused by it, since the cluster knows one person's second name for another's; what
 * groups may do it only offers, and the API server decides. One that tells no groups leaves that
 * open. Asks the cluster who one is when it is first needed.
 */
public final class Standing {
    private final Supplier<Identity> me;
    private final Promotion promotion;
    private final List<GatePlan.ApprovalRule> approvals;
    private final Workspace workspace;
    private final Identities identities;

    Standing(
            Supplier<Identity> me,
            List<GatePlan.ApprovalRule> approvals,
            Promotion promotion,
            Workspace workspace) {
        this.me = me;
        this.promotion = promotion;
        this.approvals = approvals;
        this.workspace = workspace;
        this.identities = new Identities(workspace);
    }

    /** Whether they asked for it, under any of their names: nobody approves what one asked for. */
    public boolean asked() {
        return isMe(promotion.request().who());
    }

    /** Whether they approved it. */
    public boolean approved() {
        return promotion.approvals().stream().anyMatch(a -> isMe(a.who()));
    }

    /** Whether an approval of theirs is one of those that the environment names. */
    public boolean mayApprove() {
        return !asked()
                && !approved()
                && isOneOf(approvals.stream().flatMap(rule -> rule.groups().stream()));
    }

    /** Whether their no would end it, where it can be refused. */
    public boolean mayRefuse() {
        return me.get().username().equals(promotion.request().who())
                || isOneOf(groups(Role.OPERATOR, Role.BREAK_GLASS, Role.APPROVER, Role.COMPLIANCE));
    }

    /** Whether their no is an end, not a refusal: their role makes none. */
    boolean endsOnly() {
        return holds(Role.OPERATOR, Role.BREAK_GLASS) && !holds(Role.APPROVER, Role.COMPLIANCE);
    }

    /** Whether they may act on its grant: who granted doesn't, wherever approvals are named. */
    public boolean mayAct() {
        return approvals.isEmpty()
                || promotion.openGrant().map(ReleaseRecord::who).filter(this::isMe).isEmpty();
    }

    private boolean isMe(String user) {
        return identities.same(me.get().username(), user);
    }

    private boolean isOneOf(Stream<String> groups) {
        List<String> mine = me.get().groups();
        return mine.isEmpty() || groups.anyMatch(mine::contains);
    }

    private boolean holds(Role... roles) {
        List<String> mine = me.get().groups();
        return groups(roles).anyMatch(mine::contains);
    }

    private Stream<String> groups(Role... roles) {
        return Arrays.stream(roles).flatMap(role -> workspace.groups(role).stream());
    }
}
