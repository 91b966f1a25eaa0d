package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Copies of the ConfigMaps that a workload refers to, kept beside them under a name made of their
 * content, so that a rollback can show and put back what changed. Of a Secret only the resource
 * version is kept, never its value.
 */
public final class ConfigCopies {
    /** Marks a copy and names what it is a copy of. */
    public static final String COPY_OF = "drawbridge.dev/copy-of";

    private final ClusterConnection cluster;

    public ConfigCopies(ClusterConnection cluster) {
        this.cluster = cluster;
    }

    /**
     * Makes a copy of each ConfigMap the workload refers to, unless its content is kept already.
     */
    public List<RecordBody.ConfigCopy> keep(WorkloadSnapshot snapshot) {
        String namespace = snapshot.deployment().getMetadata().getNamespace();
        List<RecordBody.ConfigCopy> copies = new ArrayList<>();
        for (ConfigMap map : configMaps(snapshot)) {
            RecordBody.ConfigCopy copy = describe(map);
            copies.add(copy);
            ConfigMap kept =
                    new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(copy.copy())
                            .withNamespace(namespace)
                            .addToLabels(COPY_OF, map.getMetadata().getName())
                            .endMetadata()
                            .withImmutable(true)
                            .withData(map.getData())
                            .withBinaryData(map.getBinaryData())
                            .build();
            try {
                cluster.ask(
                        "keep a copy of ConfigMap " + namespace + "/" + map.getMetadata().getName(),
                        k -> k.resource(kept).create());
            } catch (ConnectorException e) {
                if (e.kind() != ConnectorException.Kind.CONFLICT) {
                    throw e;
                }
                // this very content is kept already
            }
        }
        return copies;
    }

    /** What copies of the present content are called, whether or not they were made. */
    public List<RecordBody.ConfigCopy> kept(WorkloadSnapshot snapshot) {
        return configMaps(snapshot).stream().map(ConfigCopies::describe).toList();
    }

    /**
     * The resource version of each Secret the workload refers to; {@code unknown} where it may not
     * be read.
     */
    public List<RecordBody.NamedVersion> secretVersions(WorkloadSnapshot snapshot) {
        String namespace = snapshot.deployment().getMetadata().getNamespace();
        return references(snapshot.deployment().getSpec().getTemplate(), true).stream()
                .map(name -> new RecordBody.NamedVersion(name, secretVersion(namespace, name)))
                .toList();
    }

    /** The copy of a ConfigMap under its name. */
    public Optional<ConfigMap> copy(String namespace, String name) {
        return Optional.ofNullable(
                cluster.read(
                        "read copy " + namespace + "/" + name,
                        k -> k.configMaps().inNamespace(namespace).withName(name).get()));
    }

    private String secretVersion(String namespace, String name) {
        try {
            Secret secret =
                    cluster.read(
                            "read the version of Secret " + namespace + "/" + name,
                            k -> k.secrets().inNamespace(namespace).withName(name).get());
            return secret == null ? "missing" : secret.getMetadata().getResourceVersion();
        } catch (ConnectorException e) {
            if (e.kind() == ConnectorException.Kind.DENIED) {
                return "unknown";
            }
            throw e;
        }
    }

    private List<ConfigMap> configMaps(WorkloadSnapshot snapshot) {
        String namespace = snapshot.deployment().getMetadata().getNamespace();
        List<ConfigMap> found = new ArrayList<>();
        for (String name : references(snapshot.deployment().getSpec().getTemplate(), false)) {
            ConfigMap map =
                    cluster.read(
                            "read ConfigMap " + namespace + "/" + name,
                            k -> k.configMaps().inNamespace(namespace).withName(name).get());
            if (map != null) {
                found.add(map);
            }
        }
        return found;
    }

    private static RecordBody.ConfigCopy describe(ConfigMap map) {
        String sha256 =
                RecordJson.sha256(
                        RecordJson.write(
                                Map.of(
                                        "data", Optional.ofNullable(map.getData()).orElse(Map.of()),
                                        "binaryData",
                                                Optional.ofNullable(map.getBinaryData())
                                                        .orElse(Map.of()))));
        String name = map.getMetadata().getName();
        return new RecordBody.ConfigCopy(
                name, name + "-drawbridge-" + sha256.substring(0, 10), sha256);
    }

    /** Names of the ConfigMaps, or the Secrets, that a pod template refers to. */
    static Set<String> references(PodTemplateSpec template, boolean secrets) {
        PodSpec spec = template.getSpec();
        Set<String> names = new TreeSet<>();
        Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
                .forEach(container -> names.addAll(ofContainer(container, secrets)));
        spec.getVolumes()
                .forEach(volume -> {
                    if (!secrets && volume.getConfigMap() != null) {
                        names.add(volume.getConfigMap().getName());
                    }
                    if (secrets && volume.getSecret() != null) {
                        names.add(volume.getSecret().getSecretName());
                    }
                });
        return names;
    }

    private static Set<String> ofContainer(Container container, boolean secrets) {
        Set<String> names = new TreeSet<>();
        container
                .getEnvFrom()
                .forEach(from -> {
                    if (!secrets && from.getConfigMapRef() != null) {
                        names.add(from.getConfigMapRef().getName());
                    }
                    if (secrets && from.getSecretRef() != null) {
                        names.add(from.getSecretRef().getName());
                    }
                });
        container.getEnv().stream()
                .filter(env -> env.getValueFrom() != null)
                .forEach(env -> {
                    if (!secrets && env.getValueFrom().getConfigMapKeyRef() != null) {
                        names.add(env.getValueFrom().getConfigMapKeyRef().getName());
                    }
                    if (secrets && env.getValueFrom().getSecretKeyRef() != null) {
                        names.add(env.getValueFrom().getSecretKeyRef().getName());
                    }
                });
        return names;
    }
}
