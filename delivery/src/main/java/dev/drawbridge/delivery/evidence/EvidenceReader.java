package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.Statements;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells what a file of evidence is and what it says. Reads at most 32 MiB. Safe from any thread;
 * blocks on the disk.
 */
public final class EvidenceReader {
    /** What is read, for a person. */
    public static final String READS =
            GrypeReader.READS
                    + ", "
                    + JunitReader.READS
                    + ", "
                    + Statement.READS
                    + ", or a signed statement (Sigstore bundle or DSSE envelope)";

    private static final List<String> SEVERITIES =
            List.of("critical", "high", "medium", "low", "negligible", "unknown");

    private EvidenceReader() {}

    /**
     * Reads what {@link #READS} says.
     *
     * @throws ConnectorException BAD_INPUT with the one sentence that says what is wrong with the
     *     file
     */
    public static EvidenceFile read(Path file) {
        String what = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    what
                            + (Files.isDirectory(file)
                                    ? " is a folder, not a file of evidence."
                                    : " is not there; check the name."));
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return switch (first(in)) {
                case "" -> throw Documents.unreadable(what, "is empty");
                case "{" -> json(file, what);
                case "<" -> junit(in, what);
                default -> throw unknown(what);
            };
        } catch (ConnectorException e) {
            throw new ConnectorException(Kind.BAD_INPUT, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    what + " can't be read (" + e.getMessage() + "); check the file's rights.",
                    e);
        }
    }

    /**
     * The first character that isn't white space, or of an HTML page a sentence; the stream is put
     * back to its start.
     */
    private static String first(InputStream in) throws IOException {
        in.mark(1024);
        String start =
                new String(in.readNBytes(1024), StandardCharsets.UTF_8)
                        .replace("\uFEFF", "")
                        .strip();
        in.reset();
        return start.isEmpty() ? "" : start.substring(0, 1);
    }

    private static EvidenceFile json(Path file, String what) throws IOException {
        Set<String> fields;
        try (InputStream in = Files.newInputStream(file)) {
            fields =
                    Documents.json(
                            in,
                            what,
                            "evidence",
                            parser -> {
                                Set<String> names = new HashSet<>();
                                parser.nextToken();
                                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                                    names.add(parser.currentName());
                                    parser.nextToken();
                                    parser.skipChildren();
                                }
                                return names;
                            });
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (fields.contains("dsseEnvelope")) {
                return envelope(tree(in, what, "a Sigstore bundle").path("dsseEnvelope"), what);
            } else if (fields.contains("payloadType")) {
                return envelope(tree(in, what, "a DSSE envelope"), what);
            } else if (fields.contains("base64")) {
                return wrapped(junit(Statement.junit(tree(in, what, "a predicate"), what)));
            } else if (fields.contains("scanner")) {
                return wrapped(grype(Statement.grype(tree(in, what, "a predicate"), what)));
            } else if (fields.contains("matches") || fields.contains("descriptor")) {
                return grype(GrypeReader.read(in, what));
            }
            throw unknown(what);
        }
    }

    private static ConnectorException unknown(String what) {
        return Documents.unreadable(what, "is no evidence that is read here: expected " + READS);
    }

    private static JsonNode tree(InputStream in, String what, String wanted) {
        return Documents.json(
                in,
                what,
                wanted,
                parser -> {
                    parser.nextToken();
                    return parser.readValueAsTree();
                });
    }

    private static EvidenceFile wrapped(EvidenceFile report) {
        return new EvidenceFile(
                report.format() + " as the predicate of a statement",
                report.digests(),
                report.made(),
                report.databaseMade(),
                report.says());
    }

    private static EvidenceFile envelope(JsonNode envelope, String what) {
        byte[] payload;
        try {
            payload = Base64.getDecoder().decode(envelope.path("payload").asText(""));
        } catch (IllegalArgumentException e) {
            throw Documents.unreadable(
                    what, "is not a signed statement: its payload is not base64");
        }
        String inside = "the statement in " + what;
        JsonNode statement =
                tree(new ByteArrayInputStream(payload), inside, "an in-toto statement");
        if (!Statements.TYPES.contains(statement.path("_type").asText(""))) {
            throw Documents.unreadable(inside, "is not an in-toto statement");
        }
        Set<String> digests = new TreeSet<>();
        for (JsonNode subject : statement.path("subject")) {
            String digest = "sha256:" + subject.path("digest").path("sha256").asText("");
            if (Digest.isDigest(digest)) {
                digests.add(digest);
            }
        }
        String type = statement.path("predicateType").asText("");
        List<String> says = new ArrayList<>();
        says.add("predicate type " + Documents.shown(type));
        int signatures = envelope.path("signatures").size();
        says.add(
                signatures
                        + (signatures == 1 ? " signature" : " signatures")
                        + ", not verified here");
        Instant made = null;
        Instant database = null;
        if (EvidenceKind.VULNERABILITY_SCAN.predicateTypes().contains(type)) {
            EvidenceFile report = grype(Statement.grype(statement.path("predicate"), inside));
            made = report.made();
            database = report.databaseMade();
            says.addAll(report.says());
            says.add("the report is about " + String.join(", ", new TreeSet<>(report.digests())));
        } else if (EvidenceKind.TEST.predicateTypes().contains(type)) {
            EvidenceFile report = junit(Statement.junit(statement.path("predicate"), inside));
            made = report.made();
            says.addAll(report.says());
        }
        return new EvidenceFile("signed statement", digests, made, database, says);
    }

    private static EvidenceFile grype(GrypeReport report) {
        Map<String, Long> counts =
                report.vulnerabilities().stream()
                        .collect(
                                Collectors.groupingBy(
                                        v -> v.severity(), TreeMap::new, Collectors.counting()));
        String bySeverity =
                SEVERITIES.stream()
                        .filter(counts::containsKey)
                        .map(severity -> counts.get(severity) + " " + severity)
                        .collect(Collectors.joining(", "));
        long fixable =
                report.vulnerabilities().stream().filter(v -> v.fix().equals("fixed")).count();
        String sum = report.vulnerabilities().size() + " vulnerabilities";
        return new EvidenceFile(
                "Grype report",
                report.digests(),
                report.made(),
                report.databaseMade(),
                bySeverity.isEmpty()
                        ? List.of(sum)
                        : List.of(sum + ": " + bySeverity, fixable + " with a fix"));
    }

    private static EvidenceFile junit(InputStream in, String what) throws IOException {
        in.mark(1024);
        String start =
                new String(in.readNBytes(1024), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        in.reset();
        if (start.contains("<!doctype html") || start.contains("<html")) {
            throw Documents.unreadable(
                    what,
                    "is an HTML page, not evidence: a login or error page may have been saved in its place");
        }
        return junit(JunitReader.read(in, what));
    }

    private static EvidenceFile junit(JunitReport report) {
        List<String> says = new ArrayList<>();
        says.add(
                "%d tests: %d failed, %d errors, %d skipped"
                        .formatted(
                                report.total(),
                                report.failed(),
                                report.errors(),
                                report.skipped()));
        report.failedTests().forEach(name -> says.add("failed: " + name));
        return new EvidenceFile("JUnit report", Set.of(), report.made(), null, says);
    }
}
