package dev.drawbridge.connector.signature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.drawbridge.connector.oci.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to signed objects, as strict as cosign or stricter: no key twice, in bundles no unknown
 * key, exactly one signature in a bundle, a known statement type. What doesn't fit is {@link
 * SignedObject.Unreadable}; nothing is thrown.
 */
final class Parsing {
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final int MOST_SIGNATURES = 16;
    private static final int MOST_SUBJECTS = 1_000;
    private static final String COSIGN_TYPE = "cosign container image signature";
    private static final Set<String> BUNDLE =
            Set.of("mediaType", "verificationMaterial", "dsseEnvelope");
    private static final Set<String> MATERIAL =
            Set.of(
                    "publicKey",
                    "certificate",
                    "x509CertificateChain",
                    "tlogEntries",
                    "timestampVerificationData");
    private static final Set<String> ENVELOPE = Set.of("payload", "payloadType", "signatures");
    private static final Set<String> SIGNATURE = Set.of("sig", "keyid");

    private Parsing() {}

    /** Says what is wrong; never leaves this class. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        Wrong(String why) {
            super(why);
        }
    }

    private interface Reading {
        SignedObject read() throws Wrong;
    }

    static SignedObject bundle(Source source, byte[] content) {
        return guarded(
                source,
                () -> {
                    JsonNode bundle = object(content, "bundle");
                    known(bundle, BUNDLE, "bundle");
                    String type = text(bundle, "mediaType", "bundle");
                    if (!type.equals(Statements.BUNDLE)) {
                        throw new Wrong(
                                "its bundle has the media type \"%s\"; %s is known"
                                        .formatted(shown(type), Statements.BUNDLE));
                    }
                    JsonNode material = bundle.path("verificationMaterial");
                    known(material, MATERIAL, "verification material");
                    if (!material.path("publicKey").isObject()
                            && !material.path("certificate").isObject()
                            && !material.path("x509CertificateChain").isObject()) {
                        throw new Wrong("its bundle names neither a key nor a certificate");
                    }
                    JsonNode envelope = bundle.path("dsseEnvelope");
                    known(envelope, ENVELOPE, "envelope");
                    if (envelope.path("signatures").size() != 1) {
                        throw new Wrong(
                                "its envelope has %d signatures instead of one"
                                        .formatted(envelope.path("signatures").size()));
                    }
                    return dsse(source, envelope);
                });
    }

    static SignedObject envelope(Source source, byte[] content) {
        return guarded(source, () -> dsse(source, object(content, "envelope")));
    }

    static SignedObject simpleSigning(Source source, byte[] content, @Nullable String signature) {
        return guarded(
                source,
                () -> {
                    if (signature == null) {
                        throw new Wrong("its layer has no signature in its annotations");
                    }
                    JsonNode critical = object(content, "signed text").path("critical");
                    String type = text(critical, "type", "signed text");
                    if (!type.equals(COSIGN_TYPE)) {
                        throw new Wrong(
                                "it is of the type \"%s\" instead of \"%s\""
                                        .formatted(shown(type), COSIGN_TYPE));
                    }
                    String digest =
                            text(critical.path("image"), "docker-manifest-digest", "signed text");
                    if (!Digest.isDigest(digest)) {
                        throw new Wrong("it names no sha256 digest of an image");
                    }
                    return new SignedObject.SimpleSigning(
                            source, content, base64(signature, "signature"), new Digest(digest));
                });
    }

    private static SignedObject dsse(Source source, JsonNode envelope) throws Wrong {
        String payloadType = text(envelope, "payloadType", "envelope");
        if (!payloadType.equals(Statements.PAYLOAD_TYPE)) {
            throw new Wrong(
                    "its payload is of the type \"%s\" instead of %s"
                            .formatted(shown(payloadType), Statements.PAYLOAD_TYPE));
        }
        byte[] payload = base64(text(envelope, "payload", "envelope"), "payload");
        List<byte[]> signatures = signatures(envelope.path("signatures"));
        JsonNode statement = object(payload, "statement");
        String type = text(statement, "_type", "statement");
        if (!Statements.TYPES.contains(type)) {
            throw new Wrong(
                    "its statement is of the type \"%s\", which is not known"
                            .formatted(shown(type)));
        }
        JsonNode predicate = statement.path("predicate");
        return new SignedObject.Dsse(
                source,
                type,
                text(statement, "predicateType", "statement"),
                subjects(statement.path("subject")),
                predicate.isMissingNode() ? NullNode.getInstance() : predicate,
                payloadType,
                payload,
                signatures);
    }

    private static List<byte[]> signatures(JsonNode list) throws Wrong {
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_SIGNATURES) {
            throw new Wrong(
                    "its envelope has %d signatures; 1 to %d are read"
                            .formatted(list.size(), MOST_SIGNATURES));
        }
        List<byte[]> signatures = new ArrayList<>();
        for (JsonNode one : list) {
            known(one, SIGNATURE, "signature");
            signatures.add(base64(text(one, "sig", "signature"), "signature"));
        }
        return signatures;
    }

    private static List<Subject> subjects(JsonNode list) throws Wrong {
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_SUBJECTS) {
            throw new Wrong(
                    "its statement has %d subjects; 1 to %d are read"
                            .formatted(list.size(), MOST_SUBJECTS));
        }
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode one : list) {
            Map<String, String> digests = new HashMap<>();
            for (Map.Entry<String, JsonNode> digest : one.path("digest").properties()) {
                digests.put(
                        digest.getKey(),
                        text(one.path("digest"), digest.getKey(), "statement's subject"));
            }
            if (digests.isEmpty()) {
                throw new Wrong("a subject of its statement has no digest");
            }
            JsonNode name = one.path("name");
            subjects.add(new Subject(name.isTextual() ? name.textValue() : null, digests));
        }
        return subjects;
    }

    private static SignedObject guarded(Source source, Reading reading) {
        try {
            return reading.read();
        } catch (Wrong e) {
            return new SignedObject.Unreadable(source, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode object(byte[] content, String what) throws Wrong {
        try {
            JsonNode tree = JSON.readTree(content);
            if (tree == null || !tree.isObject()) {
                throw new Wrong("its %s is not a JSON object".formatted(what));
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new Wrong(
                    "its %s is not JSON or is cut off: %s"
                            .formatted(what, shown(e.getOriginalMessage())));
        } catch (IOException e) {
            throw new Wrong("its %s is not JSON".formatted(what));
        }
    }

    private static void known(JsonNode object, Set<String> names, String what) throws Wrong {
        if (!object.isObject()) {
            throw new Wrong("its %s is missing or not an object".formatted(what));
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!names.contains(field.getKey())) {
                throw new Wrong(
                        "its %s has the unknown key \"%s\"".formatted(what, shown(field.getKey())));
            }
        }
    }

    private static String text(JsonNode object, String name, String what) throws Wrong {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw new Wrong("its %s lacks the text \"%s\"".formatted(what, shown(name)));
        }
        return value.textValue();
    }

    private static byte[] base64(String text, String what) throws Wrong {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Wrong("its %s is not base64".formatted(what));
        }
    }

    /** One short line of it. */
    private static String shown(String text) {
        String cut = text.length() > 160 ? text.substring(0, 160) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}+", " ");
    }
}
