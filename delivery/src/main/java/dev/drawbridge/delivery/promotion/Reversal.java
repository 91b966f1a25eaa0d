package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.util.List;
import java.util.Optional;

/**
 * A rollback away from what a promotion brought in, or that ended it under way. Its record is an
 * intent: only its outcome tells whether anything was put back.
 */
public record Reversal(ReleaseRecord<RecordBody.Rollback> rollback, State state) {

    /** What is on record of how it went. */
    public enum State {
        /** No outcome is on record. */
        BEGUN,
        /** The earlier image was seen healthy. */
        DONE,
        /** It ended otherwise. */
        FAILED
    }

    /**
     * The first that put something else in its place, else the last that was tried; none where
     * another promotion had brought the same image in again before.
     */
    static Optional<Reversal> of(Promotion promotion) {
        List<Reversal> all =
                promotion.records().of(RecordBody.Rollback.class).stream()
                        .filter(r -> promotion.id().equals(r.body().ends()) || undoes(r, promotion))
                        .map(r -> new Reversal(r, state(r, promotion)))
                        .toList();
        return all.stream()
                .filter(r -> r.state() == State.DONE)
                .findFirst()
                .or(() -> all.stream().reduce((a, b) -> b));
    }

    private static State state(ReleaseRecord<RecordBody.Rollback> rollback, Promotion promotion) {
        return promotion
                .records()
                .named(RecordNames.outcome(rollback.name()), RecordBody.Outcome.class)
                .filter(outcome -> rollback.isNamedBy(outcome.body().restsOn()))
                .map(outcome ->
                        outcome.body().result().equals("healthy") ? State.DONE : State.FAILED)
                .orElse(State.BEGUN);
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
}
