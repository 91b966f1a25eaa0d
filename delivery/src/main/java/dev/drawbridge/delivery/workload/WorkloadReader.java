package dev.drawbridge.delivery.workload;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a Deployment with what belongs to it. Blocks on the network. */
public final class WorkloadReader {
    private final ClusterConnection cluster;

    public WorkloadReader(ClusterConnection cluster) {
        this.cluster = cluster;
    }

    /**
     * The Deployment as it stands.
     *
     * @throws ConnectorException NOT_FOUND when there is none of that name
     */
    public WorkloadSnapshot read(WorkloadPlace ref) {
        return find(ref).orElseThrow(() -> missing(ref));
    }

    /**
     * The Deployment alone, in one request, for those who are about to write to it.
     *
     * @throws ConnectorException NOT_FOUND when there is none of that name
     */
    public Deployment deployment(WorkloadPlace ref) {
        return ask(ref).orElseThrow(() -> missing(ref));
    }

    private ConnectorException missing(WorkloadPlace ref) {
        return new ConnectorException(
                ConnectorException.Kind.NOT_FOUND,
                "deployment "
                        + ref
                        + " isn't in the cluster of context "
                        + cluster.context()
                        + "; name the workload of the service in drawbridge.yaml, or make it",
                null);
    }

    private Optional<Deployment> ask(WorkloadPlace ref) {
        return Optional.ofNullable(
                cluster.read(
                        "read deployment " + ref,
                        k ->
                                k.apps()
                                        .deployments()
                                        .inNamespace(ref.namespace())
                                        .withName(ref.name())
                                        .get()));
    }

    /** As {@link #read}; empty where there is no such Deployment. */
    public Optional<WorkloadSnapshot> find(WorkloadPlace ref) {
        return ask(ref).map(deployment -> withItsOwn(ref, deployment));
    }

    private WorkloadSnapshot withItsOwn(WorkloadPlace ref, Deployment deployment) {
        String what = "read deployment " + ref;
        List<ReplicaSet> sets =
                cluster.read(
                        what + " and its ReplicaSets",
                        k ->
                                k.apps()
                                        .replicaSets()
                                        .inNamespace(ref.namespace())
                                        .withLabelSelector(deployment.getSpec().getSelector())
                                        .list()
                                        .getItems());
        List<Pod> pods =
                cluster.read(
                        what + " and its pods",
                        k ->
                                k.pods()
                                        .inNamespace(ref.namespace())
                                        .withLabelSelector(deployment.getSpec().getSelector())
                                        .list()
                                        .getItems());
        List<ReplicaSet> own = ownedBy(deployment, sets);
        Set<String> uids =
                own.stream().map(rs -> rs.getMetadata().getUid()).collect(Collectors.toSet());
        return new WorkloadSnapshot(
                deployment,
                ref.container(),
                own,
                pods.stream()
                        .filter(pod -> owner(pod).filter(uids::contains).isPresent())
                        .toList());
    }

    private static <T extends HasMetadata> List<T> ownedBy(Deployment deployment, List<T> objects) {
        String uid = deployment.getMetadata().getUid();
        return objects.stream().filter(o -> owner(o).filter(uid::equals).isPresent()).toList();
    }

    private static Optional<String> owner(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getOwnerReferences()).stream()
                .flatMap(List::stream)
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .map(reference -> reference.getUid())
                .findFirst();
    }
}
