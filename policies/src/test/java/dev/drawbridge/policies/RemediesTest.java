package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where something is missing, the remedy is what brings it, in the words of the documentation. */
class RemediesTest {

    private static final PolicyEngine ENGINE = EmbeddedEngine.open();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @CsvSource({
        "signature, signature, image.signature_trusted, cosign sign",
        "vulnerabilityScan, vulnerability-scan, vuln.scan_recent_for_digest, grype",
        "vulnerabilityScan, vulnerability-scan, vuln.scan_recent_for_digest, cosign attest",
        "vulnerabilityScan, vulnerability-scan, vuln.no_blocking_cve, grype",
        "vulnerabilityScan, vulnerability-scan, vuln.no_blocking_cve, cosign attest",
        "test, test, test.unit_passed, junit-predicate",
        "test, test, test.unit_passed, cosign attest",
    })
    void missingEvidenceIsMadeAsTheDocsSay(String field, String kind, String rule, String command)
            throws Exception {
        String remedy =
                remedy(rule, "{\"evidence\":{\"%s\":%s}}".formatted(field, absent("missing")));

        assertThat(remedy).contains("trusts for " + kind, command);
        String docs = Files.readString(Path.of("../docs/evidence.md"));
        assertThat(docs.lines().filter(line -> line.startsWith("| `" + kind + "`")))
                .as("the rows of %s", kind)
                .isNotEmpty();
        assertThat(docs).contains(command);
        assertThat(
                        remedy(
                                rule,
                                "{\"evidence\":{\"%s\":%s}}"
                                        .formatted(field, absent("unreachable"))))
                .contains("drawbridge connect test");
    }

    @ParameterizedTest
    @CsvSource({
        "image.digest_pinned",
        "image.no_mutable_tag",
        "image.registry_allowed",
        "k8s.pss.privileged",
    })
    void aMissingWorkloadIsLookedForInTheCluster(String rule) {
        assertThat(remedy(rule, "{\"evidence\":{\"manifest\":" + absent("missing") + "}}"))
                .contains("the workload and the container that the workspace names");
    }

    @Test
    void anUnknownChangeIsToldByItsSourceAndLabel() {
        assertThat(
                        remedy(
                                "change.four_eyes",
                                "{\"change\":{\"state\":\"missing\",\"why\":\"No label.\"}}"))
                .contains("source", "org.opencontainers.image.revision");
    }

    @Test
    void anUnreadableCalendarIsMended() {
        assertThat(
                        remedy(
                                "change.outside_freeze",
                                "{\"freeze\":{\"state\":\"unreadable\",\"why\":\"It is cut off.\"}}"))
                .startsWith("Mend the calendar");
    }

    private static String absent(String state) {
        return "{\"document\":{\"state\":\"%s\",\"why\":\"Made for a test.\"}}".formatted(state);
    }

    /** The one remedy of a rule that can't tell. */
    private static String remedy(String rule, String patch) {
        List<Finding> found =
                new Gate(ENGINE)
                        .judge(Inputs.patched(patch)).findings().stream()
                                .filter(each -> each.id().equals(rule))
                                .filter(each -> each.level() == Level.CANT_TELL)
                                .toList();
        assertThat(found).as(rule).isNotEmpty();
        return found.stream().map(Finding::remedy).distinct().collect(Collectors.joining(" | "));
    }
}
