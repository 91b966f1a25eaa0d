package dev.drawbridge.app;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the cluster itself shows, to its administrator. */
record LineLook(KubernetesClient client) {
    private static final String LABEL = "drawbridge.dev/";

    Deployment deployment(String namespace, String service) {
        return client.apps().deployments().inNamespace(namespace).withName(service).require();
    }

    /** The image that the workload asks for. */
    String image(String namespace, String service) {
        return image(deployment(namespace, service));
    }

    static String image(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    }

    /** The Deployment's revision: it grows with each new pod template. */
    long revision(String namespace, String service) {
        return Long.parseLong(
                deployment(namespace, service)
                        .getMetadata()
                        .getAnnotations()
                        .get("deployment.kubernetes.io/revision"));
    }

    /** The images of its ReplicaSets: one more for each new pod template. */
    List<String> images(String namespace, String service) {
        return client
                .apps()
                .replicaSets()
                .inNamespace(namespace)
                .withLabel("app", service)
                .list()
                .getItems()
                .stream()
                .map(set ->
                        set.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
                .toList();
    }

    /** What the containers of its pods run. */
    List<String> imageIds(String namespace, String service) {
        return client
                .pods()
                .inNamespace(namespace)
                .withLabel("app", service)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(ContainerStatus::getImageID)
                .toList();
    }

    /** All records of a service. */
    List<ConfigMap> records(String namespace, String service) {
        return client.configMaps()
                .inNamespace(namespace)
                .withLabel(LABEL + "service", service)
                .list()
                .getItems();
    }

    /** The kinds of records there are of a service. */
    Set<String> kinds(String namespace, String service) {
        return records(namespace, service).stream()
                .map(record -> record.getMetadata().getLabels().get(LABEL + "kind"))
                .collect(Collectors.toSet());
    }

    /** The names of its records of a kind. */
    List<String> names(String namespace, String service, String kind) {
        return records(namespace, service).stream()
                .filter(record -> kind.equals(record.getMetadata().getLabels().get(LABEL + "kind")))
                .map(record -> record.getMetadata().getName())
                .toList();
    }

    /** The steps that were begun and have no result. */
    List<String> openSteps(String namespace, String service) {
        List<String> steps = names(namespace, service, "step");
        return steps.stream()
                .filter(name -> !name.endsWith("-done") && !steps.contains(name + "-done"))
                .toList();
    }
}
