package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * An image by the names that people know it by.
 *
 * @param image as a workload names it
 * @param digest null where it is named by a tag alone
 * @param version what its label {@code org.opencontainers.image.version} says; null where it says
 *     nothing or its registry doesn't answer
 * @param revision the Git revision that its labels say it was built from; null likewise
 */
public record Release(
        String image,
        @Nullable Digest digest,
        @Nullable String version,
        @Nullable String revision) {}
