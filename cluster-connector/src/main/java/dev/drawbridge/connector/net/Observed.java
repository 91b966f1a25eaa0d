package dev.drawbridge.connector.net;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Tells of each request how it ended and how long its answer took. */
final class Observed implements Interceptor {

    private final String host;
    private final Traffic traffic;

    Observed(String host, Traffic traffic) {
        this.host = host;
        this.traffic = traffic;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        long start = System.nanoTime();
        String outcome = "failed";
        try {
            Response response = chain.proceed(chain.request());
            outcome = response.code() / 100 + "xx";
            return response;
        } finally {
            traffic.answered(host, outcome, Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
