package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.policies.GateInput.Vulnerability;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads Grype's JSON one match at a time. Safe from any thread. */
final class GrypeReader {
    /** More matches than any image has; beyond it the report is refused, never cut. */
    static final int MOST_MATCHES = 50_000;

    /** What this reads, for a person. */
    static final String READS = "a Grype report (JSON)";

    private static final Set<String> SEVERITIES =
            Set.of("critical", "high", "medium", "low", "negligible");

    private GrypeReader() {}

    /**
     * @param what the report's name for the sentence, such as {@code scan.json}
     */
    static GrypeReport read(InputStream in, String what) {
        return Documents.json(in, what, "a Grype report", parser -> read(parser, what));
    }

    /** As the other, for a report inside a statement. */
    static GrypeReport read(JsonNode report, String what) {
        return Documents.json(report, what, "a Grype report", parser -> read(parser, what));
    }

    private static GrypeReport read(JsonParser in, String what) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw Documents.unreadable(what, "is not a Grype report: it is no JSON object");
        }
        Set<Vulnerability> found = null;
        Set<String> digests = new TreeSet<>();
        JsonNode descriptor = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "matches" -> found = matches(in, what);
                case "source" -> digests(in.readValueAsTree(), digests);
                case "descriptor" -> descriptor = in.readValueAsTree();
                default -> in.skipChildren();
            }
        }
        if (found == null
                || descriptor == null
                || !descriptor.path("name").asText().equals("grype")) {
            throw Documents.unreadable(
                    what,
                    "is not a Grype report: it lacks "
                            + (found == null ? "\"matches\"" : "a \"descriptor\" that names grype")
                            + "; make it with `grype IMAGE -o json`");
        }
        JsonNode database = descriptor.path("db");
        String built =
                database.path("status").path("built").asText(database.path("built").asText(""));
        return new GrypeReport(
                digests,
                descriptor.hasNonNull("version") ? descriptor.get("version").asText() : null,
                Documents.instant(descriptor.path("timestamp").asText(""), what),
                Documents.instant(built, what),
                List.copyOf(found));
    }

    private static Set<Vulnerability> matches(JsonParser in, String what) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw Documents.unreadable(what, "is not a Grype report: its \"matches\" is no list");
        }
        Set<Vulnerability> found = new LinkedHashSet<>();
        int seen = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (++seen > MOST_MATCHES) {
                throw Documents.tooLarge(what, "has more than " + MOST_MATCHES + " matches");
            }
            found.add(match(in.readValueAsTree(), what));
        }
        return found;
    }

    private static Vulnerability match(JsonNode match, String what) {
        JsonNode vulnerability = match.path("vulnerability");
        String id = vulnerability.path("id").asText("");
        if (id.isBlank()) {
            throw Documents.unreadable(
                    what, "is not a Grype report: a match names no vulnerability");
        }
        String severity = vulnerability.path("severity").asText("").toLowerCase(Locale.ROOT);
        JsonNode fix = vulnerability.path("fix");
        List<String> versions = new ArrayList<>();
        fix.path("versions").forEach(version -> versions.add(version.asText()));
        Instant known = known(fix, what);
        return new Vulnerability(
                id,
                SEVERITIES.contains(severity) ? severity : "unknown",
                match.path("artifact").path("name").asText(""),
                match.path("artifact").path("version").asText(""),
                fixState(fix.path("state").asText("")),
                versions,
                known == null ? null : known.getEpochSecond());
    }

    private static String fixState(String state) {
        return switch (state) {
            case "fixed", "not-fixed", "wont-fix" -> state;
            default -> "unknown";
        };
    }

    /** The first day on which a fix could be had. */
    private static @Nullable Instant known(JsonNode fix, String what) {
        Instant first = null;
        for (JsonNode available : fix.path("available")) {
            String date = available.path("date").asText("");
            Instant day =
                    Documents.instant(
                            date.matches("\\d{4}-\\d{2}-\\d{2}") ? date + "T00:00:00Z" : date,
                            what);
            first = day != null && (first == null || day.isBefore(first)) ? day : first;
        }
        return first;
    }

    private static void digests(JsonNode source, Set<String> digests) {
        JsonNode target = source.path("target");
        addDigest(target.path("manifestDigest").asText(""), digests);
        addDigest(target.path("imageID").asText(""), digests);
        for (JsonNode named : target.path("repoDigests")) {
            String text = named.asText("");
            addDigest(text.substring(text.indexOf('@') + 1), digests);
        }
    }

    private static void addDigest(String text, Set<String> digests) {
        if (Digest.isDigest(text)) {
            digests.add(text);
        }
    }
}
