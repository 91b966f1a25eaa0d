package dev.drawbridge.delivery.workspace;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one connection is made, where the system's defaults don't do. Holds no secret: the client key
 * is a file's name.
 *
 * @param ca certificates to trust, PEM; null: the system's
 * @param clientCertificate our certificate, PEM; given with {@code clientKey} or not at all
 * @param clientKey the key to it, PEM
 * @param proxy an HTTP proxy; null: none
 * @param headers sent with each request
 * @param timeout for one request; null: the connector's own
 */
public record ConnectionSettings(
        @Nullable Path ca,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey,
        @Nullable URI proxy,
        Map<String, String> headers,
        @Nullable Duration timeout) {

    /** Nothing set. */
    public static final ConnectionSettings NONE =
            new ConnectionSettings(null, null, null, null, Map.of(), null);

    public ConnectionSettings {
        headers = Map.copyOf(headers);
    }
}
