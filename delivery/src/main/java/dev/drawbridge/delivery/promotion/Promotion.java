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
 * @param enders groups whose members end what others asked for
 * @param now the API server's time it was looked at
 */
public record Promotion(
        String id,
        ReleaseRecord<RecordBody.Request> request,
        Records records,
        List<String> enders,
        Instant now) {

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
        if (!refusals().isEmpty() && !isBegun()) {
            return Phase.REFUSED;
        }
        if (end(request).isPresent() && !isBegun()) {
            return Phase.ENDED;
        }
        Optional<ReleaseRecord<RecordBody.Grant>> grant = openGrant();
        if (grant.isPresent()) {
            return isBegun() ? Phase.ROLLING_OUT : Phase.GRANTED;
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

    /**
     * The grant that may still be acted on, or is being acted on: begun ones don't expire. Where
     * none was begun the last one counts, since another is made only where the one before it isn't
     * one.
     */
    public Optional<ReleaseRecord<RecordBody.Grant>> openGrant() {
        List<ReleaseRecord<RecordBody.Grant>> grants = grants();
        if (grants.isEmpty() || outcome().isPresent()) {
            return Optional.empty();
        }
        return grants.stream()
                .filter(this::isBegun)
                .reduce((a, b) -> b)
                .or(() -> Optional.of(grants.getLast()))
                .filter(this::isOpen);
    }

    private boolean isOpen(ReleaseRecord<RecordBody.Grant> grant) {
        boolean requestStands = refusals().isEmpty() && end(request).isEmpty();
        return end(grant).isEmpty()
                && !isPutBack()
                && (isBegun(grant) || requestStands && now.isBefore(grant.body().expires()));
    }

    /** The grants that can't be acted on any more and that nobody ever did act on. */
    public List<ReleaseRecord<RecordBody.Grant>> unusedGrants() {
        Optional<ReleaseRecord<RecordBody.Grant>> open = openGrant();
        return grants().stream()
                .filter(g -> !isBegun(g) && outcome(g).isEmpty())
                .filter(g -> open.isEmpty() || !open.get().equals(g))
                .toList();
    }

    /** Why nobody goes on with it, in words, where a person said so; empty else. */
    public Optional<String> endedBy() {
        Optional<String> refused =
                refusals().stream()
                        .findFirst()
                        .map(r -> "refused by " + r.who() + ": " + r.body().reason());
        return refused.or(() ->
                end(request)
                        .map(e ->
                                (e.who().equals(request.who())
                                                ? "withdrawn by its requester: "
                                                : "ended by " + e.who() + ": ")
                                        + e.body().reason()));
    }

    /** How it ended: the last grant's outcome. */
    public Optional<ReleaseRecord<RecordBody.Outcome>> outcome() {
        return grants().stream().flatMap(g -> outcome(g).stream()).reduce((a, b) -> b);
    }

    /** The rollback away from what it brought in, or that ended it; empty where there was none. */
    public Optional<Reversal> reversal() {
        return Reversal.of(this);
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
     * Whether a step of a grant changed the workload, or may have: what became of an intent isn't
     * known until somebody settles it. A step that is known not to have been done changed nothing.
     */
    boolean isBegun(ReleaseRecord<RecordBody.Grant> grant) {
        return steps(grant).stream().anyMatch(this::mayHaveBeenDone);
    }

    private boolean isBegun() {
        return grants().stream().anyMatch(this::isBegun);
    }

    private boolean mayHaveBeenDone(ReleaseRecord<RecordBody.Step> step) {
        List<String> results = results(step);
        return results.isEmpty() || results.contains("done");
    }

    /** Whether what became of a step of a grant isn't known yet. */
    boolean isUnsettled(ReleaseRecord<RecordBody.Grant> grant) {
        return steps(grant).stream().anyMatch(step -> results(step).isEmpty());
    }

    private List<String> results(ReleaseRecord<RecordBody.Step> step) {
        return records.of(RecordBody.StepDone.class).stream()
                .filter(done -> step.isNamedBy(done.body().step()))
                .map(done -> done.body().result())
                .toList();
    }

    /** Whether somebody rolled it back. */
    private boolean isPutBack() {
        return records.of(RecordBody.Rollback.class).stream()
                .anyMatch(rollback -> id.equals(rollback.body().ends()));
    }

    /** Its end by its own maker, or by one who ends what others made; another's ends nothing. */
    private Optional<ReleaseRecord<RecordBody.End>> end(ReleaseRecord<?> record) {
        return records.of(RecordBody.End.class).stream()
                .filter(e -> record.isNamedBy(e.body().ends()))
                .filter(e ->
                        e.who().equals(record.who())
                                || e.groups().stream().anyMatch(enders::contains))
                .findFirst();
    }
}
