package dev.drawbridge.connector.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM without a password: PKCS 8 (RSA, EC, Ed25519), PKCS 1 (RSA) and SEC 1 (EC).
 * The JDK reads the first only; the others are put into its wrapping (RFC 5208, RFC 5915).
 */
final class PemKeys {

    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN (?<type>(?:RSA |EC )?PRIVATE KEY)-----(?<body>[^-]+)-----END \\k<type>-----");

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] VERSION_0 = HEX.parseHex("020100");
    private static final byte[] RSA_ENCRYPTION = HEX.parseHex("06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HEX.parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PemKeys() {}

    static PrivateKey privateKey(byte[] pem) throws GeneralSecurityException {
        Matcher found = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw new InvalidKeySpecException("no private key in it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group("body"));
            return pkcs8(
                    switch (found.group("type")) {
                        case "RSA PRIVATE KEY" -> wrapped(RSA_ENCRYPTION, new byte[0], der);
                        case "EC PRIVATE KEY" -> wrapped(EC_PUBLIC_KEY, curve(der), der);
                        default -> der;
                    });
        } catch (RuntimeException e) {
            throw new InvalidKeySpecException("not a key", e);
        }
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        InvalidKeySpecException last = new InvalidKeySpecException("no known algorithm");
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw last;
    }

    private static byte[] wrapped(byte[] algorithm, byte[] parameters, byte[] key) {
        return element(
                SEQUENCE,
                VERSION_0,
                element(SEQUENCE, algorithm, parameters),
                element(OCTETS, key));
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < 0x80) {
            element.write(length);
        } else {
            element.write(0x82);
            element.write(length >> 8);
            element.write(length);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    /** The curve's name, which SEC 1 keeps behind the key. */
    private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
        ByteBuffer outer = ByteBuffer.wrap(sec1);
        outer.get();
        length(outer);
        while (outer.hasRemaining()) {
            int tag = outer.get() & 0xff;
            byte[] content = new byte[length(outer)];
            outer.get(content);
            if (tag == PARAMETERS) {
                return content;
            }
        }
        throw new InvalidKeySpecException("an EC key without its curve");
    }

    private static int length(ByteBuffer der) {
        int first = der.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der.get() & 0xff;
        }
        return length;
    }
}
