package dev.drawbridge.connector.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.Source.Form;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureCheckTest {
    private static final Source SOURCE = new Source("r/a", Form.BUNDLE, null, 0);
    private static final byte[] BODY = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);

    private static byte[] sign(KeyPair keys, String scheme, boolean prehashed, byte[] message)
            throws GeneralSecurityException {
        Signature signing = Signature.getInstance(scheme);
        if (prehashed) {
            signing.setParameter(new EdDSAParameterSpec(true));
        }
        signing.initSign(keys.getPrivate());
        signing.update(message);
        return signing.sign();
    }

    private static SignedObject dsse(String payloadType, byte[] body, byte[]... signatures) {
        return new SignedObject.Dsse(
                SOURCE,
                "https://in-toto.io/Statement/v1",
                "t",
                List.of(),
                NullNode.getInstance(),
                payloadType,
                body,
                List.of(signatures));
    }

    @ParameterizedTest
    @CsvSource({
        "P-256, SHA256withECDSA, false",
        "P-256, SHA256withECDSAinP1363Format, false",
        "P-384, SHA256withECDSA, false",
        "P-384, SHA384withECDSA, false",
        "RSA, SHA256withRSA, false",
        "Ed25519, Ed25519, false",
        "Ed25519, Ed25519, true"
    })
    void eachWayThatCosignSignsOrReadsIsVerified(String kind, String scheme, boolean prehashed)
            throws GeneralSecurityException {
        KeyPair keys = Keys.make(kind);
        TrustedKey key = Keys.trusted("k", keys);
        TrustedKey other = Keys.trusted("other", Keys.make(kind));
        byte[] signature = sign(keys, scheme, prehashed, Pae.of("type", BODY));

        SignedObject signed = dsse("type", BODY, signature);
        assertThat(SignatureCheck.verify(signed, List.of(other, key))).contains(key);
        assertThat(SignatureCheck.verify(signed, List.of(other))).isEmpty();
        assertThat(SignatureCheck.verify(signed, List.of())).isEmpty();

        byte[] tampered = BODY.clone();
        tampered[2]++;
        assertThat(SignatureCheck.verify(dsse("type", tampered, signature), List.of(key)))
                .isEmpty();
        assertThat(SignatureCheck.verify(dsse("typ", BODY, signature), List.of(key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withRSA", "SHA512withRSA"})
    void otherWaysOfSigningAreNot(String scheme) throws GeneralSecurityException {
        KeyPair keys = Keys.make("RSA");
        byte[] signature = sign(keys, scheme, false, Pae.of("type", BODY));
        assertThat(
                        SignatureCheck.verify(
                                dsse("type", BODY, signature), List.of(Keys.trusted("k", keys))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "RSA", "Ed25519"})
    void bytesThatAreNoSignatureAreARefusal(String kind) {
        KeyPair keys = Keys.make(kind);
        TrustedKey key = Keys.trusted("k", keys);
        for (int length : new int[] {0, 1, 63, 64, 70, 96, 256, 5000}) {
            byte[] filled = new byte[length];
            for (int fill : new int[] {0, 0x30, 0xff}) {
                Arrays.fill(filled, (byte) fill);
                assertThat(SignatureCheck.verify(dsse("type", BODY, filled), List.of(key)))
                        .isEmpty();
            }
        }
    }

    @Test
    void thePayloadAloneIsNotWhatIsSigned() throws GeneralSecurityException {
        KeyPair keys = Keys.make("P-256");
        byte[] bare = sign(keys, "SHA256withECDSA", false, BODY);
        TrustedKey key = Keys.trusted("k", keys);
        assertThat(SignatureCheck.verify(dsse("type", BODY, bare), List.of(key))).isEmpty();
        SignedObject simple = new SignedObject.SimpleSigning(SOURCE, BODY, bare, Digest.of(BODY));
        assertThat(SignatureCheck.verify(simple, List.of(key))).contains(key);
    }

    @Test
    void lengthsAreInBytes() {
        byte[] body = "ü".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(Pae.of("tü", body), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 3 tü 2 ü");
    }

    @Test
    void theUnreadableVerifiesWithNothing() {
        TrustedKey key = new TrustedKey("k", Keys.make("P-256").getPublic(), Set.of());
        assertThat(SignatureCheck.verify(new SignedObject.Unreadable(SOURCE, "why"), List.of(key)))
                .isEmpty();
    }
}
