package dev.drawbridge.practice.world;

import java.time.Instant;

/**
 * An image in the practice registry.
 *
 * @param repository without the registry's host
 * @param digest of its index
 * @param size of its index, in bytes
 * @param revision id of the commit it was made from
 */
record Image(
        String repository,
        String version,
        String digest,
        long size,
        String revision,
        Instant created) {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
}
