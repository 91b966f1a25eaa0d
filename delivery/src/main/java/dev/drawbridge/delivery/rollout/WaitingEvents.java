package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of a workload's namespace while some pod of it isn't ready. They are many, so they are
 * asked for seldom, and not at all otherwise. For one thread; blocks on the network.
 */
public final class WaitingEvents {
    private static final Duration SELDOM = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(WaitingEvents.class);

    private final ClusterConnection cluster;
    private List<Event> last = List.of();
    private Instant asked = Instant.MIN;

    public WaitingEvents(ClusterConnection cluster) {
        this.cluster = cluster;
    }

    /**
     * Those that were there when they were asked for last, at most two seconds of the API server's
     * time ago; where they can't be read, nothing is known of causes.
     */
    public List<Event> about(WorkloadSnapshot snapshot) {
        boolean waiting = snapshot.pods().stream().anyMatch(pod -> !WorkloadSnapshot.ready(pod));
        if (!waiting) {
            return List.of();
        }
        String namespace = snapshot.deployment().getMetadata().getNamespace();
        try {
            Instant now = cluster.now();
            if (asked.plus(SELDOM).isBefore(now)) {
                asked = now;
                last =
                        cluster.ask(
                                "list events in namespace " + namespace,
                                k -> k.v1().events().inNamespace(namespace).list().getItems());
            }
        } catch (ConnectorException e) {
            log.info("what keeps the pods isn't known: {}", e.getMessage());
        }
        return last;
    }
}
