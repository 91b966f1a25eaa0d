package dev.drawbridge.analytics.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Never changed once appended.
 *
 * @param at when it happened, by the server's clock; kept in milliseconds
 * @param type one of {@link EventTypes}, or any other word: events of unknown type are kept and
 *     have no table
 * @param promotion the promotion's or rollback's id, where it belongs to one
 * @param actor who did it, as the source names them
 * @param source where the desk has it from: {@code desk}, {@code cluster-record}, {@code
 *     replicaset-history} …
 * @param key unique in the file; a second event with the same key isn't added, so a sync may be
 *     repeated
 * @param body a JSON object without any secret
 */
public record Event(
        Instant at,
        String type,
        @Nullable String environment,
        @Nullable String service,
        @Nullable String promotion,
        @Nullable String actor,
        String source,
        String key,
        JsonNode body) {
    public Event {
        Objects.requireNonNull(at, "at");
        if (type.isBlank() || source.isBlank() || key.isBlank()) {
            throw new IllegalArgumentException("an event needs a type, a source and a key");
        }
        if (!body.isObject()) {
            throw new IllegalArgumentException(
                    "the body of event " + key + " is not a JSON object");
        }
    }
}
