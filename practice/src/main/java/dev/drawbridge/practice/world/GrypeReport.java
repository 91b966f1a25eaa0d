package dev.drawbridge.practice.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.practice.world.WorldSpec.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Writes what Grype prints with {@code -o json}: the parts that readers of it use. */
final class GrypeReport {
    static final String VERSION = "0.104.0";

    private GrypeReport() {}

    /**
     * A report.
     *
     * @param image repository and tag; without the host, whose port differs from world to world
     * @param digest that it names as scanned
     */
    static ObjectNode of(
            String image, String digest, List<Finding> findings, Instant made, Instant database) {
        ObjectNode report = Json.object();
        findings.forEach(finding -> report.withArray("matches").add(match(finding)));
        report.withArray("matches");
        ObjectNode target = report.putObject("source").put("type", "image").putObject("target");
        target.put("userInput", image)
                .put("manifestDigest", digest)
                .put("mediaType", Image.INDEX)
                .put("architecture", "amd64")
                .put("os", "linux");
        target.putArray("repoDigests")
                .add(image.substring(0, image.lastIndexOf(':')) + "@" + digest);
        report.putObject("distro").put("name", "debian").put("version", "12");
        ObjectNode descriptor =
                report.putObject("descriptor")
                        .put("name", "grype")
                        .put("version", VERSION)
                        .put("timestamp", made.toString());
        descriptor
                .putObject("db")
                .putObject("status")
                .put("schemaVersion", "v6.1.3")
                .put("built", database.toString())
                .put("valid", true);
        return report;
    }

    private static ObjectNode match(Finding finding) {
        ObjectNode match = Json.object();
        ObjectNode vulnerability =
                match.putObject("vulnerability")
                        .put("id", finding.id())
                        .put(
                                "dataSource",
                                "https://security-tracker.debian.org/tracker/" + finding.id())
                        .put("namespace", "debian:distro:debian:12")
                        .put("severity", severity(finding));
        ObjectNode fix = vulnerability.putObject("fix");
        String fixedIn = finding.fixedIn();
        if (fixedIn == null) {
            fix.put("state", "not-fixed").putArray("versions");
        } else {
            fix.put("state", "fixed").putArray("versions").add(fixedIn);
        }
        match.putArray("relatedVulnerabilities");
        match.putArray("matchDetails")
                .addObject()
                .put("type", "exact-direct-match")
                .put("matcher", "dpkg-matcher");
        match.putObject("artifact")
                .put("name", finding.packageName())
                .put("version", finding.packageVersion())
                .put("type", "deb")
                .put(
                        "purl",
                        "pkg:deb/debian/%s@%s?distro=debian-12"
                                .formatted(finding.packageName(), finding.packageVersion()));
        return match;
    }

    private static String severity(Finding finding) {
        String name = finding.severity().name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
