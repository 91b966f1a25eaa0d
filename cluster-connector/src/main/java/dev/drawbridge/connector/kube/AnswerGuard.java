package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.util.Locale;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Lets through only what an API server would answer: no redirect, no page for people, and no more
 * than a bounded number of bytes (watches excepted: their events come one by one).
 */
final class AnswerGuard implements Interceptor {

    /** The largest answer that is read into memory. */
    static final long LARGEST = 64L << 20;

    private final long largest;

    AnswerGuard(long largest) {
        this.largest = largest;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Response response = chain.proceed(request);
        if (response.isRedirect()) {
            String to = response.header("Location", "");
            response.close();
            throw new Trouble(
                    Kind.NOT_ITSELF,
                    "the server redirects to "
                            + host(request, to)
                            + " and was not followed, an API server doesn't do that; check the server address, or log in to the proxy before it",
                    null);
        }
        String type = response.header("Content-Type", "");
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html")) {
            int code = response.code();
            response.close();
            throw code >= 502 && code <= 504
                    ? new Trouble(
                            Kind.UNREACHABLE,
                            "a gateway before the API server answers " + code + "; try again later",
                            null)
                    : new Trouble(
                            Kind.NOT_ITSELF,
                            "the answer is a web page ("
                                    + code
                                    + "), not one of an API server; check the server address, or log in to the proxy before it",
                            null);
        }
        ResponseBody body = response.body();
        boolean stream =
                response.code() == 101 || "true".equals(request.url().queryParameter("watch"));
        if (stream) {
            return response;
        }
        if (body.contentLength() > largest) {
            response.close();
            throw tooLarge();
        }
        return response.newBuilder().body(new Bounded(body)).build();
    }

    private static String host(Request request, @Nullable String location) {
        var url = location == null ? null : request.url().resolve(location);
        return url == null ? "somewhere else" : url.host();
    }

    private Trouble tooLarge() {
        return new Trouble(
                Kind.TOO_LARGE,
                "the answer is larger than "
                        + (largest >> 20)
                        + " MiB; ask for less, for example by labels",
                null);
    }

    private final class Bounded extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource source;

        Bounded(ResponseBody body) {
            this.body = body;
            this.source = Okio.buffer(new Counted(body.source()));
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    private final class Counted extends ForwardingSource {
        private long seen;

        Counted(Source source) {
            super(source);
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, byteCount);
            seen += Math.max(0, read);
            if (seen > largest) {
                throw tooLarge();
            }
            return read;
        }
    }
}
