package dev.drawbridge.delivery.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file of evidence is and what it says. Nothing is verified: who made it, and whether it
 * counts, is for the gate.
 *
 * @param format in words, such as {@code Grype report}
 * @param digests what it says that it is about; empty where it doesn't
 * @param says one fact a line
 */
public record EvidenceFile(
        String format,
        Set<String> digests,
        @Nullable Instant made,
        @Nullable Instant databaseMade,
        List<String> says) {
    public EvidenceFile {
        digests = Set.copyOf(digests);
        says = List.copyOf(says);
    }
}
