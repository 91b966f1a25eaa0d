package dev.drawbridge.app.cli.view;

import dev.drawbridge.delivery.promotion.Approvals;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Promotions;
import dev.drawbridge.delivery.workspace.Environment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Makes what is shown of a promotion from what was found. */
public final class Showing {

    private Showing() {}

    /** The promotion, with what approving it takes while whoever looks may do that. */
    public static PromotionResult of(Promotions.Found found, Approvals approvals) {
        Promotion promotion = found.promotion();
        Environment environment = found.site().environment();
        if (promotion.phase() != Promotion.Phase.REQUESTED
                || environment.gate().approvals().isEmpty()) {
            return PromotionResult.of(promotion, null, null);
        }
        if (!mayApprove(found)) {
            return PromotionResult.of(promotion, approvals.stillNeeded(found), null);
        }
        String yaml =
                new KubernetesSerialization()
                        .asYaml(approvals.manifest(found))
                        .replaceFirst("^---\\s*", "");
        return PromotionResult.of(
                promotion, approvals.stillNeeded(found), Lines.create(environment.cluster(), yaml));
    }

    /** The commands with which whoever looks goes on from where a promotion stands. */
    public static String[] next(Promotions.Found found) {
        Promotion promotion = found.promotion();
        return promotion.phase() == Promotion.Phase.REQUESTED && !mayApprove(found)
                ? new String[] {"drawbridge promote " + promotion.id()}
                : next(promotion);
    }

    /** Nobody approves what one asked for, or approves twice. */
    private static boolean mayApprove(Promotions.Found found) {
        Promotion promotion = found.promotion();
        String me = found.site().cluster().whoAmI().username();
        return !me.equals(promotion.request().who())
                && promotion.approvals().stream().noneMatch(a -> me.equals(a.who()));
    }

    /** The commands that go on from where a promotion stands. */
    public static String[] next(Promotion promotion) {
        String id = promotion.id();
        String service = promotion.request().body().service();
        String environment = promotion.request().body().environment();
        return switch (promotion.phase()) {
            case REQUESTED ->
                    new String[] {
                        "drawbridge approve " + id,
                        "drawbridge refuse " + id + " --reason 'why not'"
                    };
            case GRANTED -> new String[] {"drawbridge promote " + id};
            case ROLLING_OUT ->
                    new String[] {
                        "drawbridge rollout watch " + id,
                        "drawbridge rollback " + service + " -e " + environment + " --reason 'why'"
                    };
            case FAILED ->
                    new String[] {
                        "drawbridge rollback " + service + " -e " + environment + " --reason 'why'"
                    };
            case EXPIRED, ENDED, REFUSED ->
                    new String[] {"drawbridge gate " + service + " -e " + environment};
            case HEALTHY, OVERTAKEN, UNREADABLE -> new String[] {"drawbridge services " + service};
        };
    }
}
