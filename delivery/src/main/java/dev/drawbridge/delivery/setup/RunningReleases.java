package dev.drawbridge.delivery.setup;

import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Workspace;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ran in an environment before it was set up, as entries of the release list: the image that
 * runs ready, and those of the revisions that could be put back.
 *
 * @param entries by the list's key
 * @param unknown what can't be listed, in sentences: an image by tag says nothing about what will
 *     run
 */
record RunningReleases(SortedMap<String, String> entries, List<String> unknown) {

    private static final Pattern BY_DIGEST = Pattern.compile(".*@(sha256:[0-9a-f]{64})");

    /** Reads the workloads of every service. */
    static RunningReleases read(
            ClusterConnection cluster, Workspace workspace, Environment environment, String who) {
        RunningReleases found = new RunningReleases(new TreeMap<>(), new ArrayList<>());
        for (Service service : workspace.services()) {
            found.add(cluster, environment, service, who);
        }
        return found;
    }

    private void add(
            ClusterConnection cluster, Environment environment, Service service, String who) {
        String namespace = environment.namespace();
        String name = service.workloadName(environment);
        Deployment deployment =
                cluster.read(
                        "read deployment " + namespace + "/" + name,
                        k -> k.apps().deployments().inNamespace(namespace).withName(name).get());
        if (deployment == null) {
            return;
        }
        List<ReplicaSet> revisions =
                cluster.read(
                        "list the revisions of deployment " + namespace + "/" + name,
                        k ->
                                k.apps()
                                        .replicaSets()
                                        .inNamespace(namespace)
                                        .withLabelSelector(deployment.getSpec().getSelector())
                                        .list()
                                        .getItems());
        String container = service.containerName(environment);
        String current = image(deployment.getSpec().getTemplate(), container).orElse("");
        for (ReplicaSet revision : revisions) {
            String image = image(revision.getSpec().getTemplate(), container).orElse("");
            if (owned(revision, deployment) && (ready(revision) || !image.equals(current))) {
                addImage(service, environment, image, who);
            }
        }
    }

    private void addImage(Service service, Environment environment, String image, String who) {
        String workload = service.workloadName(environment);
        String container = service.containerName(environment);
        Matcher digest = BY_DIGEST.matcher(image);
        if (digest.matches()) {
            String key = ReleaseList.key(digest.group(1), workload, container);
            entries.put(
                    key,
                    new ReleaseList.Entry(ReleaseList.State.SERVED, ReleaseList.SETUP, who)
                            .toString());
        } else {
            unknown.add(
                    "Image '"
                            + image
                            + "' of "
                            + workload
                            + "/"
                            + container
                            + " is named by a tag and can't be listed; going back to it is a promotion.");
        }
    }

    private static boolean owned(ReplicaSet revision, Deployment deployment) {
        return revision.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(deployment.getMetadata().getUid()));
    }

    private static boolean ready(ReplicaSet revision) {
        Integer ready =
                revision.getStatus() == null ? null : revision.getStatus().getReadyReplicas();
        return ready != null && ready > 0;
    }

    private static Optional<String> image(PodTemplateSpec template, String container) {
        return template.getSpec().getContainers().stream()
                .filter(c -> c.getName().equals(container))
                .map(Container::getImage)
                .findFirst();
    }

    /** The entries of workloads and containers that a list has no entry of yet. */
    SortedMap<String, String> missingFrom(Map<String, String> list) {
        SortedMap<String, String> missing = new TreeMap<>();
        entries.forEach((key, value) -> {
            String place = key.substring(key.indexOf('.', "sha256.".length()));
            if (list.keySet().stream().noneMatch(k -> k.endsWith(place))) {
                missing.put(key, value);
            }
        });
        return missing;
    }
}
