package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.delivery.promotion.Approvals;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Promotions;
import dev.drawbridge.delivery.promotion.Standing;
import dev.drawbridge.delivery.workspace.Environment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;

/**
 * Makes what is shown of a promotion from what was found, for the person who looks: what they can
 * do, and what only others can.
 */
public final class Showing {

    private final Promotions.Found found;
    private final Promotion promotion;
    private final Environment environment;
    private final Standing standing;

    /**
     * @param found read with the credentials of the person who looks
     */
    public Showing(Promotions.Found found, Promotions promotions) {
        this.found = found;
        this.promotion = found.promotion();
        this.environment = found.site().environment();
        this.standing = promotions.standing(found.site(), promotion);
    }

    /** The promotion, with what approving it takes while whoever looks may do that. */
    public PromotionResult result(Approvals approvals) {
        if (promotion.phase() != Promotion.Phase.REQUESTED || namesNoApprovals()) {
            return PromotionResult.of(promotion, null, null);
        }
        String needed = approvals.stillNeeded(found);
        if (standing.asked() || standing.approved()) {
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
        return offers().stream().map(Offer::command).toArray(String[]::new);
    }

    /** What whoever looks can do from where the promotion stands, the likeliest first. */
    public List<Offer> offers() {
        String service = promotion.request().body().service();
        String in = service + " -e " + environment.name();
        Offer back = new Offer(Deed.ROLL_BACK, "drawbridge rollback " + in + " --reason 'why'");
        return switch (promotion.phase()) {
            case REQUESTED -> requested();
            case GRANTED -> List.of(standing.mayAct() ? promote() : watch());
            case ROLLING_OUT -> List.of(watch(), back);
            case FAILED -> List.of(back);
            case EXPIRED, ENDED, REFUSED -> List.of(new Offer(Deed.JUDGE, "drawbridge gate " + in));
            case HEALTHY, OVERTAKEN, UNREADABLE ->
                    List.of(new Offer(Deed.SEE_SERVICE, "drawbridge services " + service));
        };
    }

    /** Who else goes on with it and by which command, where it isn't whoever looks. */
    public Optional<String> others() {
        if (namesNoApprovals()) {
            return Optional.empty();
        }
        return switch (promotion.phase()) {
            case REQUESTED ->
                    standing.asked() || standing.approved()
                            ? Optional.of("For another person to approve it: " + approve())
                            : Optional.empty();
            case GRANTED ->
                    standing.mayAct()
                            ? Optional.empty()
                            : Optional.of(
                                    "For an operator to bring it in: drawbridge promote "
                                            + promotion.id());
            default -> Optional.empty();
        };
    }

    private List<Offer> requested() {
        if (namesNoApprovals()) {
            return List.of(promote());
        }
        if (standing.asked()) {
            return List.of(watch(), no(Deed.WITHDRAW, "why it is withdrawn"));
        }
        if (standing.approved()) {
            return List.of(promote());
        }
        return standing.mayApprove()
                ? List.of(new Offer(Deed.APPROVE, approve()), no(Deed.REFUSE, "why not"))
                : List.of(watch());
    }

    private Offer promote() {
        return new Offer(Deed.PROMOTE, "drawbridge promote " + promotion.id());
    }

    private Offer watch() {
        return new Offer(Deed.WATCH, "drawbridge rollout watch " + promotion.id());
    }

    private Offer no(Deed deed, String why) {
        return new Offer(deed, "drawbridge refuse " + promotion.id() + " --reason '" + why + "'");
    }

    private String approve() {
        return "drawbridge approve "
                + promotion.id()
                + (environment.protectedEnv() ? " --confirm " + found.service().name() : "");
    }

    private boolean namesNoApprovals() {
        return environment.gate().approvals().isEmpty();
    }
}
