package dev.drawbridge.connector.kube;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One context of a kubeconfig, as {@code kubectl config get-contexts} shows it.
 *
 * @param server the cluster entry's address; null when there is no such entry
 * @param namespace {@code default} where the context names none
 * @param current whether it is the one that is taken when none is named
 * @param file the file that it came from
 */
public record ContextInfo(
        String name,
        String cluster,
        @Nullable String server,
        @Nullable String user,
        String namespace,
        boolean current,
        Path file) {}
