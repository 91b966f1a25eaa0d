package dev.drawbridge.delivery.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the workspace reaches besides its clusters.
 *
 * @param registries the registries that need more than their host's name
 * @param policy where policies are evaluated; null: the embedded engine
 */
public record Connections(List<RegistryConnection> registries, @Nullable PolicyConnection policy) {

    public Connections {
        registries = List.copyOf(registries);
    }
}
