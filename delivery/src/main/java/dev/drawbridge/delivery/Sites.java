package dev.drawbridge.delivery;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.ClusterTarget;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.Traffic;
import dev.drawbridge.delivery.workspace.ClusterRef;
import dev.drawbridge.delivery.workspace.Environment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environments of a workspace, each connected when it is first asked for. Threads may share it.
 */
public final class Sites implements AutoCloseable {
    private final History history;
    private final InstantSource clock;
    private final @Nullable Path kubeconfig;
    private final Traffic traffic;
    private final Map<String, Site> open = new HashMap<>();

    /**
     * @param clock this machine's, only to tell how far it is off
     * @param kubeconfig read where the workspace names no file for a cluster; null: as kubectl
     *     finds it
     * @param traffic told of every request to a cluster, by the context's name
     */
    public Sites(History history, InstantSource clock, @Nullable Path kubeconfig, Traffic traffic) {
        this.history = history;
        this.clock = clock;
        this.kubeconfig = kubeconfig;
        this.traffic = traffic;
    }

    /** The environment, connected. */
    public synchronized Site of(Environment environment) {
        Site known = open.get(environment.name());
        if (known != null) {
            return known;
        }
        Site site =
                Site.of(
                        environment,
                        ClusterConnection.open(target(environment.cluster()), clock),
                        history);
        open.put(environment.name(), site);
        return site;
    }

    /** What the connector is to connect to. */
    public ClusterTarget target(ClusterRef cluster) {
        ConnectionOptions options = Connecting.options(cluster.settings()).observedBy(traffic);
        return new ClusterTarget(
                cluster.kubeconfig() == null ? kubeconfig : cluster.kubeconfig(),
                cluster.context(),
                cluster.uid(),
                options);
    }

    @Override
    public synchronized void close() {
        List<Site> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(site -> site.cluster().close());
    }
}
