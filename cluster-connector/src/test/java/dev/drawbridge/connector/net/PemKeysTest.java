package dev.drawbridge.connector.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class PemKeysTest {

    private static byte[] pem(String type, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(type, Base64.getMimeEncoder().encodeToString(der))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void rsaKeysOfBothWrappingsAreTheSame() throws GeneralSecurityException {
        HeldCertificate held = new HeldCertificate.Builder().rsa2048().build();
        PrivateKey expected = held.keyPair().getPrivate();
        assertThat(PemKeys.privateKey(ascii(held.privateKeyPkcs8Pem()))).isEqualTo(expected);
        assertThat(PemKeys.privateKey(ascii(held.privateKeyPkcs1Pem()))).isEqualTo(expected);
    }

    @Test
    void anEcKeyAsOpensslWritesItIsRead() throws GeneralSecurityException {
        HeldCertificate held = new HeldCertificate.Builder().ecdsa256().build();
        BigInteger secret = ((ECPrivateKey) held.keyPair().getPrivate()).getS();
        // RFC 5915: version 1, the number in 32 octets, [0] the curve prime256v1
        byte[] der =
                HexFormat.of()
                        .parseHex(
                                "30310201010420%064x".formatted(secret)
                                        + "a00a06082a8648ce3d030107");
        PrivateKey read = PemKeys.privateKey(pem("EC PRIVATE KEY", der));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(read);
        signer.update(der);
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(held.keyPair().getPublic());
        verifier.update(der);
        assertThat(verifier.verify(signer.sign())).isTrue();
    }

    @Test
    void anEd25519KeyIsRead() throws GeneralSecurityException {
        PrivateKey key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        assertThat(PemKeys.privateKey(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        for (byte[] wrong :
                new byte[][] {
                    ascii("nothing"),
                    pem("PRIVATE KEY", new byte[] {1, 2}),
                    pem("EC PRIVATE KEY", new byte[] {0x30, 0x7f, 2, 1}),
                    pem("ENCRYPTED PRIVATE KEY", new byte[] {1})
                }) {
            assertThatThrownBy(() -> PemKeys.privateKey(wrong))
                    .isInstanceOf(GeneralSecurityException.class);
        }
    }
}
