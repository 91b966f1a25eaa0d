package dev.drawbridge.connector.net;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one host: what a workspace may say about any connection. Immutable; any thread.
 *
 * @param ca PEM file of the authorities to trust instead of the system's
 * @param clientCertificate PEM file of the certificate (chain) to show; together with {@code
 *     clientKey}
 * @param clientKey PEM file of its private key (PKCS 8, PKCS 1 or SEC 1, unencrypted)
 * @param proxy {@code http://host:port} or {@code socks5://host:port}; without it HTTPS_PROXY,
 *     HTTP_PROXY and NO_PROXY of the environment count; a loopback host never goes through the
 *     environment's proxy
 * @param headers sent with every request to this host and to no other
 * @param timeout for connecting, and for each wait for bytes; a whole call may take thirty times as
 *     long
 * @param traffic told of every request
 */
public record ConnectionOptions(
        @Nullable Path ca,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey,
        @Nullable URI proxy,
        Map<String, String> headers,
        Duration timeout,
        Traffic traffic) {

    /** The system's authorities, the environment's proxy, 10 s. */
    public static final ConnectionOptions DEFAULT =
            new ConnectionOptions(null, null, null, null, Map.of(), Duration.ofSeconds(10));

    /** With nobody told of its requests. */
    public ConnectionOptions(
            @Nullable Path ca,
            @Nullable Path clientCertificate,
            @Nullable Path clientKey,
            @Nullable URI proxy,
            Map<String, String> headers,
            Duration timeout) {
        this(ca, clientCertificate, clientKey, proxy, headers, timeout, Traffic.UNHEEDED);
    }

    public ConnectionOptions {
        headers = Map.copyOf(headers);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive");
        }
    }

    /** The same way without client certificate and headers: for a host that a redirect names. */
    public ConnectionOptions withoutCredentials() {
        return new ConnectionOptions(ca, null, null, proxy, Map.of(), timeout, traffic);
    }

    /** The same way through another proxy. */
    public ConnectionOptions through(URI otherProxy) {
        return new ConnectionOptions(
                ca, clientCertificate, clientKey, otherProxy, headers, timeout, traffic);
    }

    /** The same way with somebody told of every request. */
    public ConnectionOptions observedBy(Traffic observer) {
        return new ConnectionOptions(
                ca, clientCertificate, clientKey, proxy, headers, timeout, observer);
    }

    /** Names what it holds, never a header's value. */
    @Override
    public String toString() {
        return "ConnectionOptions[ca="
                + ca
                + ", clientCertificate="
                + clientCertificate
                + ", proxy="
                + (proxy == null ? null : proxy.getHost() + ":" + proxy.getPort())
                + ", headers="
                + headers.keySet()
                + ", timeout="
                + timeout
                + "]";
    }
}
