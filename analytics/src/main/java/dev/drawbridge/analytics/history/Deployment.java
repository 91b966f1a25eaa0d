package dev.drawbridge.analytics.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of what runs, as far as the events tell.
 *
 * @param id the promotion's or rollback's id, or one made from the cluster's own history
 * @param started null where only its end is known
 * @param ended null while it is under way
 * @param outcome null while it is under way; {@code healthy}, {@code failed}, {@code rolled-back} …
 * @param kind {@code promotion}, {@code rollback}, {@code baseline}, {@code external}
 * @param source the source of the first event that named it
 */
public record Deployment(
        String id,
        String environment,
        String service,
        @Nullable String digest,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable String outcome,
        @Nullable String kind,
        String source) {}
