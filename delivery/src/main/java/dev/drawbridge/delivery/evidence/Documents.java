package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.policies.CanonicalJson;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reading documents that others made: bounded, and with one sentence for what is wrong with them.
 */
final class Documents {
    /** The largest document that is read, in bytes. */
    static final long LARGEST = 32L << 20;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Documents() {}

    interface Reading<T> {
        T from(JsonParser parser) throws IOException;
    }

    static JsonMapper mapper() {
        return JSON;
    }

    /** By which evidence is known: SHA-256 of what was signed; empty where that can't be read. */
    static Optional<String> sha256(SignedObject object) {
        return switch (object) {
            case SignedObject.Dsse dsse -> Optional.of(CanonicalJson.sha256(dsse.payload()));
            case SignedObject.SimpleSigning simple ->
                    Optional.of(CanonicalJson.sha256(simple.payload()));
            case SignedObject.Unsigned unsigned -> Optional.empty();
            case SignedObject.Unreadable unreadable -> Optional.empty();
        };
    }

    static <T> T json(InputStream in, String what, String wanted, Reading<T> reading) {
        try (JsonParser parser = JSON.createParser(new Bounded(in, what))) {
            return whole(parser, what, reading);
        } catch (JsonEOFException e) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "%s is cut off: the JSON ends in the middle; make or fetch it again."
                            .formatted(capital(what)),
                    e);
        } catch (JsonProcessingException e) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "%s is not %s: line %d, column %d is not JSON as it should be; make or fetch it again."
                            .formatted(
                                    capital(what),
                                    wanted,
                                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                                    e.getLocation() == null ? 0 : e.getLocation().getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "%s can't be read (%s).".formatted(capital(what), e.getMessage()),
                    e);
        }
    }

    static <T> T json(JsonNode node, String what, String wanted, Reading<T> reading) {
        try (JsonParser parser = JSON.treeAsTokens(node)) {
            return reading.from(parser);
        } catch (IOException e) {
            throw new ConnectorException(
                    Kind.UNREADABLE, "%s is not %s.".formatted(capital(what), wanted), e);
        }
    }

    private static <T> T whole(JsonParser parser, String what, Reading<T> reading)
            throws IOException {
        T result = reading.from(parser);
        if (parser.nextToken() != null) {
            throw unreadable(what, "goes on after its JSON ends");
        }
        return result;
    }

    static ConnectorException unreadable(String what, String why) {
        return new ConnectorException(Kind.UNREADABLE, capital(what) + " " + why + ".");
    }

    static ConnectorException tooLarge(String what, String why) {
        return new ConnectorException(
                Kind.TOO_LARGE,
                "%s %s, which is more than is read; look at what made it."
                        .formatted(capital(what), why));
    }

    /** RFC 3339; null where there is none; a text that is no time makes the document unreadable. */
    static @Nullable Instant instant(String text, String what) {
        if (text.isEmpty() || text.startsWith("0001-01-01T")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "%s has the time \"%s\", which is not RFC 3339."
                            .formatted(capital(what), shown(text)),
                    e);
        }
    }

    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }

    /** For a sentence, to the second, in UTC. */
    static String shown(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    private static String capital(String what) {
        return what.isEmpty() ? what : Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }

    /** Ends a reading that would take more than {@link #LARGEST} bytes. */
    static final class Bounded extends FilterInputStream {
        private final String what;
        private long read;

        Bounded(InputStream in, String what) {
            super(in);
            this.what = what;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int more) {
            read += more;
            if (read > LARGEST) {
                throw tooLarge(what, "is larger than " + (LARGEST >> 20) + " MiB");
            }
        }
    }
}
