package dev.drawbridge.delivery.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.Source;
import dev.drawbridge.connector.signature.Statements;
import dev.drawbridge.connector.signature.Subject;
import dev.drawbridge.connector.signature.TrustedKey;
import dev.drawbridge.policies.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reports and statements as scanners, test runners and cosign make them, signed with keys made for
 * the test.
 */
final class Reports {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final Digest DIGEST = new Digest("sha256:" + "11".repeat(32));
    static final Digest CHILD = new Digest("sha256:" + "22".repeat(32));
    static final Digest OTHER = new Digest("sha256:" + "99".repeat(32));
    static final String VULN = "https://cosign.sigstore.dev/attestation/vuln/v1";
    static final String TEST = "https://drawbridge.dev/attestation/test/v1";

    private Reports() {}

    static String grype(String digest, Instant made, String... ids) {
        StringBuilder matches = new StringBuilder();
        for (String id : ids) {
            matches.append(matches.isEmpty() ? "" : ",")
                    .append(
                            """
                            {"vulnerability":{"id":"%s","severity":"High","fix":{"versions":["1.2.4"],"state":"fixed",
                              "available":[{"version":"1.2.4","date":"2026-10-01","kind":"first-observed"}]}},
                             "relatedVulnerabilities":[],"artifact":{"name":"openssl","version":"1.2.3"}}\
                            """
                                    .formatted(id));
        }
        return """
        {"matches":[%s],
         "source":{"type":"image","target":{"userInput":"registry/shop/checkout","imageID":"sha256:%s",
           "manifestDigest":"%s","repoDigests":["registry/shop/checkout@%s"]}},
         "distro":{"name":"debian"},
         "descriptor":{"name":"grype","version":"0.104.0","timestamp":"%s",
           "db":{"status":{"schemaVersion":"v6.1.0","built":"%s","valid":true}}}}\
        """
                .formatted(matches, "cc".repeat(32), digest, digest, made, made.minusSeconds(3600));
    }

    static JsonNode vuln(String grype) throws Exception {
        ObjectNode predicate = JSON.createObjectNode();
        ObjectNode scanner = predicate.putObject("scanner").put("uri", "pkg:grype");
        scanner.set("result", JSON.readTree(grype));
        return predicate;
    }

    static String junit(int passed, int failed) {
        return "<?xml version=\"1.0\"?><testsuites><testsuite name=\"s\" tests=\"%d\">%s%s</testsuite></testsuites>"
                .formatted(
                        passed + failed,
                        "<testcase classname=\"Cart\" name=\"adds\"/>".repeat(passed),
                        "<testcase classname=\"Cart\" name=\"sums\"><failure message=\"1 != 2\"/></testcase>"
                                .repeat(failed));
    }

    static JsonNode test(String junit, Instant made) {
        byte[] bytes = junit.getBytes(StandardCharsets.UTF_8);
        return JSON.createObjectNode()
                .put("mediaType", "application/xml")
                .put("sha256", CanonicalJson.sha256(bytes))
                .put("base64", Base64.getEncoder().encodeToString(bytes))
                .put("made", made.toString());
    }

    static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static TrustedKey trusted(String id, KeyPair keys, String... kinds) {
        return new TrustedKey(id, keys.getPublic(), Set.of(kinds));
    }

    /** A signed statement as the connector gives it. */
    static SignedObject statement(KeyPair keys, String type, JsonNode predicate, Digest subject)
            throws Exception {
        ObjectNode statement =
                JSON.createObjectNode().put("_type", "https://in-toto.io/Statement/v1");
        statement.putArray("subject").addObject().putObject("digest").put("sha256", subject.hex());
        statement.put("predicateType", type).set("predicate", predicate);
        byte[] payload = JSON.writeValueAsBytes(statement);
        ByteArrayOutputStream pae = new ByteArrayOutputStream();
        pae.writeBytes(
                "DSSEv1 %d %s %d "
                        .formatted(
                                Statements.PAYLOAD_TYPE.length(),
                                Statements.PAYLOAD_TYPE,
                                payload.length)
                        .getBytes(StandardCharsets.UTF_8));
        pae.writeBytes(payload);
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(keys.getPrivate());
        signing.update(pae.toByteArray());
        return new SignedObject.Dsse(
                source(),
                "https://in-toto.io/Statement/v1",
                type,
                List.of(new Subject(null, Map.of("sha256", subject.hex()))),
                predicate,
                Statements.PAYLOAD_TYPE,
                payload,
                List.of(signing.sign()));
    }

    static Source source() {
        return new Source("registry/shop/checkout", Source.Form.BUNDLE, OTHER, 0);
    }
}
