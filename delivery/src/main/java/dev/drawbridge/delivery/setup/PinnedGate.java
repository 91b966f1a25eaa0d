package dev.drawbridge.delivery.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.policies.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The pins as they stand in an environment's records: {@code cluster pins --show}. The record with
 * the highest number counts.
 *
 * @param record the record that holds them
 * @param who who set them, alone
 * @param since the API server's time of that
 * @param content what is pinned
 * @param sha256 of the content's canonical JSON; recomputed, never taken from the record
 */
public record PinnedGate(
        RecordRef record, String who, Instant since, JsonNode content, String sha256) {

    /**
     * The pins of an environment; empty where none were ever set, which never means "anything
     * goes".
     */
    public static Optional<PinnedGate> read(RecordStore store) {
        return new NumberedRecords(store, RecordKind.PINS).last().map(PinnedGate::of);
    }

    /** Sets pins, as one person's act. */
    static PinnedGate set(RecordStore store, Pins pins) {
        NumberedRecords records = new NumberedRecords(store, RecordKind.PINS);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("pins", pins.content());
        body.put("decided", "by one person");
        records.last()
                .ifPresent(before -> body.putArray("restsOn").add(RecordJson.tree(before.ref())));
        return of(records.add(body));
    }

    private static PinnedGate of(ReleaseRecord<RecordBody.Other> record) {
        JsonNode content = record.body().content().path("pins");
        return new PinnedGate(
                record.ref(),
                record.who(),
                record.created(),
                content,
                CanonicalJson.sha256(content));
    }

    /** Where a workspace differs from what is pinned, in words; empty: nowhere. */
    public List<String> differences(Pins current) {
        return Pins.compare(content, current.content());
    }
}
