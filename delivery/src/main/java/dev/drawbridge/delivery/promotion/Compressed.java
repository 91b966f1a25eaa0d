package dev.drawbridge.delivery.promotion;

import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** A gate's input as records carry it: gzip, then base64. */
public final class Compressed {
    /** The most a record may carry, compressed. */
    public static final int MOST = 256 * 1024;

    private Compressed() {}

    /**
     * Packs an input.
     *
     * @throws Refused CANT_TELL when it is larger than a record may be
     */
    public static String pack(byte[] input) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (packed.size() > MOST) {
            throw new Refused(
                    Ending.CANT_TELL,
                    "the gate's input is "
                            + packed.size() / 1024
                            + " KiB compressed and a record holds "
                            + MOST / 1024
                            + " KiB; the scan report is the usual cause: leave negligible findings out of it");
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
}
