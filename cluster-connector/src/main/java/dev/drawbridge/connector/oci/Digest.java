package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.ConnectorException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What names content by its bytes: {@code sha256:} and 64 lower-case hexadecimal digits. No other
 * algorithm is taken.
 *
 * @param value as it is written everywhere, {@code sha256:…}
 */
public record Digest(String value) implements Comparable<Digest> {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    /**
     * @throws ConnectorException BAD_INPUT if it has another form
     */
    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    "\"%s\" is not a digest: expected \"sha256:\" and 64 lower-case hexadecimal digits."
                            .formatted(Text.shown(value)));
        }
    }

    /** Reads the written form; errors as the constructor. */
    public static Digest parse(String text) {
        return new Digest(text);
    }

    /** Whether the text has the form of a digest. */
    public static boolean isDigest(String text) {
        return FORM.matcher(text).matches();
    }

    /** The digest of these bytes. */
    public static Digest of(byte[] bytes) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Digest("sha256:" + HexFormat.of().formatHex(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The hexadecimal digits alone. */
    public String hex() {
        return value.substring("sha256:".length());
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
