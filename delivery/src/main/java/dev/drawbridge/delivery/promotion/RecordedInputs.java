package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Descriptor;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageManifest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.connector.oci.Repository;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.records.RecordBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Keeps a gate's input with the record that rests on it: gzipped in the record itself, or where
 * that would be too large for one as a referrer of the image, in the evidence repository where
 * there is one. Blocks on the network; threads may share it.
 */
public final class RecordedInputs {
    /** The most a record may carry, compressed, in bytes. */
    static final int MOST = 256 * 1024;

    /** What the registry calls an input. */
    static final String TYPE = "application/vnd.drawbridge.gate-input.v1+gzip";

    private static final int MOST_UNPACKED = 64 * 1024 * 1024;

    private final Registries registries;

    RecordedInputs(Registries registries) {
        this.registries = registries;
    }

    /**
     * Keeps an input.
     *
     * @param image what it was judged for, by digest
     * @throws Refused CANT_TELL when it is too large for a record and the registry doesn't take it
     */
    RecordBody.Input keep(ImageReference image, byte[] input) {
        byte[] packed = pack(input);
        String sha256 = Digest.of(input).value();
        return packed.length <= MOST
                ? new RecordBody.Input(sha256, Base64.getEncoder().encodeToString(packed), null)
                : new RecordBody.Input(sha256, null, attach(image, packed));
    }

    private String attach(ImageReference image, byte[] packed) {
        try {
            Repository beside = registries.repository(image);
            Repository repository = registries.evidence(image).orElse(beside);
            Digest digest = image.digest();
            if (digest == null) {
                throw new IllegalArgumentException(image + " names no digest");
            }
            Descriptor pushed =
                    repository.attach(beside.describe(digest), TYPE, packed, TYPE, Map.of());
            return repository.base().name() + "@" + pushed.digest();
        } catch (ConnectorException e) {
            throw new Refused(
                    Ending.CANT_TELL,
                    "the gate's input is "
                            + packed.length / 1024
                            + " KiB compressed, a record holds "
                            + MOST / 1024
                            + " KiB, and it can't be kept beside the image: "
                            + e.getMessage()
                            + "; push rights there, or `evidence:` of the registry in the workspace, let it be kept");
        }
    }

    /**
     * Refuses to go on with an input that isn't to be had any more or is another.
     *
     * @param record the record that rests on it
     * @throws Refused CANT_TELL
     */
    void requireThere(String record, RecordBody.Input input) {
        try {
            String at = input.at();
            if (at == null) {
                inRecord(input);
            } else {
                checked(fetch(at), input.sha256());
            }
        } catch (ConnectorException | IOException | IllegalArgumentException e) {
            throw new Refused(
                    Ending.CANT_TELL,
                    "the input that "
                            + record
                            + " rests on can't be had: "
                            + e.getMessage()
                            + "; ask anew with `drawbridge request`");
        }
    }

    /**
     * The input that a record carries itself, as JSON. Anybody who may ask can write such a record,
     * so nothing in it is taken on trust.
     *
     * @throws IOException where it isn't in the record, isn't what its SHA-256 says, or unpacks to
     *     more than 64 MiB; its message says which
     */
    public static byte[] inRecord(RecordBody.Input input) throws IOException {
        String gzip = input.gzip();
        if (gzip == null) {
            throw new IOException(
                    input.at() == null
                            ? "the record holds none"
                            : "it is too large for the record and lies beside the image, at "
                                    + input.at());
        }
        byte[] packed;
        try {
            packed = Base64.getDecoder().decode(gzip);
        } catch (IllegalArgumentException e) {
            throw new IOException("it isn't base64", e);
        }
        return checked(packed, input.sha256());
    }

    private static byte[] checked(byte[] packed, String sha256) throws IOException {
        byte[] input = unpack(packed);
        if (!Digest.of(input).value().equals(sha256)) {
            throw new IOException("it is another than its SHA-256 says");
        }
        return input;
    }

    private byte[] fetch(String at) throws IOException {
        ImageReference reference = ImageReference.parse(at);
        Digest digest = reference.digest();
        Repository repository = registries.repository(reference);
        if (digest == null
                || !(repository.manifest(digest) instanceof ImageManifest artifact)
                || artifact.layers().size() != 1) {
            throw new IOException(at + " holds no input");
        }
        return repository.blob(artifact.layers().getFirst());
    }

    private static byte[] pack(byte[] input) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        byte[] input;
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            input = gzip.readNBytes(MOST_UNPACKED + 1);
        } catch (IOException e) {
            throw new IOException("it isn't gzip", e);
        }
        if (input.length > MOST_UNPACKED) {
            throw new IOException("it is larger than 64 MiB");
        }
        return input;
    }
}
