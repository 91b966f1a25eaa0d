package dev.drawbridge.delivery.evidence;

import dev.drawbridge.policies.GateInput.Vulnerability;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Grype report says.
 *
 * @param digests every digest by which it names what it scanned: manifest, repository digests,
 *     configuration
 * @param made null where the report doesn't say
 * @param databaseMade of the vulnerability database; null where the report doesn't say
 */
public record GrypeReport(
        Set<String> digests,
        @Nullable String toolVersion,
        @Nullable Instant made,
        @Nullable Instant databaseMade,
        List<Vulnerability> vulnerabilities) {
    public GrypeReport {
        digests = Set.copyOf(digests);
        vulnerabilities = List.copyOf(vulnerabilities);
    }
}
