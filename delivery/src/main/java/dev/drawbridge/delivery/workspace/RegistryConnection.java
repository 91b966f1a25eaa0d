package dev.drawbridge.delivery.workspace;

import org.jspecify.annotations.Nullable;

/**
 * A registry that needs more than its name.
 *
 * @param host with port, as in image references
 * @param settings CA, client certificate, proxy, headers
 * @param evidence repository where our own attestations go; null: beside the image
 */
public record RegistryConnection(
        String host, ConnectionSettings settings, @Nullable String evidence) {}
