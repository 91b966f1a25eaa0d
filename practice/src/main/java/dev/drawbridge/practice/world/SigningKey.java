package dev.drawbridge.practice.world;

import dev.drawbridge.practice.registry.Digests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** An EC P-256 key of the practice world, made from its seed. */
record SigningKey(String name, KeyPair pair, Seed seed) {

    static SigningKey make(String name, Seed seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), seed.secure("key/" + name));
            return new SigningKey(name, generator.generateKeyPair(), seed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes P-256 keys", e);
        }
    }

    /** ECDSA over SHA-256, in DER; the same content gives the same signature. */
    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(
                    pair.getPrivate(), seed.secure("sign/" + name + "/" + Digests.of(content)));
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with P-256", e);
        }
    }

    /** Base64 of the SHA-256 of the public key, by which bundles hint at it. */
    String hint() {
        return Base64.getEncoder().encodeToString(Digests.sha256(pair.getPublic().getEncoded()));
    }

    String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static String pem(String what, byte[] der) {
        String lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
    }

    /** Without the key: this may be logged. */
    @Override
    public String toString() {
        return "SigningKey[" + name + "]";
    }
}
