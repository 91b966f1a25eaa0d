package dev.drawbridge.connector.oci;

import java.util.Map;

/**
 * An image that a node can run.
 *
 * @param digest of its manifest
 * @param platform as the index lists it, else as its configuration says; {@code unknown/unknown}
 *     where neither does
 * @param labels of its configuration
 */
public record Image(Digest digest, Platform platform, Map<String, String> labels) {
    public Image {
        labels = Map.copyOf(labels);
    }
}
