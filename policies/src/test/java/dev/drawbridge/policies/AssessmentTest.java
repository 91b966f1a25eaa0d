package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssessmentTest {

    private static final long NOW = Inputs.good().now();

    private static EmbeddedEngine engine;

    @BeforeAll
    static void compile() {
        engine = EmbeddedEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static Assessment assess(GateInput input) {
        Verdict verdict = new Gate(engine).judge(input);
        return Assessment.of(
                AssessmentSubject.of(input, verdict.engine().packDigest()), verdict.findings());
    }

    private static String hash(String patch) {
        return assess(Inputs.patched(patch)).hash();
    }

    private static String good() {
        return hash("{}");
    }

    @Test
    void theHashIsThatOfItsCanonicalJson() {
        Assessment assessment = assess(Inputs.good());

        assertThat(assessment.hash())
                .isEqualTo(CanonicalJson.sha256(assessment.canonicalJson()))
                .matches("[0-9a-f]{64}");
        assertThat(new String(assessment.canonicalJson(), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"findings\":[{\"facts\":[],\"rule\":\"change.four_eyes\",\"subject\":\"production\"},")
                .contains(
                        "{\"facts\":[],\"level\":\"fine\",\"rule\":\"image.digest_pinned\",\"subject\":\"app\"}")
                .doesNotContain("message");
    }

    @Test
    void theOrderOfFindingsDoesNotMatter() {
        GateInput input = Inputs.good();
        Verdict verdict = new Gate(engine).judge(input);
        List<Finding> reversed = new ArrayList<>(verdict.findings());
        Collections.reverse(reversed);
        AssessmentSubject subject = AssessmentSubject.of(input, Pack.digest());

        assertThat(Assessment.of(subject, reversed))
                .isEqualTo(Assessment.of(subject, verdict.findings()));
    }

    @Test
    void tonightsScanWithTheSameFindingsVoidsNothing() {
        String tonight =
                """
                {"now": %d, "evidence": {"vulnerabilityScan": {"toolVersion": "0.105.0",
                  "document": {"sha256": "99", "made": %d, "databaseMade": %d, "firstSeen": %d}}}}
                """
                        .formatted(NOW + 36000, NOW + 35000, NOW + 34000, NOW + 35900);

        assertThat(hash(tonight)).isEqualTo(good());
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 3600, 86_400, 10L * 86_400, 31L * 86_400, 400L * 86_400})
    void timeAloneChangesNothing(long later) {
        // by then the scan is stale, the freeze begins and ends
        assertThat(
                        hash(
                                "{\"now\":"
                                        + (NOW + later)
                                        + ",\"plan\":{\"plannedEnd\":"
                                        + (NOW + later + 600)
                                        + "}}"))
                .isEqualTo(good());
    }

    @Test
    void theEndOfALeewayChangesNothing() {
        String known =
                """
                {"environment": {"parameters": {"vuln.no_blocking_cve": {"leewayDays": 2}}},
                 "now": %d,
                 "evidence": {"vulnerabilityScan": {"vulnerabilities": [{"id": "CVE-1", "severity": "high",
                   "packageName": "p", "version": "1", "fix": "fixed", "fixedIn": ["2"], "knownSince": %d}]}}}
                """;
        GateInput within = Inputs.patched(known.formatted(NOW, NOW - 86_400));
        GateInput over = Inputs.patched(known.formatted(NOW + 172_800, NOW - 86_400));

        assertThat(new Gate(engine).judge(within).level()).isEqualTo(Level.WARN);
        assertThat(new Gate(engine).judge(over).level()).isEqualTo(Level.DENY);
        assertThat(assess(over).hash()).isEqualTo(assess(within).hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"approvals\":[]}",
                "{\"request\":null,\"approvals\":[]}",
                "{\"request\":{\"person\":\"Zed\",\"who\":\"zed@shop\"}}",
                "{\"request\":{\"assessment\":\"another\"}}"
            })
    void approvalsAndTheRequestItselfChangeNothing(String patch) {
        assertThat(hash(patch)).isEqualTo(good());
    }

    @Test
    void aNewBlockingVulnerabilityChangesIt() {
        String one =
                """
                {"evidence": {"vulnerabilityScan": {"vulnerabilities": [{"id": "CVE-1", "severity": "high",
                  "packageName": "p", "version": "1", "fix": "fixed", "fixedIn": ["2"]}]}}}
                """;

        assertThat(hash(one))
                .isNotEqualTo(good())
                .isNotEqualTo(hash(one.replace("CVE-1", "CVE-2")));
    }

    @Test
    void aNewVulnerabilityThatDoesNotBlockChangesNothing() {
        String one =
                """
                {"evidence": {"vulnerabilityScan": {"vulnerabilities": [{"id": "CVE-1", "severity": "low",
                  "packageName": "p", "version": "1", "fix": "fixed", "fixedIn": ["2"]}]}}}
                """;

        assertThat(hash(one)).isEqualTo(good());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"environment\":{\"clusterUid\":\"another\"}}",
                "{\"environment\":{\"namespace\":\"another\"}}",
                "{\"environment\":{\"name\":\"another\"}}",
                "{\"service\":{\"name\":\"another\"}}",
                "{\"service\":{\"workload\":{\"name\":\"another\"}}}",
                "{\"service\":{\"workload\":{\"kind\":\"StatefulSet\"}}}",
                "{\"service\":{\"workload\":{\"container\":\"migrate\"}}}",
                "{\"candidate\":{\"digest\":\"sha256:00\"}}",
                "{\"from\":{\"digest\":\"sha256:00\"}}",
                "{\"from\":{\"manifestSha256\":\"00\"}}",
                "{\"from\":null}",
                "{\"plan\":{\"strategy\":\"careful\"}}",
                "{\"request\":{\"waivers\":[\"waiver-1\"]}}",
                "{\"pins\":{\"sha256\":\"00\"}}",
                "{\"evidence\":{\"test\":{\"failed\":1}}}",
                "{\"evidence\":{\"signature\":{\"document\":{\"state\":\"missing\"}}}}",
                "{\"evidence\":{\"vulnerabilityScan\":{\"document\":{\"state\":\"missing\"}}}}",
                "{\"change\":{\"state\":\"missing\",\"commits\":[]}}",
                "{\"after\":[{\"environment\":\"staging\",\"protected\":false,\"state\":\"read\"}]}"
            })
    void whatIsJudgedOrWhatItIsAboutChangesIt(String patch) {
        assertThat(hash(patch)).isNotEqualTo(good());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"environment\":{\"name\":\"another\"}}",
                "{\"environment\":{\"namespace\":\"another\"}}",
                "{\"environment\":{\"clusterUid\":\"another\"}}"
            })
    void anotherEnvironmentChangesItThoughNothingElseIsFound(String patch) {
        assertThat(hashOfNothingFound(patch)).isNotEqualTo(hashOfNothingFound("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"service\":{\"name\":\"another\"}}",
                "{\"service\":{\"workload\":{\"name\":\"another\"}}}",
                "{\"service\":{\"workload\":{\"kind\":\"StatefulSet\"}}}",
                "{\"service\":{\"workload\":{\"container\":\"migrate\"}}}"
            })
    void anotherWorkloadChangesItThoughNothingElseIsFound(String patch) {
        assertThat(hashOfNothingFound(patch)).isNotEqualTo(hashOfNothingFound("{}"));
    }

    @Test
    void anotherDigestChangesItThoughNothingElseIsFound() {
        assertThat(hashOfNothingFound("{\"candidate\":{\"digest\":\"sha256:00\"}}"))
                .isNotEqualTo(hashOfNothingFound("{}"));
    }

    /** Findings name the environment too; here the subject alone tells one from another. */
    private static String hashOfNothingFound(String patch) {
        AssessmentSubject subject = AssessmentSubject.of(Inputs.patched(patch), Pack.digest());
        return Assessment.of(subject, List.of()).hash();
    }

    @Test
    void anotherPackChangesIt() {
        GateInput input = Inputs.good();
        List<Finding> findings = new Gate(engine).judge(input).findings();

        assertThat(Assessment.of(AssessmentSubject.of(input, "another"), findings).hash())
                .isNotEqualTo(good());
    }

    @Test
    void waiversCountInAnyOrder() {
        assertThat(hash("{\"request\":{\"waivers\":[\"b\",\"a\"]}}"))
                .isEqualTo(hash("{\"request\":{\"waivers\":[\"a\",\"b\"]}}"));
    }
}
