package dev.drawbridge.app.cli.workspace;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.ImageReference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A first workspace file, from what was found in clusters. Says in comments what couldn't be known.
 *
 * @param name the workspace's
 * @param places in the order of promotion
 */
record WorkspaceDraft(String name, List<Place> places) {

    /**
     * An environment to be.
     *
     * @param uid of the cluster, so that a context that points elsewhere later is refused
     */
    record Place(
            String name,
            String context,
            String namespace,
            String uid,
            List<Deployment> deployments) {}

    /**
     * A service to be.
     *
     * @param tag the tag it runs by somewhere; null where it runs by digest
     */
    private record Found(String name, String container, String image, @Nullable String tag) {}

    /** The file's text. */
    String yaml() {
        List<Found> services = services();
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                "# Written by `drawbridge init` from what runs. `drawbridge workspace check` says whether it is good;\n");
        yaml.append("# the reference of every key is docs/reference/workspace.schema.json.\n");
        yaml.append("apiVersion: drawbridge.dev/v1\nkind: Workspace\nmetadata: { name: ")
                .append(quote(name))
                .append(" }\n");
        yaml.append("\nenvironments: # a release goes from one to the next as `after` says\n");
        for (int i = 0; i < places.size(); i++) {
            environment(yaml, i, hosts(services));
        }
        yaml.append("\nservices:\n");
        services.forEach(service -> service(yaml, service));
        yaml.append(
                """

                # Who is behind cluster users and Git addresses; four eyes needs it.
                # people:
                #   - { name: Rita R., cluster: [rita@example.org], git: [rita@example.org] }

                # Whose signatures count, and for what; without keys there is no evidence.
                # trust:
                #   keys:
                #     - { id: build, file: keys/build.pub, for: [signature, test, vulnerability-scan] }
                """);
        return yaml.toString();
    }

    private void environment(StringBuilder yaml, int i, Set<String> hosts) {
        Place place = places.get(i);
        yaml.append("  - name: ").append(quote(place.name())).append('\n');
        yaml.append("    cluster: { context: ").append(quote(place.context()));
        yaml.append(", uid: ").append(quote(place.uid())).append(" }\n");
        yaml.append("    namespace: ").append(quote(place.namespace())).append('\n');
        if (i > 0) {
            yaml.append("    after: [").append(quote(places.get(i - 1).name())).append("]\n");
        }
        yaml.append("    gate:\n      collections: [minimal]\n");
        if (!hosts.isEmpty()) {
            yaml.append("      parameters: { image.registry_allowed: { hosts: [");
            yaml.append(String.join(", ", hosts.stream().map(WorkspaceDraft::quote).toList()));
            yaml.append("] } }\n");
        }
    }

    private static void service(StringBuilder yaml, Found service) {
        yaml.append("  - name: ").append(quote(service.name())).append('\n');
        yaml.append("    image: ").append(quote(service.image())).append('\n');
        if (service.tag() == null) {
            yaml.append(
                    "    # candidate: { tag: main } # which tag is the newest release isn't to be seen in a cluster\n");
        } else {
            yaml.append("    candidate: { tag: ")
                    .append(quote(service.tag()))
                    .append(" } # the tag it runs by now\n");
        }
        yaml.append("    # source: { git: https://git.example.org/")
                .append(service.name())
                .append(" }\n");
        yaml.append("    workload: { kind: Deployment, name: ").append(quote(service.name()));
        yaml.append(", container: ").append(quote(service.container())).append(" }\n");
    }

    /** Every Deployment of any of the places, once by its name. */
    private List<Found> services() {
        Map<String, Found> found = new LinkedHashMap<>();
        for (Place place : places) {
            for (Deployment deployment : place.deployments()) {
                service(deployment)
                        .ifPresent(service -> found.putIfAbsent(service.name(), service));
            }
        }
        return new ArrayList<>(found.values());
    }

    private static Optional<Found> service(Deployment deployment) {
        String name = deployment.getMetadata().getName();
        List<Container> containers = deployment.getSpec().getTemplate().getSpec().getContainers();
        Container container =
                containers.stream()
                        .filter(c -> c.getName().equals(name))
                        .findFirst()
                        .orElse(containers.getFirst());
        try {
            ImageReference image = ImageReference.parse(container.getImage());
            return Optional.of(new Found(name, container.getName(), image.name(), image.tag()));
        } catch (ConnectorException e) {
            return Optional.empty(); // nothing that could be released by digest
        }
    }

    /** The names of what would be services. */
    List<String> serviceNames() {
        return services().stream().map(Found::name).toList();
    }

    private static Set<String> hosts(List<Found> services) {
        Set<String> hosts = new TreeSet<>();
        services.forEach(service -> hosts.add(ImageReference.parse(service.image()).host()));
        return hosts;
    }

    private static String quote(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9_./-]*")
                        && !text.matches("(?i)true|false|null|yes|no|on|off|y|n")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
