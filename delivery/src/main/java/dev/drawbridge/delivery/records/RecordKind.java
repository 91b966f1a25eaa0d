package dev.drawbridge.delivery.records;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of record, each also the name of an invented resource in group {@code drawbridge.dev}
 * on which the right to make it is granted.
 */
public enum RecordKind {
    REQUEST,
    APPROVAL,
    REFUSAL,
    GRANT,
    STEP,
    STEER,
    ROLLBACK,
    OUTCOME,
    CHECKPOINT,
    DESK,
    FREEZE,
    END,
    WAIVER_REQUEST,
    WAIVER,
    PINS_PROPOSAL,
    PINS,
    BREAK_GLASS,
    SECOND_LOOK,
    UPKEEP;

    /** The word in label {@code drawbridge.dev/kind}, such as {@code waiver-request}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a label's word; empty for a word that is no kind. */
    public static Optional<RecordKind> of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
}
