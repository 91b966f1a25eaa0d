package dev.drawbridge.connector.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Set;

/** Keys made by the JDK. */
final class Keys {
    private Keys() {}

    /** Of one of the names {@code P-256, P-384, RSA, Ed25519}. */
    static KeyPair make(String name) {
        try {
            if (name.startsWith("P-")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp" + name.substring(2) + "r1"));
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
            if (name.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name, e);
        }
    }

    static TrustedKey trusted(String id, KeyPair keys) {
        return new TrustedKey(id, keys.getPublic(), Set.of("signature"));
    }

    /** Writes a key as PEM. */
    static Path pem(Path file, String type, Key key) {
        String body =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(key.getEncoded());
        try {
            return Files.writeString(
                    file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
