package dev.drawbridge.delivery.workspace;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, as the user's kubeconfig knows it.
 *
 * @param context the kubeconfig context; null: the current one
 * @param kubeconfig the file; null: as kubectl finds it
 * @param uid the UID of the cluster's kube-system namespace; a context that points elsewhere is
 *     refused. Null: not held to one
 * @param settings what the kubeconfig doesn't say: proxy, headers, timeout, a company's CA
 */
public record ClusterRef(
        @Nullable String context,
        @Nullable Path kubeconfig,
        @Nullable String uid,
        ConnectionSettings settings) {}
