package dev.drawbridge.connector.signature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.oci.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** Signs in-toto statements into Sigstore bundles that {@code cosign verify-attestation} takes. */
public final class DsseWriter {
    private DsseWriter() {}

    /**
     * A bundle with one statement about one image.
     *
     * @param keys EC, RSA or Ed25519, signed in the way that cosign's {@code --key} reads
     * @param name the subject's name, mostly host and repository
     * @return the bundle's bytes, of the media type {@link Statements#BUNDLE}
     * @throws GeneralSecurityException if the private key can't sign
     */
    public static byte[] sign(
            KeyPair keys, String predicateType, JsonNode predicate, String name, Digest subject)
            throws GeneralSecurityException {
        ObjectNode statement = Parsing.JSON.createObjectNode();
        statement.put("_type", Statements.WRITTEN_TYPE);
        ObjectNode about = statement.putArray("subject").addObject();
        about.put("name", name);
        about.putObject("digest").put("sha256", subject.hex());
        statement.put("predicateType", predicateType);
        statement.set("predicate", predicate);
        byte[] payload = bytes(statement);

        Signature signing = Signature.getInstance(scheme(keys.getPublic()));
        signing.initSign(keys.getPrivate());
        signing.update(Pae.of(Statements.PAYLOAD_TYPE, payload));

        ObjectNode bundle = Parsing.JSON.createObjectNode();
        bundle.put("mediaType", Statements.BUNDLE);
        bundle.putObject("verificationMaterial")
                .putObject("publicKey")
                .put("hint", TrustedKey.fingerprint(keys.getPublic()));
        ObjectNode envelope = bundle.putObject("dsseEnvelope");
        envelope.put("payload", Base64.getEncoder().encodeToString(payload));
        envelope.put("payloadType", Statements.PAYLOAD_TYPE);
        envelope.putArray("signatures")
                .addObject()
                .put("sig", Base64.getEncoder().encodeToString(signing.sign()));
        return bytes(bundle);
    }

    /** Also for P-384 it is SHA-256 that cosign's {@code --key} reads. */
    private static String scheme(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "SHA256withRSA";
            case EdECPublicKey ed -> "Ed25519";
            case ECPublicKey ec -> "SHA256withECDSA";
            default ->
                    throw new IllegalArgumentException("no way to sign with " + key.getAlgorithm());
        };
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return Parsing.JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }
}
