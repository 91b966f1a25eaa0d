package dev.drawbridge.delivery.workspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the workspace reaches besides its clusters.
 *
 * @param registries the registries that need more than their host's name
 * @param git the Git hosts that need more than their name
 * @param policy where policies are evaluated; null: the embedded engine
 */
public record Connections(
        List<RegistryConnection> registries,
        List<GitConnection> git,
        @Nullable PolicyConnection policy) {

    /** Nothing said of any. */
    public static final Connections NONE = new Connections(List.of(), List.of(), null);

    public Connections {
        registries = List.copyOf(registries);
        git = List.copyOf(git);
    }
}
