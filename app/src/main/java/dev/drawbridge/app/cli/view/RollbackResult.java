package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.output.Times;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.promotion.Reversal;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rollback away from what a promotion had brought.
 *
 * @param state {@code done} where the earlier image was seen healthy, {@code failed} where it ended
 *     otherwise, {@code begun} where no outcome of it is on record
 * @param to the image that was to be put back
 * @param record of the rollback
 */
public record RollbackResult(
        String state, String who, Instant at, String to, String reason, String record) {

    /** The one that counts; null where there was none. */
    public static @Nullable RollbackResult of(Promotion promotion) {
        return promotion.reversal().map(RollbackResult::of).orElse(null);
    }

    private static RollbackResult of(Reversal reversal) {
        ReleaseRecord<RecordBody.Rollback> rollback = reversal.rollback();
        return new RollbackResult(
                reversal.state().name().toLowerCase(Locale.ROOT),
                rollback.who(),
                rollback.created(),
                rollback.body().to(),
                rollback.body().reason(),
                rollback.name());
    }

    /** What became of it: {@code put back}, {@code rollback failed} or {@code rollback begun}. */
    public String brief() {
        return isDone() ? "put back" : "rollback " + state;
    }

    /** Whether what it was to put back is known to have been. */
    boolean isDone() {
        return state.equals("done");
    }

    /** By whom, when and why. */
    public String words(Times times) {
        return brief() + " by " + who + " at " + times.local(at) + ": " + reason;
    }
}
