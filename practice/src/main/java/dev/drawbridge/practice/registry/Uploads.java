package dev.drawbridge.practice.registry;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Blobs on their way in, in one piece or several. Its methods are atomic. */
final class Uploads {
    /** The largest blob that is taken. */
    static final int MOST_BYTES = 64 << 20;

    private static final int MOST_AT_ONCE = 64;

    private final Map<String, ByteArrayOutputStream> open = new LinkedHashMap<>();
    private long count;

    /** Begins one and gives its id. Of too many the oldest is given up. */
    synchronized String begin() {
        if (open.size() >= MOST_AT_ONCE) {
            open.remove(open.keySet().iterator().next());
        }
        count++;
        String id = "upload-" + count;
        open.put(id, new ByteArrayOutputStream());
        return id;
    }

    /**
     * Adds a piece.
     *
     * @param from where it begins, or -1 where the request doesn't say
     * @return how much there is then
     */
    synchronized int append(String id, long from, byte[] piece) throws RegistryError {
        ByteArrayOutputStream sofar = known(id);
        if (from >= 0 && from != sofar.size()) {
            throw new RegistryError(
                    416,
                    "BLOB_UPLOAD_INVALID",
                    "the next piece begins at %d, not %d".formatted(sofar.size(), from));
        }
        if (sofar.size() + (long) piece.length > MOST_BYTES) {
            open.remove(id);
            throw new RegistryError(
                    413, "SIZE_INVALID", "a blob has at most %d bytes".formatted(MOST_BYTES));
        }
        sofar.writeBytes(piece);
        return sofar.size();
    }

    synchronized int size(String id) throws RegistryError {
        return known(id).size();
    }

    /** Ends one and gives what came in. */
    synchronized byte[] end(String id) throws RegistryError {
        byte[] content = known(id).toByteArray();
        open.remove(id);
        return content;
    }

    private ByteArrayOutputStream known(String id) throws RegistryError {
        ByteArrayOutputStream sofar = open.get(id);
        if (sofar == null) {
            throw new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "there is no upload " + id);
        }
        return sofar;
    }
}
