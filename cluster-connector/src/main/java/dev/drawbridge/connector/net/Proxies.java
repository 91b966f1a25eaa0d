package dev.drawbridge.connector.net;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads to a host: the one named, else the environment's as curl and kubectl read it.
 * Any thread.
 */
public final class Proxies {

    private Proxies() {}

    /**
     * The proxy for a host. BAD_INPUT when an address of a proxy has no host, no port or an unknown
     * scheme.
     */
    public static Proxy choose(
            @Nullable URI named, String scheme, String host, Map<String, String> environment) {
        if (named != null) {
            return proxy(named, "the proxy of this connection");
        }
        if (loopback(host) || excepted(host, first(environment, "NO_PROXY"))) {
            return Proxy.NO_PROXY;
        }
        String variable = scheme.equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
        String value = first(environment, variable);
        if (value == null) {
            return Proxy.NO_PROXY;
        }
        String address = value.contains("://") ? value : "http://" + value;
        try {
            return proxy(URI.create(address), variable);
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    Kind.BAD_INPUT, variable + " is not an address; write http://host:port.", e);
        }
    }

    private static Proxy proxy(URI address, String where) {
        String scheme =
                address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean socks = scheme.equals("socks5") || scheme.equals("socks5h");
        String host = address.getHost();
        if (host == null || !(socks || scheme.equals("http"))) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    where
                            + " must be http://host:port or socks5://host:port; check its scheme and host.");
        }
        int port = address.getPort() >= 0 ? address.getPort() : socks ? 1080 : 80;
        return new Proxy(
                socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(host, port));
    }

    private static boolean loopback(String host) {
        return host.equals("localhost")
                || host.startsWith("127.")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    private static boolean excepted(String host, @Nullable String list) {
        return list != null
                && Arrays.stream(list.split(","))
                        .map(String::strip)
                        .anyMatch(entry -> covers(entry, host));
    }

    private static boolean covers(String entry, String host) {
        if (entry.isEmpty()) {
            return false;
        }
        String bare =
                entry.startsWith("*.")
                        ? entry.substring(2)
                        : entry.startsWith(".") ? entry.substring(1) : entry;
        return entry.equals("*")
                || host.equalsIgnoreCase(bare)
                || host.toLowerCase(Locale.ROOT).endsWith("." + bare.toLowerCase(Locale.ROOT));
    }

    private static @Nullable String first(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            value = environment.get(name.toLowerCase(Locale.ROOT));
        }
        return value == null || value.isBlank() ? null : value.strip();
    }
}
