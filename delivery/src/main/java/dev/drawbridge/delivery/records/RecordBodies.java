package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** Reads a record's body as its kind says. Anybody with the right may have written it by hand. */
final class RecordBodies {
    private RecordBodies() {}

    /**
     * The body.
     *
     * @throws JsonProcessingException when it isn't JSON of that kind, or lacks what its kind
     *     always has
     */
    static RecordBody read(RecordKind kind, boolean done, String text)
            throws JsonProcessingException {
        return switch (kind) {
            case REQUEST -> RecordJson.read(text, RecordBody.Request.class);
            case APPROVAL -> RecordJson.read(text, RecordBody.Approval.class);
            case REFUSAL -> RecordJson.read(text, RecordBody.Refusal.class);
            case GRANT -> RecordJson.read(text, RecordBody.Grant.class);
            case STEP ->
                    done
                            ? RecordJson.read(text, RecordBody.StepDone.class)
                            : RecordJson.read(text, RecordBody.Step.class);
            case ROLLBACK -> RecordJson.read(text, RecordBody.Rollback.class);
            case OUTCOME -> RecordJson.read(text, RecordBody.Outcome.class);
            case FREEZE -> RecordJson.read(text, RecordBody.Freeze.class);
            case END -> RecordJson.read(text, RecordBody.End.class);
            default -> new RecordBody.Other(kind, RecordJson.read(text, JsonNode.class));
        };
    }
}
