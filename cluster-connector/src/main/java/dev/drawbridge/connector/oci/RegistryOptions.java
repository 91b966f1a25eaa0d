package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.Traffic;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one registry.
 *
 * @param host as in references, with its port if it has one
 * @param options how to reach it
 * @param evidence {@code host/repository} where our own attestations go; null: beside the image
 * @param plainHttp whether it speaks HTTP without TLS; a loopback host always does, unless {@code
 *     options} names a certificate authority
 * @param tokenHosts other hosts (with their ports, unless 443) that may be shown this registry's
 *     login when it asks for a token from there. Docker shows it to whichever host the registry
 *     names; here only to the registry itself and to these
 */
public record RegistryOptions(
        String host,
        ConnectionOptions options,
        @Nullable String evidence,
        boolean plainHttp,
        Set<String> tokenHosts) {
    private static final String HUB = "docker.io";

    public RegistryOptions {
        tokenHosts = Set.copyOf(tokenHosts);
    }

    /** Without other token hosts. */
    public RegistryOptions(
            String host, ConnectionOptions options, @Nullable String evidence, boolean plainHttp) {
        this(host, options, evidence, plainHttp, Set.of());
    }

    /**
     * What counts for a registry that nobody said anything about. Docker Hub's own token host is
     * known.
     */
    public static RegistryOptions unknown(String host) {
        Set<String> tokens = host.equals(HUB) ? Set.of("auth.docker.io") : Set.of();
        return new RegistryOptions(host, ConnectionOptions.DEFAULT, null, false, tokens);
    }

    /** The same with somebody told of every request. */
    RegistryOptions observedBy(Traffic traffic) {
        return new RegistryOptions(
                host, options.observedBy(traffic), evidence, plainHttp, tokenHosts);
    }

    /** The host that answers, which for Docker Hub isn't the one in references. */
    String apiHost() {
        return host.equals(HUB) ? "registry-1.docker.io" : host;
    }

    String scheme() {
        return plainHttp || (options.ca() == null && loopback(host)) ? "http" : "https";
    }

    static boolean loopback(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        return name.equals("localhost")
                || name.startsWith("127.")
                || name.equals("[::1]")
                || name.equals("::1");
    }
}
