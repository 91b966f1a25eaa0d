package dev.drawbridge.delivery.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Records {@code <kind>-<n>} of one kind, in the order of their numbers. A number is given once: a
 * second try collides.
 */
final class NumberedRecords {

    private final RecordStore store;
    private final RecordKind kind;

    NumberedRecords(RecordStore store, RecordKind kind) {
        this.store = store;
        this.kind = kind;
    }

    /** All of them that read, by number. */
    List<ReleaseRecord<RecordBody.Other>> all() {
        return store.ofKind(kind).of(RecordBody.Other.class).stream()
                .filter(record -> number(record.name()) > 0)
                .sorted(Comparator.comparingInt(record -> number(record.name())))
                .toList();
    }

    Optional<ReleaseRecord<RecordBody.Other>> last() {
        List<ReleaseRecord<RecordBody.Other>> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    ReleaseRecord<RecordBody.Other> add(JsonNode content) {
        int next = last().map(record -> number(record.name())).orElse(0) + 1;
        return store.create(kind.label() + "-" + next, "", "", new RecordBody.Other(kind, content));
    }

    private int number(String name) {
        String prefix = kind.label() + "-";
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return digits.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(digits) : 0;
    }
}
