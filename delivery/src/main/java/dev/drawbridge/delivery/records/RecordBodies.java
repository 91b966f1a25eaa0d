package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a record's body as its kind says. Anybody with the right may have written it by hand. */
final class RecordBodies {
    private RecordBodies() {}

    /**
     * The body.
     *
     * @throws JsonProcessingException when it isn't JSON of that kind
     * @throws IllegalArgumentException when it lacks what its kind always has
     */
    static RecordBody read(RecordKind kind, boolean done, String text)
            throws JsonProcessingException {
        RecordBody body = parsed(kind, done, text);
        if (body == null) {
            throw new IllegalArgumentException("it is null");
        }
        requireComplete((Record) body);
        return body;
    }

    /** What may be absent says so by {@link Nullable}; all else is there. */
    private static void requireComplete(Record value) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object held = held(value, component);
            if (held == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new IllegalArgumentException("it has no " + component.getName());
            }
            Collection<?> all = held instanceof Collection<?> several ? several : listOf(held);
            for (Object each : all) {
                if (each instanceof Record inner) {
                    requireComplete(inner);
                }
            }
        }
    }

    private static Collection<?> listOf(@Nullable Object one) {
        return one == null ? List.of() : List.of(one);
    }

    private static @Nullable Object held(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's own component can always be read", e);
        }
    }

    private static @Nullable RecordBody parsed(RecordKind kind, boolean done, String text)
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
