package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.policies.CanonicalJson;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Base64.Decoder;
import org.jspecify.annotations.Nullable;

/** What predicates carry: the report inside them, and the time their maker says. */
final class Statement {
    /** What this reads, for a person. */
    static final String READS = "either of them as the predicate of a statement (JSON)";

    private static final Decoder BASE64 = Base64.getDecoder();

    private Statement() {}

    /**
     * The Grype report in a predicate.
     *
     * @throws ConnectorException where there is none, or another scanner's
     */
    static GrypeReport grype(JsonNode predicate, String what) {
        JsonNode result = predicate.path("scanner").path("result");
        if (result.isMissingNode()) {
            return GrypeReader.read(predicate, what);
        }
        GrypeReport report = GrypeReader.read(result, what);
        return new GrypeReport(
                report.digests(),
                report.toolVersion(),
                oldest(report.made(), grypeMade(predicate, what)),
                report.databaseMade(),
                report.vulnerabilities());
    }

    /** The end of the scan by cosign's vulnerability predicate. */
    static @Nullable Instant grypeMade(JsonNode predicate, String what) {
        JsonNode metadata = predicate.path("metadata");
        String end =
                metadata.path("scanFinishedOn").asText(metadata.path("scanStartedOn").asText(""));
        return Documents.instant(
                end.isEmpty() ? predicate.path("descriptor").path("timestamp").asText("") : end,
                what);
    }

    /**
     * The JUnit report in a predicate of ours.
     *
     * @throws ConnectorException where the predicate holds another type, or bytes that aren't what
     *     their SHA-256 says
     */
    static JunitReport junit(JsonNode predicate, String what) {
        String mediaType = predicate.path("mediaType").asText("");
        if (!mediaType.contains("xml")) {
            throw Documents.unreadable(
                    what,
                    "carries \""
                            + Documents.shown(mediaType)
                            + "\" instead of a JUnit report (application/xml)");
        }
        byte[] content;
        try {
            content = BASE64.decode(predicate.path("base64").asText("").replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw Documents.unreadable(
                    what, "carries a report that is not base64: it may be cut off");
        }
        if (!CanonicalJson.sha256(content).equals(predicate.path("sha256").asText(""))) {
            throw Documents.unreadable(what, "carries a report that isn't what its SHA-256 says");
        }
        JunitReport report = JunitReader.read(new ByteArrayInputStream(content), what);
        return new JunitReport(
                report.total(),
                report.failed(),
                report.errors(),
                report.skipped(),
                report.failedTests(),
                oldest(report.made(), junitMade(predicate, what)));
    }

    static @Nullable Instant junitMade(JsonNode predicate, String what) {
        return Documents.instant(predicate.path("made").asText(""), what);
    }

    private static @Nullable Instant oldest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
