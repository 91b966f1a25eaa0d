package dev.drawbridge.delivery.promotion;

import static dev.drawbridge.delivery.promotion.PromotionRecords.DIGEST;
import static dev.drawbridge.delivery.promotion.PromotionRecords.ID;
import static dev.drawbridge.delivery.promotion.PromotionRecords.NOON;
import static dev.drawbridge.delivery.promotion.PromotionRecords.REQUEST;
import static dev.drawbridge.delivery.promotion.PromotionRecords.grant;
import static dev.drawbridge.delivery.promotion.PromotionRecords.promotion;
import static dev.drawbridge.delivery.promotion.PromotionRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.promotion.Promotion.Phase;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromotionTest {
    @Test
    void isRequestedUntilItsTimeIsOver() {
        assertThat(promotion(NOON).phase()).isEqualTo(Phase.REQUESTED);
        assertThat(promotion(NOON.plusSeconds(8 * 24 * 3600)).phase()).isEqualTo(Phase.EXPIRED);
    }

    @Test
    void countsNoApprovalOfARequestMadeAgainUnderItsName() {
        RecordRef again = new RecordRef(REQUEST.name(), "another-uid", REQUEST.sha256());

        assertThat(
                        promotion(
                                        NOON,
                                        record(
                                                "approval-1",
                                                "omar",
                                                new RecordBody.Approval(again, "hash")))
                                .approvals())
                .isEmpty();
    }

    @Test
    void countsNoApprovalOfAnotherAssessment() {
        assertThat(
                        promotion(
                                        NOON,
                                        record(
                                                "a",
                                                "omar",
                                                new RecordBody.Approval(REQUEST.ref(), "other")))
                                .approvals())
                .isEmpty();
        assertThat(
                        promotion(
                                        NOON,
                                        record(
                                                "a",
                                                "omar",
                                                new RecordBody.Approval(REQUEST.ref(), "hash")))
                                .approvals())
                .hasSize(1);
    }

    @Test
    void aRefusalEndsIt() {
        assertThat(
                        promotion(
                                        NOON,
                                        record(
                                                "r",
                                                "omar",
                                                new RecordBody.Refusal(REQUEST.ref(), "not now")))
                                .phase())
                .isEqualTo(Phase.REFUSED);
    }

    @Test
    void aGrantThatNothingWasBegunUnderEndsByItself() {
        ReleaseRecord<RecordBody.Grant> grant = grant("hash");

        assertThat(promotion(NOON, grant).phase()).isEqualTo(Phase.GRANTED);
        assertThat(promotion(NOON.plusSeconds(25 * 3600), grant).openGrant()).isEmpty();
    }

    @Test
    void aGrantThatWasBegunIsDrivenToItsEndHoweverLate() {
        ReleaseRecord<RecordBody.Grant> grant = grant("hash");
        RecordBody.Step step =
                new RecordBody.Step(grant.ref(), "checkout", "set-image", "1/x", "a", "b", 1, "d");

        ReleaseRecord<RecordBody.Step> begun = record("step-x-1", "sam", step);
        RecordBody.StepDone done =
                new RecordBody.StepDone(begun.ref(), "checkout", "done", "set", 2, false);
        Instant late = NOON.plusSeconds(25 * 3600);

        assertThat(promotion(late, grant, begun, record("step-x-1-done", "sam", done)).phase())
                .isEqualTo(Phase.ROLLING_OUT);
        assertThat(promotion(late, grant, begun).phase())
                .as("nobody knows yet what became of the intent")
                .isEqualTo(Phase.ROLLING_OUT);
    }

    @Test
    void aStepThatWasNotDoneKeepsNoRefusalFromEndingItAndNoGrantAlive() {
        ReleaseRecord<RecordBody.Grant> grant = grant("hash");
        RecordBody.Step step =
                new RecordBody.Step(grant.ref(), "checkout", "set-image", "1/x", "a", "b", 1, "d");
        ReleaseRecord<RecordBody.Step> begun = record("step-x-1", "sam", step);
        RecordBody.StepDone done =
                new RecordBody.StepDone(begun.ref(), "checkout", "not-done", "no", 1, false);
        ReleaseRecord<RecordBody.StepDone> notDone = record("step-x-1-done", "sam", done);
        ReleaseRecord<RecordBody.Refusal> refusal =
                record("r", "omar", new RecordBody.Refusal(REQUEST.ref(), "not now"));
        ReleaseRecord<RecordBody.End> end =
                record("end-x", "rita", new RecordBody.End(REQUEST.ref(), "a typo"));

        assertThat(promotion(NOON, grant, begun, notDone).phase()).isEqualTo(Phase.GRANTED);
        Promotion refused = promotion(NOON, grant, begun, notDone, refusal);
        assertThat(refused.phase()).isEqualTo(Phase.REFUSED);
        assertThat(refused.openGrant()).isEmpty();
        assertThat(refused.unusedGrants()).containsExactly(grant);
        assertThat(promotion(NOON, grant, begun, notDone, end).phase()).isEqualTo(Phase.ENDED);
        Promotion late = promotion(NOON.plusSeconds(25 * 3600), grant, begun, notDone);
        assertThat(late.phase()).isEqualTo(Phase.REQUESTED);
        assertThat(late.unusedGrants()).containsExactly(grant);

        assertThat(promotion(NOON, grant, begun, refusal).phase()).isEqualTo(Phase.ROLLING_OUT);
    }

    @Test
    void isOverOnceSomebodyRolledItBack() {
        ReleaseRecord<RecordBody.Grant> grant = grant("hash");
        RecordBody.Step step =
                new RecordBody.Step(grant.ref(), "checkout", "set-image", "1/x", "a", "b", 1, "d");
        ReleaseRecord<RecordBody.Step> begun = record("step-x-1", "sam", step);
        RecordBody.StepDone done =
                new RecordBody.StepDone(begun.ref(), "checkout", "done", "set", 2, false);
        RecordBody.Rollback back =
                new RecordBody.Rollback("production", "checkout", "b", "a", 1, ID, "errors", "2/x");
        Promotion promotion =
                promotion(
                        NOON,
                        grant,
                        begun,
                        record("step-x-1-done", "sam", done),
                        record("rollback-checkout-2", "lee", back));

        assertThat(promotion.phase()).isEqualTo(Phase.OVERTAKEN);
        assertThat(promotion.openGrant()).isEmpty();
    }

    @Test
    void aRollbackPutItBackOnlyWhereItsOutcomeSaysSo() {
        ReleaseRecord<RecordBody.Grant> grant = grant("hash");
        ReleaseRecord<RecordBody.Outcome> in =
                record("outcome-" + grant.name(), "sam", outcome(grant.ref(), "healthy"));
        RecordBody.Rollback body =
                new RecordBody.Rollback(
                        "production", "checkout", "r/x@" + DIGEST, "a", 1, null, "errors", "2/x");
        ReleaseRecord<RecordBody.Rollback> back = record("rollback-checkout-2", "lee", body);
        String end = "outcome-" + back.name();

        assertThat(promotion(NOON, grant, in).reversal()).isEmpty();
        assertThat(reversal(grant, in, back)).isEqualTo(Reversal.State.BEGUN);
        assertThat(reversal(grant, in, back, record(end, "lee", outcome(back.ref(), "healthy"))))
                .isEqualTo(Reversal.State.DONE);
        assertThat(reversal(grant, in, back, record(end, "lee", outcome(back.ref(), "failed"))))
                .isEqualTo(Reversal.State.FAILED);
        assertThat(reversal(grant, in, back, record(end, "lee", outcome(grant.ref(), "healthy"))))
                .as("another's outcome under its name")
                .isEqualTo(Reversal.State.BEGUN);

        ReleaseRecord<RecordBody.Rollback> second = record("rollback-checkout-3", "lee", body);
        Promotion twice =
                promotion(
                        NOON,
                        grant,
                        in,
                        back,
                        record(end, "lee", outcome(back.ref(), "failed")),
                        second,
                        record(
                                "outcome-" + second.name(),
                                "lee",
                                outcome(second.ref(), "healthy")));
        assertThat(twice.reversal().orElseThrow())
                .isEqualTo(new Reversal(second, Reversal.State.DONE));
    }

    private Reversal.State reversal(ReleaseRecord<?>... records) {
        return promotion(NOON, records).reversal().orElseThrow().state();
    }

    private static RecordBody.Outcome outcome(RecordRef restsOn, String result) {
        return new RecordBody.Outcome(
                restsOn,
                "production",
                "checkout",
                result,
                "seen",
                null,
                restsOn.name().startsWith("rollback") ? "a" : "r/x@" + DIGEST,
                null,
                1,
                1,
                1,
                "no traffic source configured",
                List.of(),
                List.of(),
                List.of(),
                new RecordBody.Mark("uid", 1, 1, "in histories only"));
    }

    @Test
    void nobodyElseEndsARequest() {
        RecordBody.End end = new RecordBody.End(REQUEST.ref(), "mine now");

        assertThat(promotion(NOON, record("end-x", "eve", end)).phase()).isEqualTo(Phase.REQUESTED);
        assertThat(promotion(NOON, record("end-x", "rita", end)).phase()).isEqualTo(Phase.ENDED);
    }

    @Test
    void decidesNothingOnRecordsThatCannotBeRead() {
        RecordBody.Unreadable unreadable =
                new RecordBody.Unreadable(
                        dev.drawbridge.delivery.records.RecordKind.OUTCOME,
                        "record x can't be read");

        assertThat(promotion(NOON, record("x", "eve", unreadable)).phase())
                .isEqualTo(Phase.UNREADABLE);
    }
}
