package dev.drawbridge.delivery.promotion;

import static dev.drawbridge.delivery.promotion.PromotionRecords.NOON;
import static dev.drawbridge.delivery.promotion.PromotionRecords.REQUEST;
import static dev.drawbridge.delivery.promotion.PromotionRecords.grant;
import static dev.drawbridge.delivery.promotion.PromotionRecords.promotion;
import static dev.drawbridge.delivery.promotion.PromotionRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import org.junit.jupiter.api.Test;

class ActionsTest {
    private static final RecordBody.Approval APPROVAL =
            new RecordBody.Approval(REQUEST.ref(), "hash");
    private static final ReleaseRecord<RecordBody.Approval> APPROVED =
            record("approval-1", "omar", APPROVAL);

    @Test
    void anApprovalThatIsTheVeryObjectIsActedOn() {
        assertThatCode(() ->
                        Actions.requireApproved(
                                promotion(NOON, APPROVED), grant("hash", APPROVED.ref())))
                .doesNotThrowAnyException();
    }

    @Test
    void anApprovalDeletedAndMadeAgainIsNoticed() {
        ReleaseRecord<RecordBody.Approval> madeAgain =
                new ReleaseRecord<>(
                        APPROVED.kind(),
                        APPROVED.name(),
                        "another-uid",
                        APPROVED.sha256(),
                        NOON,
                        APPROVED.who(),
                        APPROVED.groups(),
                        APPROVED.service(),
                        APPROVED.promotion(),
                        APPROVAL);

        cannotTell(promotion(NOON, madeAgain), grant("hash", APPROVED.ref()));
        cannotTell(promotion(NOON), grant("hash", APPROVED.ref()));
    }

    @Test
    void aGrantOfAnotherAssessmentThanItsRequestIsNotActedOn() {
        cannotTell(promotion(NOON, APPROVED), grant("other", APPROVED.ref()));
    }

    @Test
    void aGrantThatEndedMeanwhileIsSaidInASentence() {
        ReleaseRecord<RecordBody.Refusal> refusal =
                record("refusal-1", "omar", new RecordBody.Refusal(REQUEST.ref(), "not now"));

        assertThatThrownBy(() ->
                        Actions.openGrant(promotion(NOON, grant("hash", APPROVED.ref()), refusal)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("it is refused (refused by omar: not now)");
    }

    private static void cannotTell(Promotion promotion, ReleaseRecord<RecordBody.Grant> grant) {
        assertThatThrownBy(() -> Actions.requireApproved(promotion, grant))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.CANT_TELL));
    }
}
