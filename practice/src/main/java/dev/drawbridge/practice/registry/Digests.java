package dev.drawbridge.practice.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 digests as registries write them. */
public final class Digests {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digests() {}

    /** {@code sha256:HEX} of that content. */
    public static String of(byte[] content) {
        return "sha256:" + HexFormat.of().formatHex(sha256(content));
    }

    /** The 32 bytes themselves. */
    public static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static boolean isDigest(String text) {
        return FORM.matcher(text).matches();
    }
}
