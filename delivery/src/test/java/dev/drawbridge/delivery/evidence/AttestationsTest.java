package dev.drawbridge.delivery.evidence;

import static dev.drawbridge.delivery.evidence.Reports.CHILD;
import static dev.drawbridge.delivery.evidence.Reports.DIGEST;
import static dev.drawbridge.delivery.evidence.Reports.NOW;
import static dev.drawbridge.delivery.evidence.Reports.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.Statements;
import dev.drawbridge.policies.GateInput.Document;
import dev.drawbridge.policies.GateInput.State;
import dev.drawbridge.policies.GateInput.VulnerabilityScan;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttestationsTest {
    private KeyPair scanner;
    private KeyPair build;
    private KeyPair stranger;
    private Attestations attestations;
    private final List<SignedObject> objects = new ArrayList<>();

    @BeforeEach
    void keys() throws Exception {
        scanner = Reports.keys();
        build = Reports.keys();
        stranger = Reports.keys();
        Trust trust =
                new Trust(
                        List.of(
                                Reports.trusted("scanner", scanner, "vulnerability-scan"),
                                Reports.trusted("build", build, "signature", "test")));
        Map<String, Instant> seen = new HashMap<>();
        Sightings sightings = (kind, sha256, now) -> seen.computeIfAbsent(sha256, s -> now);
        attestations = new Attestations(DIGEST, trust, sightings, NOW);
    }

    @Test
    void readsAScanByTheTrustedKey() throws Exception {
        scanned(scanner, Reports.grype(DIGEST.value(), NOW.minusSeconds(600), "CVE-2026-1"));
        VulnerabilityScan scan = scan();
        assertThat(scan.document().state()).isEqualTo(State.READ);
        assertThat(scan.document().signer()).isEqualTo("scanner");
        assertThat(scan.document().subject()).isEqualTo(DIGEST.value());
        assertThat(scan.document().made()).isEqualTo(NOW.minusSeconds(600).getEpochSecond());
        assertThat(scan.document().databaseMade())
                .isEqualTo(NOW.minusSeconds(4200).getEpochSecond());
        assertThat(scan.document().firstSeen()).isEqualTo(NOW.getEpochSecond());
        assertThat(scan.vulnerabilities())
                .singleElement()
                .satisfies(v -> {
                    assertThat(v.id()).isEqualTo("CVE-2026-1");
                    assertThat(v.severity()).isEqualTo("high");
                    assertThat(v.fix()).isEqualTo("fixed");
                    assertThat(v.knownSince())
                            .isEqualTo(Instant.parse("2026-10-01T00:00:00Z").getEpochSecond());
                });
    }

    @Test
    void aScanOfAnIndexsChildIsAboutTheIndex() throws Exception {
        scanned(scanner, Reports.grype(CHILD.value(), NOW));
        assertThat(scan().document().state()).isEqualTo(State.READ);
    }

    @Test
    void aScanOfAnotherDigestCannotBeJudgedOn() throws Exception {
        scanned(scanner, Reports.grype(OTHER.value(), NOW));
        assertThat(scan().document())
                .satisfies(d -> {
                    assertThat(d.state()).isEqualTo(State.UNREADABLE);
                    assertThat(d.why()).contains("about another image");
                    assertThat(d.why()).contains(DIGEST.value());
                });
        assertThat(scan().vulnerabilities()).isEmpty();
    }

    @Test
    void aScanDatedTomorrowKeepsThatDateForTheRuleAndIsTheNewest() throws Exception {
        scanned(scanner, Reports.grype(DIGEST.value(), NOW.minusSeconds(60)));
        scanned(scanner, Reports.grype(DIGEST.value(), NOW.plusSeconds(86_400)));
        assertThat(scan().document().made()).isEqualTo(NOW.plusSeconds(86_400).getEpochSecond());
    }

    @Test
    void aKeyTrustedForAnotherKindDoesNotCount() throws Exception {
        scanned(build, Reports.grype(DIGEST.value(), NOW));
        assertThat(scan().document().state()).isEqualTo(State.UNTRUSTED);
        assertThat(scan().document().why())
                .contains("key build")
                .contains("trusted for it: scanner");
        assertThat(scan().document().signer()).isNull();
    }

    @Test
    void aStrangersKeyDoesNotCount() throws Exception {
        scanned(stranger, Reports.grype(DIGEST.value(), NOW));
        assertThat(scan().document().state()).isEqualTo(State.UNTRUSTED);
    }

    @Test
    void anUnsignedStatementIsOnlyClaimed() throws Exception {
        SignedObject.Dsse signed =
                (SignedObject.Dsse)
                        Reports.statement(
                                scanner,
                                Reports.VULN,
                                Reports.vuln(Reports.grype(DIGEST.value(), NOW)),
                                DIGEST);
        objects.add(
                new SignedObject.Dsse(
                        signed.source(),
                        signed.statementType(),
                        signed.predicateType(),
                        signed.subjects(),
                        signed.predicate(),
                        signed.payloadType(),
                        signed.payload(),
                        List.of()));
        assertThat(scan().document().state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void theNewestTrustedStatementDecidesWhateverTheirOrder() throws Exception {
        scanned(scanner, Reports.grype(DIGEST.value(), NOW.minusSeconds(60), "CVE-2026-2"));
        scanned(scanner, Reports.grype(DIGEST.value(), NOW.minusSeconds(6000)));
        scanned(stranger, Reports.grype(DIGEST.value(), NOW));
        assertThat(scan().document().state()).isEqualTo(State.READ);
        assertThat(scan().vulnerabilities()).extracting(v -> v.id()).containsExactly("CVE-2026-2");
    }

    @Test
    void aTrustedStatementThatCannotBeReadIsNotHiddenByAnOlderOne() throws Exception {
        scanned(scanner, Reports.grype(DIGEST.value(), NOW.minusSeconds(60)));
        objects.add(
                Reports.statement(
                        scanner,
                        Reports.VULN,
                        Reports.JSON.createObjectNode().put("scanner", "none"),
                        DIGEST));
        assertThat(scan().document().state()).isEqualTo(State.UNREADABLE);
        assertThat(scan().document().why()).contains("is not a Grype report");
    }

    @Test
    void aStatementAboutAnotherDigestIsNoneOfThisOne() throws Exception {
        objects.add(
                Reports.statement(
                        scanner,
                        Reports.VULN,
                        Reports.vuln(Reports.grype(DIGEST.value(), NOW)),
                        OTHER));
        assertThat(scan().document().state()).isEqualTo(State.UNREADABLE);
        assertThat(scan().document().why()).contains("about another image, " + OTHER.hex());
    }

    @Test
    void aTruncatedBundleIsSaid() {
        objects.add(new SignedObject.Unreadable(Reports.source(), "it is cut off"));
        Document document = scan().document();
        assertThat(document.state()).isEqualTo(State.UNREADABLE);
        assertThat(document.why())
                .contains("it is cut off")
                .contains("bundle registry/shop/checkout@");
    }

    @Test
    void nothingAtAllIsMissing() {
        assertThat(scan().document().state()).isEqualTo(State.MISSING);
        assertThat(attestations.test(objects).document().state()).isEqualTo(State.MISSING);
        assertThat(attestations.signature(objects).document().state()).isEqualTo(State.MISSING);
    }

    @Test
    void whatNobodySignedIsMissingAndSaidToBeThere() {
        objects.add(new SignedObject.Unsigned(Reports.source(), "application/json"));
        Document document = scan().document();
        assertThat(document.state()).isEqualTo(State.MISSING);
        assertThat(document.why())
                .contains(Reports.source().toString())
                .contains("application/json")
                .contains("signed by nobody");
    }

    @Test
    void countsTheTestsOfASignedReport() throws Exception {
        objects.add(
                Reports.statement(
                        build, Reports.TEST, Reports.test(Reports.junit(5, 2), NOW), DIGEST));
        var test = attestations.test(objects);
        assertThat(test.document().state()).isEqualTo(State.READ);
        assertThat(test.document().made()).isEqualTo(NOW.getEpochSecond());
        assertThat(List.of(test.total(), test.failed(), test.errors(), test.skipped()))
                .containsExactly(7L, 2L, 0L, 0L);
        assertThat(test.failedTests()).containsExactly("Cart.sums", "Cart.sums");
    }

    @Test
    void aReportThatIsNotWhatItsHashSaysIsRefused() throws Exception {
        var predicate =
                ((com.fasterxml.jackson.databind.node.ObjectNode)
                        Reports.test(Reports.junit(5, 0), NOW));
        objects.add(Reports.statement(build, Reports.TEST, predicate.put("sha256", "00"), DIGEST));
        assertThat(attestations.test(objects).document().state()).isEqualTo(State.UNREADABLE);
    }

    @Test
    void aSignatureCountsByItsKeyAndItsType() throws Exception {
        objects.add(
                Reports.statement(
                        build, Reports.TEST, Reports.test(Reports.junit(1, 0), NOW), DIGEST));
        assertThat(attestations.signature(objects).document().state()).isEqualTo(State.MISSING);
        objects.add(
                Reports.statement(
                        stranger, Statements.COSIGN_SIGN, Reports.JSON.createObjectNode(), DIGEST));
        assertThat(attestations.signature(objects).document().state()).isEqualTo(State.INVALID);
        objects.add(
                Reports.statement(
                        scanner, Statements.COSIGN_SIGN, Reports.JSON.createObjectNode(), DIGEST));
        assertThat(attestations.signature(objects).document().state()).isEqualTo(State.UNTRUSTED);
        objects.add(
                Reports.statement(
                        build, Statements.COSIGN_SIGN, Reports.JSON.createObjectNode(), DIGEST));
        assertThat(attestations.signature(objects).document().signer()).isEqualTo("build");
        assertThat(attestations.signature(objects).format()).isEqualTo("bundle");
    }

    private void scanned(KeyPair by, String grype) throws Exception {
        objects.add(Reports.statement(by, Reports.VULN, Reports.vuln(grype), DIGEST));
    }

    private VulnerabilityScan scan() {
        return attestations.scan(objects, Set.of(DIGEST.value(), CHILD.value()));
    }
}
