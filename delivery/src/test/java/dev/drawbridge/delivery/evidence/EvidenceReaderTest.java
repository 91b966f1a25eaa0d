package dev.drawbridge.delivery.evidence;

import static dev.drawbridge.delivery.evidence.Reports.DIGEST;
import static dev.drawbridge.delivery.evidence.Reports.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.signature.DsseWriter;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceReaderTest {
    @TempDir Path folder;

    @Test
    void tellsAGrypeReport() throws Exception {
        EvidenceFile file = read(Reports.grype(DIGEST.value(), NOW, "CVE-1", "CVE-2"));
        assertThat(file.format()).isEqualTo("Grype report");
        assertThat(file.digests()).contains(DIGEST.value());
        assertThat(file.made()).isEqualTo(NOW);
        assertThat(file.says()).containsExactly("2 vulnerabilities: 2 high", "2 with a fix");
    }

    @Test
    void tellsAJunitReportAndCountsOverAllSuites() throws Exception {
        EvidenceFile file =
                read(
                        """
                        <testsuites>
                          <testsuite tests="3"><testsuite tests="2"><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>
                            <testcase name="c"><error/><system-out>x</system-out></testcase></testsuite>
                          <testsuite tests="1"><testcase name="d" classname="K"><failure/></testcase></testsuite>
                        </testsuites>\
                        """);
        assertThat(file.says())
                .containsExactly(
                        "4 tests: 1 failed, 1 errors, 1 skipped", "failed: c", "failed: K.d");
    }

    @Test
    void tellsABundleAndWhatIsInIt() throws Exception {
        byte[] bundle =
                DsseWriter.sign(
                        Reports.keys(),
                        Reports.VULN,
                        Reports.vuln(Reports.grype(DIGEST.value(), NOW, "CVE-1")),
                        "registry/shop/checkout",
                        DIGEST);
        EvidenceFile file = EvidenceReader.read(Files.write(folder.resolve("b.json"), bundle));
        assertThat(file.format()).isEqualTo("signed statement");
        assertThat(file.digests()).containsExactly(DIGEST.value());
        assertThat(file.says())
                .contains("1 signature, not verified here", "1 vulnerabilities: 1 high");

        Path cut =
                Files.write(folder.resolve("cut.json"), Arrays.copyOf(bundle, bundle.length / 2));
        assertRefused(
                cut, cut + " is cut off: the JSON ends in the middle; make or fetch it again.");
    }

    /** What the guide's script makes of a report, before it is attached. */
    @Test
    void tellsTheJunitPredicateOfTheDocumentedScript() throws Exception {
        Path report =
                Files.writeString(
                        folder.resolve("TEST-cart.xml"),
                        "<testsuite tests=\"1\"><testcase name=\"a\"/></testsuite>");
        Path predicate = folder.resolve("test.json");
        Process script =
                new ProcessBuilder(
                                "sh",
                                Path.of("../docs/scripts/junit-predicate")
                                        .toAbsolutePath()
                                        .toString(),
                                report.toString())
                        .redirectOutput(predicate.toFile())
                        .start();
        assertThat(script.waitFor()).isZero();

        EvidenceFile file = EvidenceReader.read(predicate);

        assertThat(file.format()).isEqualTo("JUnit report as the predicate of a statement");
        assertThat(file.says()).containsExactly("1 tests: 0 failed, 0 errors, 0 skipped");
        assertThat(file.made()).isNotNull();
        String other =
                Files.readString(predicate).replaceFirst("\"sha256\":\"..", "\"sha256\":\"zz");
        assertRefused(write(other), "carries a report that isn't what its SHA-256 says");
    }

    @Test
    void tellsCosignsVulnerabilityPredicate() throws Exception {
        EvidenceFile file =
                read(Reports.vuln(Reports.grype(DIGEST.value(), NOW, "CVE-1")).toString());
        assertThat(file.format()).isEqualTo("Grype report as the predicate of a statement");
        assertThat(file.digests()).contains(DIGEST.value());
    }

    @Test
    void theDocsNameWhatIsRead() throws Exception {
        assertThat(Files.readString(Path.of("../docs/evidence.md")).replace('\n', ' '))
                .contains("It reads " + EvidenceReader.READS + ".");
    }

    @Test
    void refusesAnEntityBombUnread() throws Exception {
        StringBuilder bomb =
                new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        bomb.append("]><testsuite><testcase name=\"&a29;\"/></testsuite>");
        assertRefused(write(bomb.toString()), "declares a document type or entities");
    }

    @Test
    void fetchesNoExternalEntity() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "do-not-read");
        assertRefused(
                write(
                        "<!DOCTYPE t [<!ENTITY x SYSTEM \"%s\">]><testsuite>&x;</testsuite>"
                                .formatted(secret.toUri())),
                "declares a document type or entities");
    }

    @Test
    void saysThatAnHtmlPageWasSaved() throws Exception {
        assertRefused(
                write("<!DOCTYPE html><html><body>Sign in</body></html>"),
                "is an HTML page, not evidence");
        assertRefused(write("\n<HTML><body>502</body></HTML>"), "is an HTML page, not evidence");
    }

    @Test
    void refusesWhatIsNeither() throws Exception {
        assertRefused(write(""), "is empty");
        assertRefused(
                write("{\"matches\": 3, \"descriptor\": {\"name\": \"grype\"}}"),
                "its \"matches\" is no list");
        assertRefused(write("{\"descriptor\": {}}"), "is not a Grype report: it lacks \"matches\"");
        String unknown = "is no evidence that is read here: expected " + EvidenceReader.READS;
        assertRefused(write("{\"Results\": []}"), unknown);
        assertRefused(write("CVE-2026-1 high"), unknown);
        assertRefused(write("<project/>"), "begins with <project>");
        assertRefused(
                write("<testsuite tests=\"5\"><testcase/></testsuite>"),
                "has 5 tests and lists 1 of them");
        assertRefused(write("<testsuite><testcase name=\"a\">"), "is cut off or not XML");
        assertRefused(write("{\"matches\": [], \"matches\": []}"), "is not JSON as it should be");
        assertRefused(folder, "is a folder");
        assertRefused(folder.resolve("none"), "is not there");
    }

    @Test
    void readsNoMoreThanItsLimit() throws Exception {
        Path large = folder.resolve("large.json");
        byte[] block = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(large))) {
            out.write('{');
            for (int i = 0; i < 40; i++) {
                out.write(block);
            }
        }
        assertRefused(large, "is larger than 32 MiB");
    }

    private EvidenceFile read(String content) throws Exception {
        return EvidenceReader.read(write(content));
    }

    private Path write(String content) throws Exception {
        return Files.writeString(folder.resolve("evidence"), content);
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> EvidenceReader.read(file))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.BAD_INPUT))
                .hasMessageContaining(words)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("\n");
    }
}
