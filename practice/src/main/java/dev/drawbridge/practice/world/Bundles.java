package dev.drawbridge.practice.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.practice.registry.Digests;
import dev.drawbridge.practice.registry.PracticeRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Attaches in-toto statements to images as cosign 3 does: a DSSE envelope in a Sigstore bundle, a
 * referrer of the image. A statement that nobody signed is attached bare, as BuildKit does.
 */
final class Bundles {
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final String STATEMENT = "https://in-toto.io/Statement/v1";
    private static final String EMPTY = "application/vnd.oci.empty.v1+json";

    private final PracticeRegistry registry;

    Bundles(PracticeRegistry registry) {
        this.registry = registry;
    }

    /** What a statement says of which digest. */
    record Statement(String predicateType, JsonNode predicate, String name, String digest) {
        byte[] bytes() {
            ObjectNode statement = Json.object().put("_type", STATEMENT);
            ObjectNode subject = statement.putArray("subject").addObject().put("name", name);
            subject.putObject("digest").put("sha256", digest.substring("sha256:".length()));
            statement.put("predicateType", predicateType);
            statement.set("predicate", predicate);
            return Json.bytes(statement);
        }
    }

    /**
     * Attaches a statement that a key signed.
     *
     * @return digest of the referrer
     */
    String attach(Image to, Statement statement, SigningKey key, Instant created) {
        byte[] payload = statement.bytes();
        ObjectNode bundle = Json.object().put("mediaType", BUNDLE);
        bundle.putObject("verificationMaterial").putObject("publicKey").put("hint", key.hint());
        ObjectNode envelope = bundle.putObject("dsseEnvelope");
        envelope.put("payload", base64(payload)).put("payloadType", IN_TOTO);
        envelope.putArray("signatures").addObject().put("sig", base64(key.sign(pae(payload))));
        ObjectNode annotations =
                Json.object()
                        .put("dev.sigstore.bundle.content", "dsse-envelope")
                        .put("dev.sigstore.bundle.predicateType", statement.predicateType())
                        .put("org.opencontainers.image.created", created.toString());
        return push(to, BUNDLE, Json.bytes(bundle), annotations);
    }

    /** Attaches a statement that nobody signed. */
    String attachBare(Image to, Statement statement, Instant created) {
        ObjectNode annotations =
                Json.object()
                        .put("in-toto.io/predicate-type", statement.predicateType())
                        .put("org.opencontainers.image.created", created.toString());
        return push(to, IN_TOTO, statement.bytes(), annotations);
    }

    private String push(Image to, String type, byte[] layer, ObjectNode annotations) {
        byte[] config = Json.bytes(Json.object());
        registry.pushBlob(to.repository(), config);
        registry.pushBlob(to.repository(), layer);
        ObjectNode manifest =
                Json.object()
                        .put("schemaVersion", 2)
                        .put("mediaType", Image.MANIFEST)
                        .put("artifactType", type);
        manifest.set("config", ImageFactory.descriptor(EMPTY, config));
        manifest.putArray("layers").add(ImageFactory.descriptor(type, layer));
        manifest.putObject("subject")
                .put("mediaType", Image.INDEX)
                .put("digest", to.digest())
                .put("size", to.size());
        manifest.set("annotations", annotations);
        byte[] bytes = Json.bytes(manifest);
        return registry.pushManifest(to.repository(), Digests.of(bytes), bytes);
    }

    /** What DSSE 1.0 signs, its pre-authentication encoding. */
    private static byte[] pae(byte[] payload) {
        ByteArrayOutputStream pae = new ByteArrayOutputStream();
        pae.writeBytes(
                "DSSEv1 %d %s %d "
                        .formatted(IN_TOTO.length(), IN_TOTO, payload.length)
                        .getBytes(StandardCharsets.US_ASCII));
        pae.writeBytes(payload);
        return pae.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
