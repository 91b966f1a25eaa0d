package dev.drawbridge.connector.oci;

import org.jspecify.annotations.Nullable;

/**
 * What an image runs on; written {@code os/architecture[/variant]}, such as {@code linux/arm64/v8}.
 */
public record Platform(String os, String architecture, @Nullable String variant) {
    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
