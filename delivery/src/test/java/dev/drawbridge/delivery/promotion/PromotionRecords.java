package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of one promotion as tests write them: rita asked at noon. */
final class PromotionRecords {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final String DIGEST = "sha256:" + "b".repeat(64);
    static final String NAME = "checkout-bbbbbbbb-1";
    static final String ID = "production/" + NAME;
    private static final RecordBody.Input INPUT = new RecordBody.Input("", "", null);

    static final ReleaseRecord<RecordBody.Request> REQUEST =
            record(
                    NAME,
                    "rita",
                    new RecordBody.Request(
                            "production",
                            "checkout",
                            "r/x@" + DIGEST,
                            DIGEST,
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
                            INPUT,
                            NOON.plusSeconds(7 * 24 * 3600)));

    private PromotionRecords() {}

    /** The promotion, looked at then, with these records beside its request. */
    static Promotion promotion(Instant now, ReleaseRecord<?>... more) {
        List<ReleaseRecord<? extends RecordBody>> all = new ArrayList<>(List.of(REQUEST));
        all.addAll(Arrays.asList(more));
        return new Promotion(ID, REQUEST, new Records(all), List.of("operators"), now);
    }

    /** A grant of an assessment by omar, resting on these approvals. */
    static ReleaseRecord<RecordBody.Grant> grant(String assessment, RecordRef... approvals) {
        return record(
                "grant-" + NAME + "-1",
                "omar",
                new RecordBody.Grant(
                        REQUEST.ref(),
                        List.of(approvals),
                        assessment,
                        null,
                        "",
                        RecordJson.tree(List.of()),
                        INPUT,
                        NOON.plusSeconds(24 * 3600)));
    }

    /** A record made at noon, whose uid and hash follow from its name. */
    static <T extends RecordBody> ReleaseRecord<T> record(String name, String who, T body) {
        return new ReleaseRecord<>(
                body.kind(),
                name,
                name + "-uid",
                name + "-sha",
                NOON,
                who,
                List.of(),
                "checkout",
                NAME,
                body);
    }
}
