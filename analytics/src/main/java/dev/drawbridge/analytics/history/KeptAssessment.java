package dev.drawbridge.analytics.history;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One judgement of the gate with all that is needed to repeat it.
 *
 * @param hash the assessment's; several judgements may share it, as time and approvals aren't in it
 * @param input the exact bytes the engine was given
 * @param findings the findings as JSON bytes
 * @param engine kind, version and pack digest in one line
 * @param at {@code now} of the input, by the server's clock
 */
public record KeptAssessment(
        String hash,
        String environment,
        String service,
        String digest,
        @Nullable String actor,
        byte[] input,
        byte[] findings,
        String engine,
        Instant at) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeptAssessment that
                && hash.equals(that.hash)
                && environment.equals(that.environment)
                && service.equals(that.service)
                && digest.equals(that.digest)
                && Objects.equals(actor, that.actor)
                && Arrays.equals(input, that.input)
                && Arrays.equals(findings, that.findings)
                && engine.equals(that.engine)
                && at.equals(that.at);
    }

    @Override
    public int hashCode() {
        return Objects.hash(hash, environment, service, digest, actor, engine, at)
                + 31 * Arrays.hashCode(input)
                + 17 * Arrays.hashCode(findings);
    }

    @Override
    public String toString() {
        return "KeptAssessment["
                + hash
                + " of "
                + service
                + " for "
                + environment
                + " at "
                + at
                + "]";
    }
}
