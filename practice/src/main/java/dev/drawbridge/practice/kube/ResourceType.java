package dev.drawbridge.practice.kube;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One kind of object that the server keeps.
 *
 * @param group API group, empty for the core
 * @param plural its name in a path
 * @param subresources {@code status} and {@code scale} where served
 */
record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        List<String> subresources) {
    private static final List<String> STATUS = List.of("status");
    private static final List<String> SCALED = List.of("status", "scale");
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String ADMISSION = "admissionregistration.k8s.io";
    private static final List<ResourceType> ALL =
            List.of(
                    type("", "v1", "Namespace", "namespaces", "ns", false, STATUS),
                    type("", "v1", "ConfigMap", "configmaps", "cm", true, List.of()),
                    type("", "v1", "Secret", "secrets", "", true, List.of()),
                    type("", "v1", "Pod", "pods", "po", true, STATUS),
                    type("", "v1", "Event", "events", "ev", true, List.of()),
                    type("", "v1", "Node", "nodes", "no", false, STATUS),
                    type("", "v1", "Service", "services", "svc", true, STATUS),
                    type("", "v1", "ServiceAccount", "serviceaccounts", "sa", true, List.of()),
                    type("apps", "v1", "Deployment", "deployments", "deploy", true, SCALED),
                    type("apps", "v1", "ReplicaSet", "replicasets", "rs", true, SCALED),
                    type("coordination.k8s.io", "v1", "Lease", "leases", "", true, List.of()),
                    type(RBAC, "v1", "Role", "roles", "", true, List.of()),
                    type(RBAC, "v1", "RoleBinding", "rolebindings", "", true, List.of()),
                    type(RBAC, "v1", "ClusterRole", "clusterroles", "", false, List.of()),
                    type(
                            RBAC,
                            "v1",
                            "ClusterRoleBinding",
                            "clusterrolebindings",
                            "",
                            false,
                            List.of()),
                    type(
                            ADMISSION,
                            "v1",
                            "ValidatingAdmissionPolicy",
                            "validatingadmissionpolicies",
                            "",
                            false,
                            STATUS),
                    type(
                            ADMISSION,
                            "v1",
                            "ValidatingAdmissionPolicyBinding",
                            "validatingadmissionpolicybindings",
                            "",
                            false,
                            List.of()));

    private static ResourceType type(
            String group,
            String version,
            String kind,
            String plural,
            String shortName,
            boolean namespaced,
            List<String> subresources) {
        List<String> shortNames = shortName.isEmpty() ? List.of() : List.of(shortName);
        return new ResourceType(group, version, kind, plural, shortNames, namespaced, subresources);
    }

    static List<ResourceType> all() {
        return ALL;
    }

    static Optional<ResourceType> find(String group, String version, String plural) {
        return ALL.stream()
                .filter(type ->
                        type.group.equals(group)
                                && type.version.equals(version)
                                && type.plural.equals(plural))
                .findFirst();
    }

    static Optional<ResourceType> ofKind(String apiVersion, String kind) {
        return all().stream()
                .filter(type -> type.kind.equals(kind) && type.apiVersion().equals(apiVersion))
                .findFirst();
    }

    /** The one with this kind; the served kinds have names of their own. */
    static ResourceType ofKind(String kind) {
        return all().stream()
                .filter(type -> type.kind.equals(kind))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "The practice API server has no kind " + kind + "."));
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** As messages name it: {@code deployments.apps}. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Whether a change of anything but metadata and status counts as a new generation. */
    boolean hasGeneration() {
        return switch (kind) {
            case "Deployment",
                    "ReplicaSet",
                    "Pod",
                    "ValidatingAdmissionPolicy",
                    "ValidatingAdmissionPolicyBinding" ->
                    true;
            default -> false;
        };
    }
}
