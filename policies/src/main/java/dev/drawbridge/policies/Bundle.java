package dev.drawbridge.policies;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** Reads one file out of a bundle that {@code opa build} wrote: a gzipped tar of plain files. */
final class Bundle {

    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int OCTAL = 8;

    private Bundle() {}

    /**
     * @throws IOException if it isn't a whole bundle or has no such file
     */
    static byte[] file(byte[] bundle, String path) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bundle)))) {
            byte[] header = new byte[BLOCK];
            while (true) {
                in.readFully(header);
                String name = text(header, 0, NAME_LENGTH);
                if (name.isEmpty()) {
                    throw new IOException("The bundle holds no " + path + ".");
                }
                int size =
                        Math.toIntExact(
                                Long.parseLong(
                                        text(header, SIZE_OFFSET, SIZE_LENGTH).strip(), OCTAL));
                if (name.equals(path)) {
                    byte[] content = new byte[size];
                    in.readFully(content);
                    return content;
                }
                in.skipNBytes((size + BLOCK - 1) / BLOCK * (long) BLOCK);
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IOException("The bundle isn't a tar archive.", e);
        }
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }
}
