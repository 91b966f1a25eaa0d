package dev.drawbridge.connector.signature;

import dev.drawbridge.connector.oci.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an in-toto statement is about.
 *
 * @param name null where none is given
 * @param digests algorithm to hexadecimal digits, as written
 */
public record Subject(@Nullable String name, Map<String, String> digests) {
    public Subject {
        digests = Map.copyOf(digests);
    }

    /** Whether it is that content: its sha256, in lower case, is the digest's. */
    public boolean is(Digest digest) {
        return digest.hex().equals(digests.get("sha256"));
    }
}
