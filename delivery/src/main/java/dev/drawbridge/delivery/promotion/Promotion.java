package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A promotion as its records tell it.
 *
 * @param id {@code <environment>/<request name>}
 * @param request what was asked
 * @param records every record of it and of its service's rollbacks, oldest first
 * @param now the API server's time it was looked at
 */
public record Promotion(
        String id, ReleaseRecord<RecordBody.Request> request, Records records, Instant now) {

    /** Where a promotion stands. */
    public enum Phase {
        REQUESTED("requested"),
        GRANTED("granted"),
        ROLLING_OUT("rolling out"),
        HEALTHY("healthy"),
        FAILED("failed"),
        OVERTAKEN("overtaken"),
        REFUSED("refused"),
        ENDED("ended"),
        EXPIRED("expired"),
        UNREADABLE("can't be read");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        /** In words, for a person. */
        public String words() {
            return words;
        }

        /** Whether nothing more happens to it. */
        public boolean isOver() {
            return switch (this) {
                case HEALTHY, FAILED, OVERTAKEN, REFUSED, ENDED, EXPIRED -> true;
                default -> false;
            };
        }
    }

    /** Where it stands. */
    public Phase phase() {
        if (!records.unreadable().isEmpty()) {
            return Phase.UNREADABLE;
        }
        Optional<ReleaseRecord<RecordBody.Outcome>> outcome = outcome();
        if (outcome.isPresent()) {
            return switch (outcome.get().body().result()) {
                case "healthy" -> Phase.HEALTHY;
                case "overtaken" -> Phase.OVERTAKEN;
                default -> Phase.FAILED;
            };
        }
        if (isPutBack()) {
            return Phase.OVERTAKEN;
        }
        if (!refusals().isEmpty() && steps().isEmpty()) {
            return Phase.REFUSED;
        }
        if (isEnded(request)) {
            return Phase.ENDED;
        }
        Optional<ReleaseRecord<RecordBody.Grant>> grant = openGrant();
        if (grant.isPresent()) {
            return steps().isEmpty() ? Phase.GRANTED : Phase.ROLLING_OUT;
        }
        return now.isBefore(request.body().expires()) ? Phase.REQUESTED : Phase.EXPIRED;
    }

    /**
     * The approvals that name this very request and its assessment; who made them isn't judged
     * here.
     */
    public List<ReleaseRecord<RecordBody.Approval>> approvals() {
        return records.of(RecordBody.Approval.class).stream()
                .filter(a -> request.isNamedBy(a.body().request()))
                .filter(a -> a.body().assessment().equals(request.body().assessment()))
                .toList();
    }

    /** The refusals of this very request. */
    public List<ReleaseRecord<RecordBody.Refusal>> refusals() {
        return records.of(RecordBody.Refusal.class).stream()
                .filter(r -> request.isNamedBy(r.body().request()))
                .toList();
    }

    /** Its grants, oldest first. */
    public List<ReleaseRecord<RecordBody.Grant>> grants() {
        return records.of(RecordBody.Grant.class).stream()
                .filter(g -> request.isNamedBy(g.body().request()))
                .toList();
    }

    /** The grant that may still be acted on, or is being acted on: begun ones don't expire. */
    public Optional<ReleaseRecord<RecordBody.Grant>> openGrant() {
        return grants().stream()
                .filter(g -> !isEnded(g) && !isPutBack())
                .filter(g -> refusals().isEmpty() || !steps(g).isEmpty())
                .filter(g -> outcome(g).isEmpty())
                .filter(g -> now.isBefore(g.body().expires()) || isBegun(g))
                .reduce((a, b) -> b);
    }

    /** The steps of its grants, oldest first. */
    public List<ReleaseRecord<RecordBody.Step>> steps() {
        return grants().stream().flatMap(g -> steps(g).stream()).toList();
    }

    /** How it ended: the last grant's outcome. */
    public Optional<ReleaseRecord<RecordBody.Outcome>> outcome() {
        return grants().stream().flatMap(g -> outcome(g).stream()).reduce((a, b) -> b);
    }

    private List<ReleaseRecord<RecordBody.Step>> steps(ReleaseRecord<RecordBody.Grant> grant) {
        return records.of(RecordBody.Step.class).stream()
                .filter(s -> grant.isNamedBy(s.body().restsOn()))
                .toList();
    }

    private Optional<ReleaseRecord<RecordBody.Outcome>> outcome(
            ReleaseRecord<RecordBody.Grant> grant) {
        return records.named(RecordNames.outcome(grant.name()), RecordBody.Outcome.class)
                .filter(o -> grant.isNamedBy(o.body().restsOn()));
    }

    /**
     * Whether a step of a grant is known to have changed the workload. An intent alone changes
     * nothing.
     */
    boolean isBegun(ReleaseRecord<RecordBody.Grant> grant) {
        return records.anyStepDone(grant.ref());
    }

    /** Whether somebody rolled it back. */
    private boolean isPutBack() {
        return records.of(RecordBody.Rollback.class).stream()
                .anyMatch(rollback -> id.equals(rollback.body().ends()));
    }

    /** Whether its own maker ended it; another's word ends nothing. */
    private boolean isEnded(ReleaseRecord<?> record) {
        return records.of(RecordBody.End.class).stream()
                .anyMatch(e -> record.isNamedBy(e.body().ends()) && e.who().equals(record.who()));
    }
}
