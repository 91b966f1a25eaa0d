package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JunitPredicateTest {

    @TempDir Path folder;

    private record Run(int code, byte[] out) {}

    private Run run(Path... reports) throws Exception {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "sh",
                                Path.of("../docs/scripts/junit-predicate")
                                        .toAbsolutePath()
                                        .toString()));
        for (Path each : reports) {
            line.add(each.toString());
        }
        Process process =
                new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] out = process.getInputStream().readAllBytes();
        return new Run(process.waitFor(), out);
    }

    private Path report(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void oneReportTravelsAsItIs() throws Exception {
        String xml =
                "<?xml version=\"1.0\"?>\n<testsuite name=\"ü\" tests=\"1\"><testcase name=\"a\"/></testsuite>\n";

        Run run = run(report("one.xml", xml));

        assertThat(run.code()).isZero();
        JsonNode predicate = CanonicalJson.mapper().readTree(run.out());
        byte[] content = Base64.getDecoder().decode(predicate.path("base64").asText());
        assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo(xml);
        assertThat(predicate.path("sha256").asText()).isEqualTo(CanonicalJson.sha256(content));
        assertThat(predicate.path("mediaType").asText()).isEqualTo("application/xml");
        assertThat(Instant.parse(predicate.path("made").asText())).isNotNull();
    }

    @Test
    void severalReportsBecomeOne() throws Exception {
        Run run =
                run(
                        report("a b.xml", "<?xml version=\"1.0\"?>\n<testsuite name=\"a\"/>\n"),
                        report("c.xml", "<testsuites>\n<testsuite name=\"c\"/>\n</testsuites>\n"));

        JsonNode predicate = CanonicalJson.mapper().readTree(run.out());
        String content =
                new String(
                        Base64.getDecoder().decode(predicate.path("base64").asText()),
                        StandardCharsets.UTF_8);
        assertThat(content.replaceAll("\\s", ""))
                .isEqualTo("<testsuites><testsuitename=\"a\"/><testsuitename=\"c\"/></testsuites>");
    }

    @Test
    void whatIsNoReportIsRefused() throws Exception {
        assertThat(run().code()).isEqualTo(2);
        assertThat(run(folder.resolve("missing.xml")).code()).isEqualTo(2);
        assertThat(run(report("x.txt", "hello")).code()).isEqualTo(2);
        assertThat(run(report("x.xml", "<!DOCTYPE x><testsuite/>")).code()).isEqualTo(2);
    }
}
