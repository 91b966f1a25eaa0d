package dev.drawbridge.app.cli.rollout;

import dev.drawbridge.app.cli.view.RollbackResult;
import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.records.RecordBody;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promotion in one row.
 *
 * @param rollback the one away from what it brought in; null where there was none
 */
record PromotionLine(
        String id,
        String environment,
        String service,
        String digest,
        String phase,
        String requester,
        Instant requested,
        @Nullable String why,
        @Nullable RollbackResult rollback) {

    static PromotionLine of(Promotion promotion) {
        RecordBody.Request request = promotion.request().body();
        return new PromotionLine(
                promotion.id(),
                request.environment(),
                request.service(),
                request.digest(),
                promotion.phase().words(),
                promotion.request().who(),
                promotion.request().created(),
                promotion.outcome().map(o -> o.body().why()).or(promotion::endedBy).orElse(null),
                RollbackResult.of(promotion));
    }

    static Sheet sheet(List<PromotionLine> lines) {
        Sheet.Builder rows =
                Sheet.of("promotion", "digest", "state", "asked by", "asked at", "why", "rollback");
        for (PromotionLine p : lines) {
            RollbackResult back = p.rollback();
            rows.row(
                    Cell.of(p.id()),
                    Cell.digest(p.digest()),
                    back == null
                            ? Cell.of(p.phase(), tone(p.phase()))
                            : Cell.brief(p.phase() + ", " + back.brief(), p.phase()),
                    Cell.of(p.requester()),
                    Cell.time(p.requested()),
                    Cell.of(p.why()),
                    back == null ? Cell.of("") : Cell.telling(back::words));
        }
        return rows.build();
    }

    /** Whether something is to happen with it yet. */
    boolean isOpen() {
        return List.of("requested", "granted", "rolling out").contains(phase);
    }

    static Tone tone(String phase) {
        return switch (phase) {
            case "healthy" -> Tone.GOOD;
            case "rolling out" -> Tone.WORKING;
            case "failed", "can't be read" -> Tone.FAILED;
            case "refused" -> Tone.BLOCKED;
            case "requested", "granted" -> Tone.WAITING;
            default -> Tone.QUIET;
        };
    }
}
