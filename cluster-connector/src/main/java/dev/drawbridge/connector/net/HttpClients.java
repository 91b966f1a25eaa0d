package dev.drawbridge.connector.net;

import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.internal.tls.OkHostnameVerifier;

/**
 * Makes the HTTP client of one host: TLS verified, no redirect followed, the options' headers to
 * this host and nowhere else, and no request to another host at all (a redirect's host gets a
 * client of its own, made {@link ConnectionOptions#withoutCredentials()}). OkHttp's silent second
 * try is off: it would also repeat a write. Clients are safe from any thread; callers close them by
 * shutting dispatcher and pool down.
 */
public final class HttpClients {

    /** A whole call may take this many times the timeout. */
    static final int WHOLE_CALL = 30;

    private HttpClients() {}

    /**
     * A client for {@code host} ({@code name} or {@code name:port}). BAD_INPUT when a file of the
     * options can't be used.
     */
    public static OkHttpClient create(ConnectionOptions options, String host) {
        HttpUrl address = HttpUrl.get("https://" + host);
        return builder(options, Tls.of(options), host)
                .proxy(Proxies.choose(options.proxy(), "https", address.host(), System.getenv()))
                .callTimeout(options.timeout().multipliedBy(WHOLE_CALL))
                .build();
    }

    /** The same before it is built, with TLS chosen by the caller and no proxy yet. */
    public static OkHttpClient.Builder builder(ConnectionOptions options, Tls tls, String host) {
        X509TrustManager trust = tls.trust();
        SSLSocketFactory sockets = sockets(tls, trust);
        OkHttpClient.Builder builder =
                new OkHttpClient.Builder()
                        .connectTimeout(options.timeout())
                        .readTimeout(options.timeout())
                        .writeTimeout(options.timeout())
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .retryOnConnectionFailure(false)
                        .authenticator(Authenticator.NONE)
                        .connectionSpecs(
                                List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT))
                        .socketFactory(new PromptSockets())
                        .sslSocketFactory(sockets, trust)
                        .addInterceptor(new Observed(host, options.traffic()))
                        .addInterceptor(new OneHost(host, options.headers()));
        String serverName = tls.serverName();
        if (tls.insecure()) {
            builder.hostnameVerifier((name, session) -> true);
        } else if (serverName != null) {
            builder.hostnameVerifier(
                    (name, session) -> OkHostnameVerifier.INSTANCE.verify(serverName, session));
        }
        String user = options.proxy() == null ? null : options.proxy().getRawUserInfo();
        if (user != null) {
            String credential =
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(
                                            java.net.URLDecoder.decode(user, StandardCharsets.UTF_8)
                                                    .getBytes(StandardCharsets.UTF_8));
            builder.proxyAuthenticator((route, response) ->
                    response.request().header("Proxy-Authorization") != null
                            ? null
                            : response.request()
                                    .newBuilder()
                                    .header("Proxy-Authorization", credential)
                                    .build());
        }
        return builder.proxy(Proxy.NO_PROXY);
    }

    private static SSLSocketFactory sockets(Tls tls, X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            var keys = tls.keys();
            context.init(
                    keys == null ? null : new KeyManager[] {keys},
                    new X509TrustManager[] {trust},
                    null);
            SSLSocketFactory sockets = context.getSocketFactory();
            String serverName = tls.serverName();
            return serverName == null ? sockets : new NamedServerSockets(sockets, serverName);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this runtime has no TLS", e);
        }
    }
}
