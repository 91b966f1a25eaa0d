package dev.drawbridge.connector.oci;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What points to content in a registry.
 *
 * @param mediaType of the content
 * @param digest of the content's bytes
 * @param size of the content in bytes, never negative
 * @param artifactType what a referrer says that it is; null where it says nothing. Some registries
 *     put the config's media type here, so nothing may rest on it
 * @param annotations never null
 * @param platform null where none is named
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        @Nullable String artifactType,
        Map<String, String> annotations,
        @Nullable Platform platform) {
    public Descriptor {
        annotations = Map.copyOf(annotations);
    }

    /** One of plain content. */
    public static Descriptor of(String mediaType, byte[] content) {
        return new Descriptor(mediaType, Digest.of(content), content.length, null, Map.of(), null);
    }
}
