package dev.drawbridge.delivery.workload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Deployment with its ReplicaSets and pods, as read within one moment.
 *
 * @param deployment the Deployment
 * @param container the container whose image is released
 * @param replicaSets its own ReplicaSets, newest revision first
 * @param pods the pods of those ReplicaSets
 */
public record WorkloadSnapshot(
        Deployment deployment, String container, List<ReplicaSet> replicaSets, List<Pod> pods) {

    /** Annotation in which the Deployment controller keeps the revision. */
    public static final String REVISION = "deployment.kubernetes.io/revision";

    public static final String TEMPLATE_HASH = "pod-template-hash";

    public WorkloadSnapshot {
        replicaSets =
                replicaSets.stream()
                        .sorted(
                                Comparator.comparingLong((ReplicaSet set) -> revision(set))
                                        .reversed())
                        .toList();
        pods = List.copyOf(pods);
    }

    /** The image the Deployment asks for; empty where it has no such container. */
    public String image() {
        return image(deployment, container);
    }

    /** The image a Deployment asks for in a container; empty where it has no such container. */
    public static String image(Deployment deployment, String container) {
        return image(deployment.getSpec().getTemplate(), container).orElse("");
    }

    /** The revision of the Deployment; 0 before its controller gave it one. */
    public long revision() {
        return revision(deployment);
    }

    /** The revision written on a Deployment or a ReplicaSet; 0 where none is. */
    public static long revision(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(REVISION))
                .filter(text -> text.matches("[0-9]{1,15}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** The image a pod template names for {@code container}. */
    public static Optional<String> image(PodTemplateSpec template, String container) {
        return template.getSpec().getContainers().stream()
                .filter(c -> c.getName().equals(container))
                .map(Container::getImage)
                .findFirst();
    }

    /** The ReplicaSet of the current revision; empty until the controller made it. */
    public Optional<ReplicaSet> current() {
        return replicaSets.stream()
                .filter(rs ->
                        revision(rs) == revision()
                                && image(rs.getSpec().getTemplate(), container)
                                        .equals(Optional.of(image())))
                .findFirst();
    }

    /** The pods of a ReplicaSet that aren't on their way out and haven't ended. */
    public List<Pod> podsOf(ReplicaSet replicaSet) {
        return allPodsOf(replicaSet).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && !ended(pod))
                .toList();
    }

    /** As {@link #podsOf}, with those on their way out and those that have ended. */
    public List<Pod> allPodsOf(ReplicaSet replicaSet) {
        String hash = label(replicaSet, TEMPLATE_HASH);
        return pods.stream()
                .filter(pod -> !hash.isEmpty() && label(pod, TEMPLATE_HASH).equals(hash))
                .toList();
    }

    /** What the released container of a pod says of itself. */
    public Optional<ContainerStatus> status(Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(container))
                .findFirst();
    }

    /**
     * Whether no container of a pod runs or will run again. An evicted pod is kept like that, until
     * somebody deletes it.
     */
    public static boolean ended(Pod pod) {
        return pod.getStatus() != null
                && ("Failed".equals(pod.getStatus().getPhase())
                        || "Succeeded".equals(pod.getStatus().getPhase()));
    }

    /** Whether a pod's Ready condition holds. */
    public static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    /** The pods the Deployment wants. */
    public int wanted() {
        return Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1);
    }

    /**
     * How long the Deployment may go without progress; Kubernetes' own default where it doesn't
     * say.
     */
    public Duration progressDeadline() {
        return Duration.ofSeconds(
                Optional.ofNullable(deployment.getSpec().getProgressDeadlineSeconds()).orElse(600));
    }

    /** The Deployment's generation, which each change of its spec raises. */
    public long generation() {
        return generation(deployment);
    }

    public static long generation(Deployment deployment) {
        return Optional.ofNullable(deployment.getMetadata().getGeneration()).orElse(0L);
    }

    private static String label(HasMetadata object, String name) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .orElse(Map.of())
                .getOrDefault(name, "");
    }
}
