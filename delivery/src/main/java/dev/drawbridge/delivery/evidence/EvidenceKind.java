package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.signature.Statements;
import java.util.Set;

/** The kinds of evidence that are signed elsewhere, and the predicate types they travel in. */
public enum EvidenceKind {
    /** What {@code cosign sign} makes. */
    SIGNATURE("signature", Set.of(Statements.COSIGN_SIGN)),
    /**
     * A Grype report: as the scanner's result in cosign's own vulnerability predicate, or the
     * report itself as the predicate.
     */
    VULNERABILITY_SCAN(
            "vulnerability-scan",
            Set.of(
                    "https://cosign.sigstore.dev/attestation/vuln/v1",
                    "https://drawbridge.dev/attestation/grype/v1")),
    /** A JUnit report, which isn't JSON, as {@code {mediaType, sha256, base64, made}}. */
    TEST("test", Set.of("https://drawbridge.dev/attestation/test/v1"));

    private final String word;
    private final Set<String> predicateTypes;

    EvidenceKind(String word, Set<String> predicateTypes) {
        this.word = word;
        this.predicateTypes = predicateTypes;
    }

    /** As the workspace's {@code trust.keys[].for} and {@code maxAge} name it. */
    public String word() {
        return word;
    }

    public Set<String> predicateTypes() {
        return predicateTypes;
    }
}
