package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is in every cluster from the start. */
final class Bootstrap {
    private static final Duration AGE = Duration.ofDays(90);
    private static final String RBAC = "rbac.authorization.k8s.io/v1";
    private static final String READ = "[\"get\",\"list\",\"watch\"]";
    private static final String WRITE =
            "[\"create\",\"delete\",\"deletecollection\",\"get\",\"list\",\"patch\",\"update\",\"watch\"]";
    private static final String SERVED =
            """
            {"apiGroups":[""],"resources":["configmaps","events","pods","pods/status","services"%2$s],"verbs":%1$s},
            {"apiGroups":["apps"],"resources":["deployments","deployments/scale","deployments/status","replicasets","replicasets/scale","replicasets/status"],"verbs":%1$s},
            {"apiGroups":["coordination.k8s.io"],"resources":["leases"],"verbs":%1$s}\
            """;

    private Bootstrap() {}

    static List<ObjectNode> objects(String cluster, Instant now) {
        List<ObjectNode> all = new ArrayList<>();
        for (String namespace :
                List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            all.add(object("v1", "Namespace", namespace));
        }
        for (int i = 1; i <= 2; i++) {
            all.add(node("%s-node-%d".formatted(cluster, i), now));
        }
        String read = SERVED.formatted(READ, "");
        String write = SERVED.formatted(WRITE, ",\"secrets\"");
        String roles =
                ",{\"apiGroups\":[\"rbac.authorization.k8s.io\"],\"resources\":[\"roles\",\"rolebindings\"],\"verbs\":%s}"
                        .formatted(WRITE);
        String namespaces =
                ",{\"apiGroups\":[\"\"],\"resources\":[\"namespaces\"],\"verbs\":[\"get\",\"list\",\"watch\"]}";
        all.add(
                role(
                        "cluster-admin",
                        "{\"apiGroups\":[\"*\"],\"resources\":[\"*\"],\"verbs\":[\"*\"]}"));
        all.add(role("admin", write + roles + namespaces));
        all.add(role("edit", write + namespaces));
        all.add(role("view", read + namespaces));
        ObjectNode binding = object(RBAC, "ClusterRoleBinding", "cluster-admin");
        binding.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "ClusterRole")
                .put("name", "cluster-admin");
        binding.putArray("subjects").addObject().put("kind", "Group").put("name", "system:masters");
        all.add(binding);
        all.forEach(
                o -> Json.child(o, "metadata").put("creationTimestamp", Json.time(now.minus(AGE))));
        return all;
    }

    private static ObjectNode object(String apiVersion, String kind, String name) {
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }

    private static ObjectNode role(String name, String rules) {
        ObjectNode role = object(RBAC, "ClusterRole", name);
        role.set("rules", Json.object("{\"rules\":[" + rules + "]}").path("rules"));
        return role;
    }

    private static ObjectNode node(String name, Instant now) {
        ObjectNode node = object("v1", "Node", name);
        ObjectNode status = node.putObject("status");
        status.putObject("nodeInfo").put("kubeletVersion", "v1.34.4+practice");
        Conditions.set(
                status,
                "Ready",
                true,
                "KubeletReady",
                "practice node posting ready status",
                now.minus(AGE));
        return node;
    }
}
