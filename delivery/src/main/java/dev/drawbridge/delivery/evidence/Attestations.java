package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.Document;
import dev.drawbridge.policies.GateInput.State;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Turns what is signed about an image into the evidence that rules see. */
final class Attestations {
    private static final Attested.Kind<GrypeReport> SCAN =
            new Attested.Kind<>(
                    EvidenceKind.VULNERABILITY_SCAN,
                    Statement::grype,
                    Statement::grypeMade,
                    GrypeReport::digests,
                    GrypeReport::made,
                    GrypeReport::databaseMade);
    private static final Attested.Kind<JunitReport> TEST =
            new Attested.Kind<>(
                    EvidenceKind.TEST,
                    Statement::junit,
                    Statement::junitMade,
                    report -> Set.of(),
                    JunitReport::made,
                    report -> null);

    private final Digest digest;
    private final Trust trust;
    private final Sightings sightings;
    private final Instant now;

    Attestations(Digest digest, Trust trust, Sightings sightings, Instant now) {
        this.digest = digest;
        this.trust = trust;
        this.sightings = sightings;
        this.now = now;
    }

    GateInput.Signature signature(List<SignedObject> objects) {
        return SignatureEvidence.of(objects, digest, trust);
    }

    GateInput.VulnerabilityScan scan(List<SignedObject> objects, Set<String> reachable) {
        Attested.Choice<GrypeReport> choice =
                new Attested<>(SCAN, digest, reachable, trust, sightings, now).choose(objects);
        GrypeReport report = choice.content();
        Document document = choice.document();
        if (report != null && report.digests().isEmpty()) {
            // Grype names the digest of every image it pulled; a scan of a folder or an SBOM names
            // none.
            String why =
                    "The vulnerability-scan of %s doesn't say which image it scanned; scan the image by its digest."
                            .formatted(digest);
            return new GateInput.VulnerabilityScan(
                    with(document, State.UNREADABLE, why), null, null, List.of());
        }
        return report == null
                ? new GateInput.VulnerabilityScan(document, null, null, List.of())
                : new GateInput.VulnerabilityScan(
                        document, "grype", report.toolVersion(), report.vulnerabilities());
    }

    GateInput.TestReport test(List<SignedObject> objects) {
        Attested.Choice<JunitReport> choice =
                new Attested<>(TEST, digest, Set.of(digest.value()), trust, sightings, now)
                        .choose(objects);
        JunitReport report = choice.content();
        return report == null
                ? noTest(choice.document())
                : new GateInput.TestReport(
                        choice.document(),
                        report.total(),
                        report.failed(),
                        report.errors(),
                        report.skipped(),
                        report.failedTests());
    }

    static GateInput.Evidence none(State state, String why, GateInput.Manifest manifest) {
        Document document = Document.absent(state, why);
        return new GateInput.Evidence(
                new GateInput.Signature(document, null),
                new GateInput.VulnerabilityScan(document, null, null, List.of()),
                noTest(document),
                manifest);
    }

    private static GateInput.TestReport noTest(Document document) {
        return new GateInput.TestReport(document, 0, 0, 0, 0, List.of());
    }

    private static Document with(Document d, State state, String why) {
        return new Document(
                state,
                why,
                d.source(),
                d.signer(),
                d.sha256(),
                d.subject(),
                d.made(),
                d.databaseMade(),
                d.firstSeen());
    }
}
