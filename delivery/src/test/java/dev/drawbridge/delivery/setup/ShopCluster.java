package dev.drawbridge.delivery.setup;

import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceFolder;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import dev.drawbridge.testbed.RealCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The workspace's production cluster with its people: rita asks, omar approves and acts, sam and
 * lee act, cora is compliance, pat is platform, and eve has every right on ConfigMaps, Leases and
 * workloads and no role of ours.
 */
final class ShopCluster implements AutoCloseable {

    static final String RECORDS = "shop-releases";
    static final String APPLICATION = "shop";
    static final String FENCE = "drawbridge.dev/fence";

    final RealCluster cluster;
    final Workspace workspace;
    private final Map<String, KubernetesClient> clients = new HashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    ShopCluster(RealCluster cluster, Path folder) throws IOException {
        this.cluster = cluster;
        String yaml =
                WorkspaceFolder.SHOP
                        .replace(", uid: 5d2c0000-0000-0000-0000-000000000001", "")
                        .replace("operator: [release-managers, sre]", "operator: [sre]");
        this.workspace = new WorkspaceReader().read(WorkspaceFolder.write(folder, yaml));
        cluster.kubectl("admin").run("create", "namespace", APPLICATION);
        cluster.kubectl("admin").apply(OTHER_RIGHTS);
    }

    /** What a cluster's owner gave before Drawbridge came. */
    private static final String OTHER_RIGHTS =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: { name: everything-in-it }
            rules: [{ apiGroups: ["", apps, coordination.k8s.io], resources: ["*"], verbs: ["*"] }]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: { name: editors }
            roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: everything-in-it }
            subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: editors }]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: { name: installer }
            rules:
              - { apiGroups: [""], resources: [namespaces, configmaps], verbs: ["*"] }
              - { apiGroups: [apps], resources: [deployments, replicasets], verbs: [get, list] }
              - { apiGroups: [rbac.authorization.k8s.io], resources: ["*"], verbs: ["*"] }
              - { apiGroups: [admissionregistration.k8s.io], resources: ["*"], verbs: ["*"] }
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: { name: installers }
            roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: installer }
            subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: platform }]
            """;

    KubernetesClient as(String person) {
        return clients.computeIfAbsent(
                person,
                p ->
                        new KubernetesClientBuilder()
                                .withConfig(Config.fromKubeconfig(cluster.kubeconfig(p).toFile()))
                                .build());
    }

    int next() {
        return numbers.incrementAndGet();
    }

    /** A record as its maker would send it. */
    ConfigMapBuilder record(String kind, String who) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(RECORDS)
                .withName("record-" + next())
                .addToLabels("drawbridge.dev/kind", kind)
                .endMetadata()
                .withImmutable(true)
                .addToData(Map.of("who", who, "groups", "", "body", "{}"));
    }

    ConfigMap make(String person, ConfigMapBuilder map) {
        return as(person).configMaps().inNamespace(RECORDS).resource(map.build()).create();
    }

    void mergeConfigMap(String person, String name, String json) {
        as(person)
                .configMaps()
                .inNamespace(RECORDS)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    void deleteConfigMap(String person, String name) {
        as(person).configMaps().inNamespace(RECORDS).withName(name).delete();
    }

    /** Makes a ConfigMap a record of another kind. */
    void relabel(String person, String name, String kind) {
        mergeConfigMap(
                person,
                name,
                "{\"metadata\":{\"labels\":{\"drawbridge.dev/kind\":\"" + kind + "\"}}}");
    }

    /** Sets an entry of the release list; null takes it off. */
    void entry(String person, String key, @Nullable String value) {
        mergeConfigMap(
                person,
                "release-list",
                "{\"data\":{\""
                        + key
                        + "\":"
                        + (value == null ? "null" : "\"" + value + "\"")
                        + "}}");
    }

    String freshKey() {
        return "sha256." + "%064x".formatted(next()) + ".checkout.app";
    }

    /** Makes a Deployment without pods and gives its name. */
    String deployment() {
        String name = "web-" + next();
        Deployment deployment =
                as("admin")
                        .getKubernetesSerialization()
                        .unmarshal(
                                """
                                apiVersion: apps/v1
                                kind: Deployment
                                metadata: { name: %1$s, namespace: shop }
                                spec:
                                  replicas: 0
                                  selector: { matchLabels: { app: %1$s } }
                                  template:
                                    metadata: { labels: { app: %1$s } }
                                    spec: { containers: [{ name: app, image: "registry.example.org/shop/web:1" }] }
                                """
                                        .formatted(name),
                                Deployment.class);
        as("admin").resource(deployment).create();
        return name;
    }

    /** A Deployment with a fence. */
    String fenced(String fence) {
        String name = deployment();
        fence("sam", name, fence);
        return name;
    }

    void fence(String person, String deployment, @Nullable String fence) {
        mergeDeployment(
                person,
                deployment,
                "{\"metadata\":{\"annotations\":{\""
                        + FENCE
                        + "\":"
                        + (fence == null ? "null" : "\"" + fence + "\"")
                        + "}}}");
    }

    void mergeDeployment(String person, String name, String json) {
        as(person)
                .apps()
                .deployments()
                .inNamespace(APPLICATION)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    @Override
    public void close() {
        clients.values().forEach(KubernetesClient::close);
        cluster.close();
    }
}
