package dev.drawbridge.practice.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.practice.registry.Digests;
import dev.drawbridge.practice.registry.PracticeRegistry;
import dev.drawbridge.practice.world.Bundles.Statement;
import dev.drawbridge.practice.world.WorldSpec.Attached;
import dev.drawbridge.practice.world.WorldSpec.Scan;
import dev.drawbridge.practice.world.WorldSpec.Tests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the evidence beside an image, really signed, and takes it away again. */
final class EvidenceFactory {
    /** What {@code cosign sign} states. */
    static final String SIGN = "https://sigstore.dev/cosign/sign/v1";

    /** What {@code cosign attest --type vuln} states. */
    static final String VULN = "https://cosign.sigstore.dev/attestation/vuln/v1";

    /** A test report of ours. */
    static final String TEST = "https://drawbridge.dev/attestation/test/v1";

    private static final Duration SCAN_TAKES = Duration.ofSeconds(40);

    private final PracticeRegistry registry;
    private final Bundles bundles;
    private final SigningKey build;
    private final SigningKey tests;
    private final SigningKey scanner;
    private final SigningKey stranger;

    /** Referrers that are signatures, by the digest of their image. */
    private final Map<String, List<String>> signatures = new ConcurrentHashMap<>();

    /**
     * @param build trusted for signatures alone: cosign takes any statement by it for a signature
     * @param tests trusted for tests
     * @param scanner trusted for scans
     * @param stranger trusted for nothing
     */
    EvidenceFactory(
            PracticeRegistry registry,
            SigningKey build,
            SigningKey tests,
            SigningKey scanner,
            SigningKey stranger) {
        this.registry = registry;
        this.bundles = new Bundles(registry);
        this.build = build;
        this.tests = tests;
        this.scanner = scanner;
        this.stranger = stranger;
    }

    /** Signs an image, or has a stranger sign it, or leaves it. */
    void sign(Image image, Attached how) {
        if (how == Attached.SIGNED || how == Attached.OTHER_KEY) {
            Statement statement = about(image, SIGN, Json.object());
            SigningKey key = how == Attached.SIGNED ? build : stranger;
            String referrer = bundles.attach(image, statement, key, image.created());
            signatures.computeIfAbsent(image.digest(), digest -> new ArrayList<>()).add(referrer);
        }
    }

    /** Deletes an image's signatures. */
    void removeSignature(Image image) {
        List<String> referrers = signatures.remove(image.digest());
        if (referrers != null) {
            referrers.forEach(referrer -> registry.delete(image.repository(), referrer));
        }
    }

    /** Scans an image; ages count back from {@code now}. */
    void scan(Image image, Scan scan, Instant now) {
        Duration ahead = scan.ahead();
        Instant made = ahead == null ? now.minus(scan.age()) : now.plus(ahead);
        String digest = scan.otherDigest() ? other(image) : image.digest();
        ObjectNode predicate = Json.object();
        predicate
                .putObject("invocation")
                .put("uri", "https://ci.shop.example/shop/scan")
                .put("event_id", "")
                .put("builder.id", "");
        ObjectNode by =
                predicate
                        .putObject("scanner")
                        .put("uri", "pkg:golang/github.com/anchore/grype@v" + GrypeReport.VERSION)
                        .put("version", GrypeReport.VERSION);
        Instant database = made.minus(scan.databaseAge());
        by.putObject("db")
                .put("uri", "")
                .put("version", "v6.1.3")
                .put("lastUpdate", database.toString());
        by.set(
                "result",
                GrypeReport.of(
                        image.repository() + ":" + image.version(),
                        digest,
                        scan.findings(),
                        made,
                        database));
        predicate
                .putObject("metadata")
                .put("scanStartedOn", made.minus(SCAN_TAKES).toString())
                .put("scanFinishedOn", made.toString());
        attach(
                image,
                new Statement(VULN, predicate, image.repository(), digest),
                scan.attached(),
                scanner,
                made);
    }

    /** Runs an image's unit tests, as it was made. */
    void test(Image image, Tests run) {
        String service = image.repository().substring(image.repository().indexOf('/') + 1);
        byte[] xml = JUnitReport.of(service, run, image.created());
        ObjectNode predicate =
                Json.object()
                        .put("mediaType", "application/xml")
                        .put("sha256", HexFormat.of().formatHex(Digests.sha256(xml)))
                        .put("base64", Base64.getEncoder().encodeToString(xml));
        attach(image, about(image, TEST, predicate), run.attached(), tests, image.created());
    }

    private void attach(
            Image image, Statement statement, Attached how, SigningKey key, Instant made) {
        switch (how) {
            case SIGNED -> bundles.attach(image, statement, key, made);
            case OTHER_KEY -> bundles.attach(image, statement, stranger, made);
            case UNSIGNED -> bundles.attachBare(image, statement, made);
            case MISSING -> {}
        }
    }

    private static Statement about(Image image, String type, JsonNode predicate) {
        return new Statement(type, predicate, image.repository(), image.digest());
    }

    private static String other(Image image) {
        return Digests.of(("not " + image.digest()).getBytes(StandardCharsets.UTF_8));
    }
}
