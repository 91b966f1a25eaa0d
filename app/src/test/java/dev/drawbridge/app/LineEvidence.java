package dev.drawbridge.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.testbed.Command;
import dev.drawbridge.testbed.Components;
import dev.drawbridge.testbed.Cosign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Makes evidence as a team's CI does: real cosign, and the documented script for JUnit reports. Its
 * public keys lie where the workspace looks for them.
 */
final class LineEvidence implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEST = "https://drawbridge.dev/attestation/test/v1";
    private static final String REPORT =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="shop" tests="2" failures="0" errors="0" skipped="0">
              <testcase name="one" classname="shop.Shop"/>
              <testcase name="two" classname="shop.Shop"/>
            </testsuite>
            """;

    private final Path folder;
    private final Cosign cosign;
    private final Cosign.KeyPair build;
    private final Cosign.KeyPair tests;
    private final Cosign.KeyPair scanner;
    private final Path test;

    LineEvidence(Path folder, Cosign cosign) {
        this.folder = folder;
        this.cosign = cosign;
        this.build = key("build");
        this.tests = key("tests");
        this.scanner = key("scanner");
        Path report = LineShop.write(folder.resolve("TEST-shop.xml"), REPORT);
        Path script = Components.checkout().resolve("docs/scripts/junit-predicate");
        this.test =
                LineShop.write(
                        folder.resolve("test.json"),
                        new Command(List.of("sh", script.toString(), report.toString()))
                                .run(Duration.ofMinutes(1))
                                .orFail());
    }

    private Cosign.KeyPair key(String name) {
        Cosign.KeyPair pair = cosign.generateKeyPair(name);
        try {
            LineShop.write(
                    folder.resolve("keys").resolve(name + ".pub"),
                    Files.readString(pair.publicKey()));
        } catch (IOException e) {
            throw new UncheckedIOException("read a public key", e);
        }
        return pair;
    }

    /** Lets it write to a registry that asks for a login. */
    void login(String host, String user, String password) {
        cosign.run("login", host, "-u", user, "-p", password);
    }

    /** Signs an image and attests its scan and its tests. */
    void attach(String repository, String digest, Cosign.Form form) {
        String image = repository + "@" + digest;
        cosign.sign(build, form, image);
        Path scan = LineShop.write(folder.resolve("vuln.json"), scan(repository, digest));
        cosign.attest(scanner, form, "vuln", scan, image);
        cosign.attest(tests, form, TEST, test, image);
    }

    /** A Grype report without findings, as {@code cosign attest --type vuln} takes it. */
    private static String scan(String repository, String digest) {
        String made = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode report = JSON.createObjectNode();
        report.putArray("matches");
        ObjectNode target = report.putObject("source").put("type", "image").putObject("target");
        target.put("userInput", repository + "@" + digest).put("manifestDigest", digest);
        target.putArray("repoDigests").add(repository + "@" + digest);
        ObjectNode by = report.putObject("descriptor");
        by.put("name", "grype").put("version", "0.104.0").put("timestamp", made);
        by.putObject("db").putObject("status").put("built", made).put("valid", true);
        ObjectNode predicate = JSON.createObjectNode();
        predicate.putObject("invocation").put("uri", "").put("event_id", "");
        ObjectNode scanner = predicate.putObject("scanner");
        scanner.put("uri", "pkg:golang/github.com/anchore/grype@v0.104.0");
        scanner.put("version", "0.104.0");
        scanner.putObject("db").put("uri", "").put("version", "6").put("lastUpdate", made);
        scanner.set("result", report);
        predicate.putObject("metadata").put("scanStartedOn", made).put("scanFinishedOn", made);
        return predicate.toString();
    }

    @Override
    public void close() {
        cosign.close();
    }
}
