package dev.drawbridge.analytics.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The intent of one act, written before it.
 *
 * @param name unique within its environment, for example {@code step-grant-checkout-1a2b3c4d-1-1-2}
 * @param intent what is about to be done, as a JSON object: enough to look whether it was
 */
public record JournalStep(
        String environment,
        String name,
        @Nullable String service,
        @Nullable String promotion,
        @Nullable String actor,
        Instant at,
        JsonNode intent) {}
