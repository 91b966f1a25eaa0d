package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.net.ConnectionOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster is meant, and how to reach it.
 *
 * @param kubeconfig the one file to read; without it the files of KUBECONFIG, else {@code
 *     ~/.kube/config}
 * @param context the context in it; without it the current one
 * @param uid the uid of namespace kube-system that the cluster must have; without it any cluster
 *     will do
 * @param options what comes on top of the kubeconfig: authority, client certificate and proxy named
 *     here win over its own
 */
public record ClusterTarget(
        @Nullable Path kubeconfig,
        @Nullable String context,
        @Nullable String uid,
        ConnectionOptions options) {}
