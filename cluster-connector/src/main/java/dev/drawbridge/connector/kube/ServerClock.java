package dev.drawbridge.connector.kube;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.LongSupplier;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The server's time, from the {@code Date} header of its answers and a monotonic clock in between
 * (RFC 9110, 6.6.1). The header has whole seconds: at the moment of the answer the true time lies
 * between it and one second later, plus the way back. Each answer thus bounds the distance between
 * the two clocks from both sides; the estimate moves only as far as the newest answer demands.
 * Error: the true time is at most 1 s plus one round trip ahead of the estimate and never behind
 * it, as long as the server's own clock isn't set back.
 *
 * <p>Answers of something in between (HTML, 5xx) don't count. Any thread.
 */
final class ServerClock implements Interceptor {

    private static final long SECOND = 1_000_000_000L;

    /** The server's clock minus the monotonic one, and when it was last heard; nanoseconds. */
    private record Sample(Instant base, long atNanos) {}

    private final LongSupplier nanoTime;
    private volatile @Nullable Sample sample;

    ServerClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        long sent = nanoTime.getAsLong();
        Response response = chain.proceed(chain.request());
        long received = nanoTime.getAsLong();
        String type = response.header("Content-Type", "");
        if (response.code() < 500 && (type == null || !type.startsWith("text/html"))) {
            Instant date = parse(response.header("Date"));
            if (date != null) {
                heard(date, sent, received);
            }
        }
        return response;
    }

    private synchronized void heard(Instant date, long sent, long received) {
        Instant earliest = date;
        Instant latest = date.plusNanos(SECOND).plusNanos(received - sent);
        Sample before = sample;
        Instant guess =
                before == null ? earliest : before.base().plusNanos(received - before.atNanos());
        Instant best = guess.isBefore(earliest) ? earliest : guess.isAfter(latest) ? latest : guess;
        sample = new Sample(best, received);
    }

    /** The estimate, or null when no answer was heard yet. */
    @Nullable Instant estimate() {
        Sample last = sample;
        return last == null ? null : last.base().plusNanos(nanoTime.getAsLong() - last.atNanos());
    }

    /** How long ago an answer was last heard, or null when none was. */
    @Nullable Duration age() {
        Sample last = sample;
        return last == null ? null : Duration.ofNanos(nanoTime.getAsLong() - last.atNanos());
    }

    private static @Nullable Instant parse(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeParseException e) {
            // an unreadable header is as good as none; now() then says that the server gave no time
            return null;
        }
    }
}
