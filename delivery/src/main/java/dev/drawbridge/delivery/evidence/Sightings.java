package dev.drawbridge.delivery.evidence;

import java.time.Instant;

/** When a document was first seen. Blocks; any thread. */
public interface Sightings {
    /**
     * The time at which this desk first saw it; {@code now}, which is kept then, if this is the
     * first time.
     *
     * @param sha256 of the signed bytes
     * @param now by the server's clock
     */
    Instant firstSeen(String kind, String sha256, Instant now);
}
