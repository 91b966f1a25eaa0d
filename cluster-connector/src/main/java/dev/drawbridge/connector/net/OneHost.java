package dev.drawbridge.connector.net;

import java.io.IOException;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Lets requests pass to one host only and gives them that host's headers. */
final class OneHost implements Interceptor {

    private final String host;
    private final boolean anyPort;
    private final int port;
    private final Map<String, String> headers;

    OneHost(String host, Map<String, String> headers) {
        HttpUrl address = HttpUrl.get("http://" + host);
        this.host = address.host();
        this.anyPort = !host.matches(".*:[0-9]+");
        this.port = address.port();
        this.headers = headers;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        HttpUrl url = chain.request().url();
        if (!url.host().equals(host) || !(anyPort || url.port() == port)) {
            throw new IOException(
                    "a request to "
                            + url.host()
                            + ":"
                            + url.port()
                            + " was held back: this connection speaks to "
                            + host
                            + (anyPort ? "" : ":" + port)
                            + " alone");
        }
        Request.Builder request = chain.request().newBuilder();
        headers.forEach(request::header);
        return chain.proceed(request.build());
    }
}
