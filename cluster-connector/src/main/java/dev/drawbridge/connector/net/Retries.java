package dev.drawbridge.connector.net;

import dev.drawbridge.connector.ConnectorException;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tries a read again when nothing answered: three tries in all, 0.2 s and 0.4 s apart with jitter.
 * Any thread.
 */
public final class Retries {

    /** How many times a read is tried in all. */
    public static final int TRIES = 3;

    private static final RetryPolicy<Object> POLICY =
            RetryPolicy.builder()
                    .handleIf(failure ->
                            failure instanceof ConnectorException e
                                    && e.kind() == ConnectorException.Kind.UNREACHABLE)
                    .withMaxAttempts(TRIES)
                    .withBackoff(Duration.ofMillis(200), Duration.ofSeconds(2))
                    .withJitter(0.25)
                    .build();

    private Retries() {}

    /** Runs an idempotent request; throws its last failure. Never give it a write. */
    public static <T> T read(Supplier<T> request) {
        return Failsafe.with(POLICY).get(request::get);
    }
}
