package dev.drawbridge.connector.oci;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One image for one platform, or an artifact. Equal where the digest is. */
public record ImageManifest(
        byte[] raw,
        Digest digest,
        String mediaType,
        @Nullable String artifactType,
        Map<String, String> annotations,
        @Nullable Descriptor subject,
        Descriptor config,
        List<Descriptor> layers)
        implements Manifest {
    public ImageManifest {
        annotations = Map.copyOf(annotations);
        layers = List.copyOf(layers);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageManifest that && that.digest.equals(digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "image " + digest;
    }
}
