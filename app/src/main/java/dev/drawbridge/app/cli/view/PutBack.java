package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.output.Times;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * The rollback by which somebody put something else in the place of what a promotion had brought.
 *
 * @param to the image that was put back
 * @param record of the rollback
 */
public record PutBack(String who, Instant at, String to, String reason, String record) {

    /**
     * The first rollback away from what a promotion brought in, or that ended it under way; none
     * where another promotion had brought the same image in again before.
     */
    public static Optional<PutBack> of(Promotion promotion) {
        return promotion.records().of(RecordBody.Rollback.class).stream()
                .filter(r -> promotion.id().equals(r.body().ends()) || undoes(r, promotion))
                .findFirst()
                .map(r ->
                        new PutBack(
                                r.who(), r.created(), r.body().to(), r.body().reason(), r.name()));
    }

    private static boolean undoes(
            ReleaseRecord<RecordBody.Rollback> rollback, Promotion promotion) {
        String image = promotion.request().body().image();
        return promotion
                .outcome()
                .filter(mine -> rollback.body().from().equals(image))
                .filter(mine -> !rollback.created().isBefore(mine.created()))
                .filter(mine ->
                        promotion.records().of(RecordBody.Outcome.class).stream()
                                .filter(other -> other.body().image().equals(image))
                                .filter(other -> other.created().isAfter(mine.created()))
                                .noneMatch(other -> !other.created().isAfter(rollback.created())))
                .isPresent();
    }

    /** By whom, when and why. */
    public String words(Times times) {
        return "put back by " + who + " at " + times.local(at) + ": " + reason;
    }
}
