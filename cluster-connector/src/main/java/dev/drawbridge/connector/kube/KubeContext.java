package dev.drawbridge.connector.kube;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import java.nio.file.Path;

/**
 * A context with what it refers to.
 *
 * @param user an empty one where the context names none
 * @param clusterFolder relative paths of the cluster entry start here
 * @param userFolder relative paths of the user entry start here
 */
record KubeContext(
        String name,
        String namespace,
        Cluster cluster,
        AuthInfo user,
        Path clusterFolder,
        Path userFolder) {}
