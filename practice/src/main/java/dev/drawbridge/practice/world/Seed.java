package dev.drawbridge.practice.world;

import dev.drawbridge.practice.registry.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Where all chance in a practice world comes from. Each purpose has a stream of its own, so that
 * one more draw here changes nothing there.
 */
record Seed(long value) {
    /** A stream for ordinary choices. */
    RandomGenerator random(String purpose) {
        return new Random(ByteBuffer.wrap(bytes(purpose)).getLong());
    }

    /** A stream for keys and signatures. They protect nothing: whoever knows the seed has them. */
    SecureRandom secure(String purpose) {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(bytes(purpose));
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA1PRNG", e);
        }
    }

    /** A token, in hexadecimal digits. */
    String token(String purpose) {
        return HexFormat.of().formatHex(bytes(purpose), 0, 20);
    }

    private byte[] bytes(String purpose) {
        return Digests.sha256((value + "/" + purpose).getBytes(StandardCharsets.UTF_8));
    }
}
