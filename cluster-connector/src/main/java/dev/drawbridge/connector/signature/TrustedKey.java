package dev.drawbridge.connector.signature;

import dev.drawbridge.connector.ConnectorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A public key that the workspace trusts.
 *
 * @param id as the workspace names it
 * @param key EC on P-256 or P-384, RSA of 2048 bits or more, or Ed25519
 * @param kinds of evidence that it is trusted for, such as {@code signature}
 */
public record TrustedKey(String id, PublicKey key, Set<String> kinds) {
    private static final int LARGEST = 64 << 10;
    private static final int SHORTEST_RSA = 2048;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    public TrustedKey {
        kinds = Set.copyOf(kinds);
    }

    /**
     * Reads a key from a PEM file ({@code cosign public-key}, {@code openssl pkey -pubout}).
     *
     * @throws ConnectorException BAD_INPUT, naming what was found instead
     */
    public static TrustedKey load(String id, Path pem, Set<String> kinds) {
        List<String> types;
        String body;
        String text = read(id, pem);
        Matcher block = BLOCK.matcher(text);
        types = BLOCK.matcher(text).results().map(found -> found.group(1)).toList();
        if (types.size() != 1 || !block.find()) {
            throw refused(
                    id,
                    pem,
                    types.isEmpty()
                            ? "there is no PEM block in it"
                            : "there are %d PEM blocks in it instead of one"
                                    .formatted(types.size()),
                    null);
        }
        if (!types.getFirst().equals("PUBLIC KEY")) {
            throw refused(id, pem, "a \"%s\" is in it".formatted(types.getFirst()), null);
        }
        body = block.group(2).replaceAll("\\s", "");
        try {
            byte[] spki = Base64.getDecoder().decode(body);
            return new TrustedKey(id, key(id, pem, new X509EncodedKeySpec(spki)), kinds);
        } catch (IllegalArgumentException e) {
            throw refused(id, pem, "its PEM block is not base64", e);
        }
    }

    private static String read(String id, Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw refused(id, pem, "it is larger than 64 KiB", null);
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            String why =
                    Files.isDirectory(pem)
                            ? "it is a folder"
                            : Files.exists(pem) ? "it can't be opened" : "there is no such file";
            throw refused(id, pem, why, e);
        }
    }

    private static PublicKey key(String id, Path pem, X509EncodedKeySpec spki) {
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            PublicKey key;
            try {
                key = KeyFactory.getInstance(algorithm).generatePublic(spki);
            } catch (InvalidKeySpecException e) {
                // Another algorithm's key: the file doesn't say which in a simpler way.
                continue;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
                throw refused(
                        id,
                        pem,
                        "its RSA key has only %d bits, 2048 are the least"
                                .formatted(rsa.getModulus().bitLength()),
                        null);
            }
            if (key instanceof ECPublicKey ec && !List.of(256, 384).contains(bits(ec))) {
                throw refused(
                        id,
                        pem,
                        "its curve has %d bits; P-256 and P-384 are known".formatted(bits(ec)),
                        null);
            }
            return key;
        }
        throw refused(id, pem, "its key is neither EC, RSA nor Ed25519", null);
    }

    static int bits(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize();
    }

    private static ConnectorException refused(
            String id, Path pem, String why, @Nullable Throwable cause) {
        return new ConnectorException(
                ConnectorException.Kind.BAD_INPUT,
                "The trusted key \"%s\" (%s) is not a public key: %s; give a PEM file that begins with -----BEGIN PUBLIC KEY-----."
                        .formatted(id, pem, why),
                cause);
    }

    /** Base64 of the SHA-256 of the key as X.509 encodes it, as Sigstore bundles name keys. */
    public String fingerprint() {
        return fingerprint(key);
    }

    static String fingerprint(PublicKey key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
