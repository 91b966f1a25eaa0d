package dev.drawbridge.connector.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which trusted key verifies a signed object, offline, by the JDK's own cryptography. No
 * transparency log and no certificate is looked at: whoever shows a result says "transparency log
 * not checked".
 */
public final class SignatureCheck {
    private SignatureCheck() {}

    /** A way of signing: the JDK's name, and whether Ed25519 signs a hash of the message. */
    private record Scheme(String name, boolean prehashed) {}

    /**
     * The first of the keys that verifies it; empty where none does, where the signature is
     * malformed, and for what is unreadable. Give only keys that are trusted for the kind in
     * question.
     */
    public static Optional<TrustedKey> verify(SignedObject object, Collection<TrustedKey> keys) {
        return switch (object) {
            case SignedObject.Unreadable unreadable -> Optional.empty();
            case SignedObject.Unsigned unsigned -> Optional.empty();
            case SignedObject.SimpleSigning simple ->
                    first(keys, simple.payload(), List.of(simple.signature()));
            case SignedObject.Dsse dsse ->
                    first(keys, Pae.of(dsse.payloadType(), dsse.payload()), dsse.signatures());
        };
    }

    private static Optional<TrustedKey> first(
            Collection<TrustedKey> keys, byte[] message, List<byte[]> signatures) {
        return keys.stream()
                .filter(key -> signatures.stream().anyMatch(s -> verifies(key.key(), message, s)))
                .findFirst();
    }

    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        return schemes(key, signature).stream()
                .anyMatch(scheme -> verifies(scheme, key, message, signature));
    }

    /** What cosign signs with such a key and what its {@code --key} reads. */
    private static List<Scheme> schemes(PublicKey key, byte[] signature) {
        return switch (key) {
            case RSAPublicKey rsa -> List.of(new Scheme("SHA256withRSA", false));
            case EdECPublicKey ed ->
                    List.of(new Scheme("Ed25519", false), new Scheme("Ed25519", true));
            case ECPublicKey ec -> elliptic(TrustedKey.bits(ec), signature);
            default -> List.of();
        };
    }

    private static List<Scheme> elliptic(int bits, byte[] signature) {
        List<Scheme> schemes = new ArrayList<>();
        schemes.add(new Scheme("SHA256withECDSA", false));
        if (bits == 384) {
            schemes.add(new Scheme("SHA384withECDSA", false));
        }
        if (bits == 256 && signature.length == 64) {
            schemes.add(new Scheme("SHA256withECDSAinP1363Format", false));
        }
        return schemes;
    }

    private static boolean verifies(
            Scheme scheme, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(scheme.name());
            if (scheme.prehashed()) {
                check.setParameter(new EdDSAParameterSpec(true));
            }
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            // The JDK throws for bytes that aren't a signature at all: that is a refusal too.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + scheme.name(), e);
        }
    }
}
