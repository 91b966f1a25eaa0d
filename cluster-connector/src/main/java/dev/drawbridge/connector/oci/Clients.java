package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.HttpClients;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * The HTTP clients of one registry: its own, and those of hosts that it sends to, which get no
 * credentials.
 */
final class Clients implements AutoCloseable {
    private final ConnectionOptions options;
    private final OkHttpClient main;
    private final Map<String, OkHttpClient> strangers = new ConcurrentHashMap<>();

    Clients(ConnectionOptions options, HttpUrl base) {
        this.options = options;
        this.main = HttpClients.create(options, exact(base));
    }

    OkHttpClient main() {
        return main;
    }

    /** One without client certificate and headers. */
    OkHttpClient stranger(HttpUrl url) {
        return strangers.computeIfAbsent(
                exact(url), host -> HttpClients.create(options.withoutCredentials(), host));
    }

    private static String exact(HttpUrl url) {
        String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
        return host + ":" + url.port();
    }

    /** Host, and port unless it is the scheme's own. */
    static String authority(HttpUrl url) {
        boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
        return usual ? url.host() : url.host() + ":" + url.port();
    }

    /**
     * The body, if it isn't larger.
     *
     * @throws ConnectorException TOO_LARGE, without having read more than {@code limit} bytes and a
     *     buffer
     */
    static byte[] bounded(Response response, long limit, String where) throws IOException {
        BufferedSource source = response.body().source();
        boolean announced = response.body().contentLength() > limit;
        if (announced || source.request(limit + 1)) {
            throw new ConnectorException(
                    Kind.TOO_LARGE,
                    "%s is larger than the %d KiB that are read; it can't be what it should be."
                            .formatted(where, limit >> 10));
        }
        Buffer read = source.getBuffer();
        return read.readByteArray();
    }

    /** The sentence for a connection that failed. */
    static ConnectorException failed(String what, String where, IOException e) {
        if (e instanceof SSLException) {
            return new ConnectorException(
                    Kind.NOT_ITSELF,
                    "Can't %s: %s doesn't prove by TLS who it is (%s); check the host, or name its authority's certificate under ca."
                            .formatted(what, where, Text.shown(String.valueOf(e.getMessage()))),
                    e);
        }
        if (e instanceof ProtocolException) {
            return new ConnectorException(
                    Kind.NOT_ITSELF,
                    "Can't %s: %s doesn't speak HTTP as a registry does (%s); check host and port."
                            .formatted(what, where, Text.shown(String.valueOf(e.getMessage()))),
                    e);
        }
        return new ConnectorException(
                Kind.UNREACHABLE,
                "Can't %s: %s doesn't answer (%s); check host, port and network."
                        .formatted(
                                what,
                                where,
                                e.getMessage() == null
                                        ? e.getClass().getSimpleName()
                                        : Text.shown(e.getMessage())),
                e);
    }

    @Override
    public void close() {
        close(main);
        strangers.values().forEach(Clients::close);
    }

    private static void close(OkHttpClient client) {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
