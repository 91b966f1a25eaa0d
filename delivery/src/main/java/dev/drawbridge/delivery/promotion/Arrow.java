package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.evidence.Release;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import org.jspecify.annotations.Nullable;

/**
 * One service's way into one environment.
 *
 * @param runs what runs there; null where nothing does, or it isn't known
 * @param next what could come there next
 */
public record Arrow(Service service, Environment into, @Nullable Release runs, Next next) {

    /** What could come next. */
    public sealed interface Next {}

    /** What would go there runs there. */
    public record Same() implements Next {}

    /**
     * There is nothing that would go there.
     *
     * @param why in a sentence
     */
    public record Nothing(String why) implements Next {}

    /**
     * A release that nobody asked for yet.
     *
     * @param foundBy as {@link dev.drawbridge.delivery.gate.Candidate}'s
     */
    public record Candidate(Release release, String foundBy) implements Next {
        /** How it is known that there is something to ask for, in words. */
        public String why() {
            return foundBy.startsWith("healthy in ") ? foundBy : "what " + foundBy + " names";
        }
    }

    /**
     * A release on its way, the newest where there are several.
     *
     * @param stillNeeded whose approvals are still needed, in words
     */
    public record Open(Release release, Promotion promotion, String stillNeeded) implements Next {
        /** What it waits for, in words. */
        public String why() {
            return switch (promotion.phase()) {
                case REQUESTED -> "waits for " + stillNeeded;
                case GRANTED -> "waits for an operator";
                case ROLLING_OUT -> "on its way";
                default -> promotion.phase().words();
            };
        }
    }

    /**
     * Nobody can tell.
     *
     * @param why in a sentence
     */
    public record Unknown(String why) implements Next {}
}
