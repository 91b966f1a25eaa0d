package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private final ReleaseRecord<RecordBody.Request> request =
            record("checkout-bbbbbbbb-1", "uid-1", "rita", request());
    private final RecordBody.Approval approval = new RecordBody.Approval(request.ref(), "hash");
    private final ReleaseRecord<RecordBody.Approval> approved =
            record("approval-1", "uid-2", "omar", approval);

    @Test
    void anApprovalThatIsTheVeryObjectIsActedOn() {
        assertThatCode(() -> Actions.requireApproved(promotion(approved), grant("hash")))
                .doesNotThrowAnyException();
    }

    @Test
    void anApprovalDeletedAndMadeAgainIsNoticed() {
        cannotTell(promotion(record("approval-1", "uid-3", "omar", approval)), grant("hash"));
        cannotTell(promotion(), grant("hash"));
    }

    @Test
    void aGrantOfAnotherAssessmentThanItsRequestIsNotActedOn() {
        cannotTell(promotion(approved), grant("other"));
    }

    @Test
    void aGrantThatEndedMeanwhileIsSaidInASentence() {
        ReleaseRecord<RecordBody.Refusal> refusal =
                record(
                        "refusal-1",
                        "uid-5",
                        "omar",
                        new RecordBody.Refusal(request.ref(), "not now"));

        assertThatThrownBy(() -> Actions.openGrant(promotion(grant("hash"), refusal)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("it is refused (refused by omar: not now)");
    }

    private static void cannotTell(Promotion promotion, ReleaseRecord<RecordBody.Grant> grant) {
        assertThatThrownBy(() -> Actions.requireApproved(promotion, grant))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.CANT_TELL));
    }

    @SafeVarargs
    private Promotion promotion(ReleaseRecord<? extends RecordBody>... more) {
        List<ReleaseRecord<? extends RecordBody>> all = new ArrayList<>(List.of(request));
        all.addAll(List.of(more));
        return new Promotion(
                "production/" + request.name(), request, new Records(all), List.of(), NOON);
    }

    private ReleaseRecord<RecordBody.Grant> grant(String assessment) {
        return record(
                "grant-checkout-bbbbbbbb-1-1",
                "uid-4",
                "omar",
                new RecordBody.Grant(
                        request.ref(),
                        List.of(new RecordRef("approval-1", "uid-2", approved.sha256())),
                        assessment,
                        null,
                        "",
                        RecordJson.tree(List.of()),
                        new RecordBody.Input("", "", null),
                        NOON.plusSeconds(24 * 3600)));
    }

    private static RecordBody.Request request() {
        String digest = "sha256:" + "b".repeat(64);
        return new RecordBody.Request(
                "production",
                "checkout",
                "r/x@" + digest,
                digest,
                null,
                "rolling",
                "why",
                null,
                null,
                null,
                "hash",
                "pack",
                null,
                List.of(),
                "tag main",
                RecordJson.tree(List.of()),
                new RecordBody.Input("", "", null),
                NOON.plusSeconds(7 * 24 * 3600));
    }

    private static <T extends RecordBody> ReleaseRecord<T> record(
            String name, String uid, String who, T body) {
        return new ReleaseRecord<>(
                body.kind(),
                name,
                uid,
                name + "-sha",
                NOON,
                who,
                List.of(),
                "checkout",
                "checkout-bbbbbbbb-1",
                body);
    }
}
