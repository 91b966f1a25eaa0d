package dev.drawbridge.app.cli.view;

import dev.drawbridge.connector.kube.Identity;
import dev.drawbridge.delivery.promotion.Approvals;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Promotions;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Workspace;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/**
 * Makes what is shown of a promotion from what was found, for the person who looks: what they can
 * do, and what only others can.
 */
public final class Showing {

    private final Promotions.Found found;
    private final Promotion promotion;
    private final Environment environment;
    private final Workspace workspace;

    /**
     * @param found read with the credentials of the person who looks
     */
    public Showing(Promotions.Found found, Workspace workspace) {
        this.found = found;
        this.promotion = found.promotion();
        this.environment = found.site().environment();
        this.workspace = workspace;
    }

    /** The promotion, with what approving it takes while whoever looks may do that. */
    public PromotionResult result(Approvals approvals) {
        if (promotion.phase() != Promotion.Phase.REQUESTED || namesNoApprovals()) {
            return PromotionResult.of(promotion, null, null);
        }
        String needed = approvals.stillNeeded(found);
        if (isMine() || hasApproved()) {
            return PromotionResult.of(promotion, needed, null);
        }
        String yaml =
                new KubernetesSerialization()
                        .asYaml(approvals.manifest(found))
                        .replaceFirst("^---\\s*", "");
        return PromotionResult.of(promotion, needed, Lines.create(environment.cluster(), yaml));
    }

    /** The commands with which whoever looks goes on from where the promotion stands. */
    public String[] next() {
        String id = promotion.id();
        String service = promotion.request().body().service();
        String in = service + " -e " + environment.name();
        return switch (promotion.phase()) {
            case REQUESTED -> requested(id);
            case GRANTED ->
                    new String[] {
                        "drawbridge " + (mayActOnGrant() ? "promote " : "rollout watch ") + id
                    };
            case ROLLING_OUT ->
                    new String[] {
                        "drawbridge rollout watch " + id,
                        "drawbridge rollback " + in + " --reason 'why'"
                    };
            case FAILED -> new String[] {"drawbridge rollback " + in + " --reason 'why'"};
            case EXPIRED, ENDED, REFUSED -> new String[] {"drawbridge gate " + in};
            case HEALTHY, OVERTAKEN, UNREADABLE -> new String[] {"drawbridge services " + service};
        };
    }

    /** Who else goes on with it and by which command, where it isn't whoever looks. */
    public Optional<String> others() {
        if (namesNoApprovals()) {
            return Optional.empty();
        }
        return switch (promotion.phase()) {
            case REQUESTED ->
                    isMine() || hasApproved()
                            ? Optional.of("For another person to approve it: " + approve())
                            : Optional.empty();
            case GRANTED ->
                    mayActOnGrant()
                            ? Optional.empty()
                            : Optional.of(
                                    "For an operator to bring it in: drawbridge promote "
                                            + promotion.id());
            default -> Optional.empty();
        };
    }

    private String[] requested(String id) {
        if (namesNoApprovals()) {
            return new String[] {"drawbridge promote " + id};
        }
        if (isMine()) {
            return new String[] {
                "drawbridge rollout watch " + id,
                "drawbridge refuse " + id + " --reason 'why it is withdrawn'"
            };
        }
        if (hasApproved()) {
            return new String[] {"drawbridge promote " + id};
        }
        return mayApprove()
                ? new String[] {approve(), "drawbridge refuse " + id + " --reason 'why not'"}
                : new String[] {"drawbridge rollout watch " + id};
    }

    private String approve() {
        return "drawbridge approve "
                + promotion.id()
                + (environment.protectedEnv() ? " --confirm " + found.service().name() : "");
    }

    private boolean namesNoApprovals() {
        return environment.gate().approvals().isEmpty();
    }

    /** Nobody approves what one asked for, under any name. */
    private boolean isMine() {
        return isMe(promotion.request().who());
    }

    private boolean hasApproved() {
        return promotion.approvals().stream().anyMatch(a -> isMe(a.who()));
    }

    /** An API server that tells no groups leaves it open. */
    private boolean mayApprove() {
        Identity me = found.site().cluster().whoAmI();
        return me.groups().isEmpty()
                || environment.gate().approvals().stream()
                        .flatMap(rule -> rule.groups().stream())
                        .anyMatch(me.groups()::contains);
    }

    /** Who granted doesn't act where approvals are named. */
    private boolean mayActOnGrant() {
        return namesNoApprovals()
                || promotion.openGrant().filter(grant -> isMe(grant.who())).isEmpty();
    }

    private boolean isMe(String user) {
        String me = found.site().cluster().whoAmI().username();
        return me.equals(user)
                || workspace.people().stream()
                        .anyMatch(p -> p.cluster().contains(me) && p.cluster().contains(user));
    }
}
