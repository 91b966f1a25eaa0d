package dev.drawbridge.connector.oci;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Several manifests under one digest, mostly one a platform. Equal where the digest is. */
public record ImageIndex(
        byte[] raw,
        Digest digest,
        String mediaType,
        @Nullable String artifactType,
        Map<String, String> annotations,
        @Nullable Descriptor subject,
        List<Descriptor> manifests)
        implements Manifest {
    public ImageIndex {
        annotations = Map.copyOf(annotations);
        manifests = List.copyOf(manifests);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageIndex that && that.digest.equals(digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "index " + digest;
    }
}
