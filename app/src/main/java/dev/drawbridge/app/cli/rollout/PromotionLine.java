package dev.drawbridge.app.cli.rollout;

import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.records.RecordBody;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A promotion in one row. */
record PromotionLine(
        String id,
        String environment,
        String service,
        String digest,
        String phase,
        String requester,
        Instant requested,
        @Nullable String why) {

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
                promotion.outcome().map(o -> o.body().why()).orElse(null));
    }

    static Sheet sheet(List<PromotionLine> lines) {
        Sheet.Builder rows =
                Sheet.of("promotion", "digest", "state", "asked by", "asked at", "why");
        lines.forEach(p ->
                rows.row(
                        Cell.of(p.id()),
                        Cell.digest(p.digest()),
                        Cell.of(p.phase(), tone(p.phase())),
                        Cell.of(p.requester()),
                        Cell.time(p.requested()),
                        Cell.of(p.why())));
        return rows.build();
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
