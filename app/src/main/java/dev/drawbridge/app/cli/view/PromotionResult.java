package dev.drawbridge.app.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.policies.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A promotion in any state, as a program reads it.
 *
 * @param phase where it stands, in words
 * @param candidateFrom how the digest was come by
 * @param approvals those that name this request and its assessment; which of them count is for the
 *     gate
 * @param stillNeeded whose approval is still needed, in words
 * @param findings those of the gate's last look that is on record, worst first
 * @param journal what was done, oldest first
 * @param outcome how it ended, in words; null while it hasn't
 * @param marked what was found when it was judged again at its end and takes back the right to
 *     promote it further; null where nothing was
 * @param rollback the one away from what it brought in; null where there was none
 * @param change the commits, as the gate saw them when it was asked for
 * @param approveWith the command line that would approve it in the reader's own name; null once it
 *     is over
 */
public record PromotionResult(
        String id,
        String environment,
        String service,
        String phase,
        boolean over,
        String image,
        String digest,
        String candidateFrom,
        @Nullable String from,
        String plan,
        String requester,
        Instant requested,
        Instant expires,
        String reason,
        @Nullable String ticket,
        @Nullable String impact,
        @Nullable String backOut,
        String assessment,
        List<Said> approvals,
        List<Said> refusals,
        @Nullable String stillNeeded,
        List<GateResult.FindingLine> findings,
        List<Entry> journal,
        @Nullable String outcome,
        @Nullable String marked,
        @Nullable RollbackResult rollback,
        ChangeResult change,
        @Nullable String approveWith) {

    /** What a person said. */
    public record Said(
            String who, List<String> groups, Instant at, String record, @Nullable String reason) {}

    /** A line of the journal. */
    public record Entry(Instant at, String who, String record, String what) {}

    /**
     * A promotion as its records tell it.
     *
     * @param stillNeeded in words; null where nobody's approval is
     * @param approveWith null once it is over
     */
    public static PromotionResult of(
            Promotion promotion, @Nullable String stillNeeded, @Nullable String approveWith) {
        ReleaseRecord<RecordBody.Request> request = promotion.request();
        RecordBody.Request body = request.body();
        RecordBody.From from = body.from();
        return new PromotionResult(
                promotion.id(),
                body.environment(),
                body.service(),
                promotion.phase().words(),
                promotion.phase().isOver(),
                body.image(),
                body.digest(),
                body.candidateFrom(),
                from == null ? null : from.image(),
                body.plan(),
                request.who(),
                request.created(),
                body.expires(),
                body.reason(),
                body.ticket(),
                body.impact(),
                body.backOut(),
                body.assessment(),
                promotion.approvals().stream().map(a -> said(a, null)).toList(),
                promotion.refusals().stream().map(r -> said(r, r.body().reason())).toList(),
                stillNeeded,
                findings(promotion),
                journal(promotion),
                promotion.outcome().map(o -> o.body().why()).or(promotion::endedBy).orElse(null),
                promotion.outcome().map(o -> o.body().marked()).orElse(null),
                RollbackResult.of(promotion),
                ChangeResult.of(body.input()),
                approveWith);
    }

    private static Said said(ReleaseRecord<?> record, @Nullable String reason) {
        return new Said(record.who(), record.groups(), record.created(), record.name(), reason);
    }

    /** Of the last grant, else of the request. */
    private static List<GateResult.FindingLine> findings(Promotion promotion) {
        RecordBody.Request request = promotion.request().body();
        List<ReleaseRecord<RecordBody.Grant>> grants = promotion.grants();
        JsonNode kept = grants.isEmpty() ? request.findings() : grants.getLast().body().findings();
        try {
            return GateResult.findings(List.of(RecordJson.read(kept.toString(), Finding[].class)));
        } catch (JsonProcessingException e) {
            return unreadableFindings(promotion);
        }
    }

    private static List<GateResult.FindingLine> unreadableFindings(Promotion promotion) {
        return List.of(
                new GateResult.FindingLine(
                        "cant-tell",
                        "records.readable",
                        "Findings on record can be read",
                        promotion.id(),
                        "the findings on record aren't what this version writes",
                        "use the release of Drawbridge that made the request, or ask anew",
                        List.of(),
                        List.of(),
                        null));
    }

    private static List<Entry> journal(Promotion promotion) {
        List<Entry> entries = new ArrayList<>();
        Stream.concat(Stream.of(promotion.request()), promotion.records().all().stream())
                .distinct()
                .filter(r -> belongs(r, promotion))
                .forEach(r ->
                        words(r.body())
                                .ifPresent(what ->
                                        entries.add(
                                                new Entry(r.created(), r.who(), r.name(), what))));
        return entries;
    }

    private static boolean belongs(ReleaseRecord<?> record, Promotion promotion) {
        return switch (record.body()) {
            case RecordBody.Rollback rollback -> promotion.id().equals(rollback.ends());
            default ->
                    record.promotion().equals(promotion.request().name())
                            || record.name().equals(promotion.request().name());
        };
    }

    private static Optional<String> words(RecordBody body) {
        return switch (body) {
            case RecordBody.Request request -> Optional.of("asked: " + request.reason());
            case RecordBody.Approval approval ->
                    Optional.of("approved assessment " + approval.assessment());
            case RecordBody.Refusal refusal -> Optional.of("refused: " + refusal.reason());
            case RecordBody.Grant grant ->
                    Optional.of(
                            grant.approvals().isEmpty()
                                    ? "granted; no approval is named there"
                                    : "granted, resting on "
                                            + String.join(
                                                    ", ",
                                                    grant.approvals().stream()
                                                            .map(RecordRef::name)
                                                            .toList()));
            case RecordBody.Step step ->
                    Optional.of(
                            "is about to "
                                    + step.act()
                                    + ": "
                                    + step.before()
                                    + " → "
                                    + step.after()
                                    + ", fence "
                                    + step.fence());
            case RecordBody.StepDone done ->
                    Optional.of(
                            done.result()
                                    + (done.settled() ? ", settled by looking" : "")
                                    + ": "
                                    + done.why());
            case RecordBody.Outcome outcome ->
                    Optional.of(
                            outcome.result()
                                    + ": "
                                    + outcome.why()
                                    + " ("
                                    + outcome.podsReady()
                                    + " of "
                                    + outcome.pods()
                                    + " pods ready; "
                                    + outcome.traffic()
                                    + ")"
                                    + (outcome.marked() == null
                                            ? ""
                                            : "; marked: " + outcome.marked()));
            case RecordBody.Rollback rollback ->
                    Optional.of("rollback begun: " + rollback.reason());
            case RecordBody.End end -> Optional.of("ended: " + end.reason());
            case RecordBody.Unreadable unreadable ->
                    Optional.of("can't be read: " + unreadable.why());
            default -> Optional.empty();
        };
    }
}
