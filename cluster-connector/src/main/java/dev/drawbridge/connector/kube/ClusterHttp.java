package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.HttpClients;
import dev.drawbridge.connector.net.Proxies;
import dev.drawbridge.connector.net.Tls;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Gives fabric8 an HTTP client that is wholly ours: its own set-up follows redirects with the
 * credential and lets environment variables decide about TLS, proxies and tokens.
 */
final class ClusterHttp implements HttpClient.Factory {

    private static final Duration PING = Duration.ofSeconds(20);

    private final OkHttpClient.Builder client;
    private final Proxy proxy;

    ClusterHttp(
            KubeContext context,
            ConnectionOptions options,
            Credentials credentials,
            ConnectionPool pool,
            ServerClock clock,
            long largestAnswer,
            Map<String, String> environment) {
        HttpUrl server = address(context);
        if (!server.isHttps() && credentials.secret() && !loopback(server.host())) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "context \""
                            + context.name()
                            + "\" would send its credential unencrypted to "
                            + server
                            + "; use an https address.");
        }
        String proxyUrl = context.cluster().getProxyUrl();
        ConnectionOptions effective =
                options.proxy() != null || proxyUrl == null || proxyUrl.isEmpty()
                        ? options
                        : options.through(uri(proxyUrl, "proxy-url", context));
        this.proxy = Proxies.choose(effective.proxy(), server.scheme(), server.host(), environment);
        Tls tls = ClusterTls.of(context, effective, credentials.pluginKeys());
        Dispatcher dispatcher = new Dispatcher();
        // watches stay open for long and must not starve the rest
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        this.client =
                HttpClients.builder(
                                effective.observedBy(options.traffic().named(context.name())),
                                tls,
                                server.host() + ":" + server.port())
                        .readTimeout(Duration.ZERO)
                        .connectionPool(pool)
                        .dispatcher(dispatcher)
                        .pingInterval(PING)
                        .addInterceptor(chain ->
                                chain.proceed(
                                        chain.request()
                                                .newBuilder()
                                                .header("User-Agent", "drawbridge")
                                                .build()))
                        .addInterceptor(credentials)
                        .addInterceptor(new AnswerGuard(largestAnswer))
                        .addInterceptor(clock);
    }

    static HttpUrl address(KubeContext context) {
        String server = Objects.requireNonNullElse(context.cluster().getServer(), "");
        HttpUrl url = HttpUrl.parse(server);
        if (url == null) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "the server of context \""
                            + context.name()
                            + "\" is \""
                            + server
                            + "\", which is no http or https address; correct it.");
        }
        return url;
    }

    private static URI uri(String text, String field, KubeContext context) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "the "
                            + field
                            + " of context \""
                            + context.name()
                            + "\" is no address; correct it.",
                    e);
        }
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    @Override
    public HttpClient.Builder newBuilder() {
        HttpClient.Factory okhttp =
                new OkHttpClientFactory() {
                    @Override
                    protected OkHttpClient.Builder newOkHttpClientBuilder() {
                        return client;
                    }
                };
        HttpClient.Builder builder = okhttp.newBuilder();
        // fabric8 sets the proxy itself, and none when it isn't told
        if (proxy.address() instanceof InetSocketAddress address) {
            builder.proxyAddress(address)
                    .proxyType(
                            proxy.type() == Proxy.Type.SOCKS
                                    ? HttpClient.ProxyType.SOCKS5
                                    : HttpClient.ProxyType.HTTP);
        }
        return builder;
    }

    @Override
    public HttpClient.Builder newBuilder(Config config) {
        HttpClient.Builder builder = newBuilder();
        // without it fabric8 would retry by its own default, writes too
        builder.tag(config.getRequestConfig());
        return builder;
    }
}
