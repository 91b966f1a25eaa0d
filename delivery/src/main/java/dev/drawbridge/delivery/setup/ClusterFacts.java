package dev.drawbridge.delivery.setup;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.workspace.Environment;
import io.fabric8.kubernetes.api.model.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster and which namespaces an environment lies in: another of the same name has other
 * UIDs.
 *
 * @param cluster UID of kube-system
 * @param application UID of the application's namespace
 * @param records UID of the records namespace; null: it isn't there yet
 */
public record ClusterFacts(String cluster, String application, @Nullable String records) {

    /**
     * As the API server says.
     *
     * @throws ConnectorException NOT_FOUND where the application's namespace isn't there
     */
    public static ClusterFacts read(ClusterConnection cluster, Environment environment) {
        String application = uid(cluster, environment.namespace());
        if (application == null) {
            throw new ConnectorException(
                    ConnectorException.Kind.NOT_FOUND,
                    "Namespace "
                            + environment.namespace()
                            + " of environment '"
                            + environment.name()
                            + "' isn't there (context "
                            + cluster.context()
                            + "); make it first, or correct the workspace.");
        }
        return new ClusterFacts(
                cluster.uid(), application, uid(cluster, environment.recordsNamespace()));
    }

    private static @Nullable String uid(ClusterConnection cluster, String name) {
        Namespace found =
                cluster.read("read namespace " + name, k -> k.namespaces().withName(name).get());
        return found == null ? null : found.getMetadata().getUid();
    }
}
