package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.TrustedKey;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.Document;
import dev.drawbridge.policies.GateInput.State;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the image itself is signed by a key trusted for signatures. */
final class SignatureEvidence {
    private SignatureEvidence() {}

    static GateInput.Signature of(List<SignedObject> objects, Digest digest, Trust trust) {
        List<SignedObject> signatures =
                objects.stream()
                        .filter(SignatureEvidence::isSignature)
                        .filter(o -> o.covers(digest))
                        .toList();
        for (SignedObject signature : signatures) {
            Optional<TrustedKey> key = trust.verified(signature, EvidenceKind.SIGNATURE);
            if (key.isPresent()) {
                return signature(signature, State.READ, null, key.get(), digest);
            }
        }
        for (SignedObject signature : signatures) {
            Optional<TrustedKey> key = trust.known(signature);
            if (key.isPresent()) {
                String why =
                        "It is signed by key %s, which the workspace doesn't trust for signature."
                                .formatted(key.get().id());
                return signature(signature, State.UNTRUSTED, why, key.get(), digest);
            }
        }
        if (!signatures.isEmpty()) {
            String why =
                    "%d signature(s) of it are there and none verifies with a key of the workspace (%s)."
                            .formatted(signatures.size(), trust.words(EvidenceKind.SIGNATURE));
            return signature(signatures.getFirst(), State.INVALID, why, null, digest);
        }
        return new GateInput.Signature(absent(objects, digest), null);
    }

    private static Document absent(List<SignedObject> objects, Digest digest) {
        return objects.stream()
                .filter(SignedObject.Unreadable.class::isInstance)
                .map(SignedObject.Unreadable.class::cast)
                .findFirst()
                .map(u ->
                        Document.absent(
                                State.UNREADABLE,
                                "No signature of %s was found, and %s can't be read: %s."
                                        .formatted(digest, u.source(), u.why())))
                .orElseGet(() ->
                        Document.absent(
                                State.MISSING,
                                "No signature of " + digest + " was found beside the image."));
    }

    private static boolean isSignature(SignedObject object) {
        return switch (object) {
            case SignedObject.Dsse dsse -> dsse.isSignature();
            case SignedObject.SimpleSigning simple -> true;
            case SignedObject.Unreadable unreadable -> false;
            case SignedObject.Unsigned unsigned -> false;
        };
    }

    private static GateInput.Signature signature(
            SignedObject object,
            State state,
            @Nullable String why,
            @Nullable TrustedKey key,
            Digest digest) {
        Document document =
                new Document(
                        state,
                        why,
                        object.source().toString(),
                        key == null ? null : key.id(),
                        Documents.sha256(object).orElse(null),
                        digest.value(),
                        null,
                        null,
                        null);
        return new GateInput.Signature(
                document, object instanceof SignedObject.Dsse ? "bundle" : "legacy");
    }
}
