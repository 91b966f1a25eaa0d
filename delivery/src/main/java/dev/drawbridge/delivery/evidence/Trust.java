package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.signature.SignatureCheck;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.TrustedKey;
import dev.drawbridge.delivery.workspace.TrustKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The workspace's keys, and for which kind of evidence each counts. */
public final class Trust {
    private final List<TrustedKey> keys;

    public Trust(List<TrustedKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads the key files.
     *
     * @throws ConnectorException BAD_INPUT where one isn't a public key
     */
    public static Trust load(List<TrustKey> keys) {
        return new Trust(
                keys.stream()
                        .map(key -> TrustedKey.load(key.id(), key.file(), key.kinds()))
                        .toList());
    }

    /** The key trusted for the kind that verifies it. */
    Optional<TrustedKey> verified(SignedObject object, EvidenceKind kind) {
        return SignatureCheck.verify(
                object, keys.stream().filter(key -> key.kinds().contains(kind.word())).toList());
    }

    /** Any of the workspace's keys that verifies it, whatever it is trusted for. */
    Optional<TrustedKey> known(SignedObject object) {
        return SignatureCheck.verify(object, keys);
    }

    /** For a sentence: the keys that would have counted. */
    String words(EvidenceKind kind) {
        String ids =
                keys.stream()
                        .filter(key -> key.kinds().contains(kind.word()))
                        .map(TrustedKey::id)
                        .collect(Collectors.joining(", "));
        return ids.isEmpty()
                ? "the workspace trusts no key for " + kind.word()
                : "trusted for it: " + ids;
    }
}
