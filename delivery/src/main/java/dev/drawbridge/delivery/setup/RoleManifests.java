package dev.drawbridge.delivery.setup;

import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The roles of an environment and who holds them. All may read the records and, in the
 * application's namespace, what a rollout is judged by; in the records namespace each role may make
 * its kinds; those who act may change workloads. Nobody is given Secrets.
 */
final class RoleManifests {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String PREFIX = "drawbridge-";
    private static final Map<String, String> LABELS =
            Map.of("app.kubernetes.io/managed-by", "drawbridge");
    private static final List<String> READ = List.of("get", "list", "watch");

    private final Workspace workspace;
    private final Environment environment;

    RoleManifests(Workspace workspace, Environment environment) {
        this.workspace = workspace;
        this.environment = environment;
    }

    List<HasMetadata> all() {
        List<HasMetadata> all = new ArrayList<>();
        String records = environment.recordsNamespace();
        for (Role role : workspace.roles().keySet()) {
            if (role != Role.READER) {
                role(all, records, PREFIX + role.word(), recordRules(role), workspace.groups(role));
            }
        }
        List<String> everyone =
                workspace.roles().values().stream().flatMap(List::stream).distinct().toList();
        List<String> acting =
                Stream.of(Role.OPERATOR, Role.BREAK_GLASS)
                        .flatMap(role -> workspace.groups(role).stream())
                        .distinct()
                        .toList();
        String reader = PREFIX + Role.READER.word();
        role(all, records, reader, readRecords(), everyone);
        role(all, environment.namespace(), reader, readWorkloads(), everyone);
        clusterReader(all, everyone);
        if (!acting.isEmpty()) {
            role(all, environment.namespace(), PREFIX + "operator", changeWorkloads(), acting);
        }
        return all;
    }

    /** What each role may do beyond reading, which all may. */
    private static List<PolicyRule> recordRules(Role role) {
        List<PolicyRule> rules = new ArrayList<>();
        rules.add(rule("", List.of("configmaps"), List.of("create")));
        rules.add(rule("drawbridge.dev", RoleTable.kinds(role), List.of("create")));
        if (role == Role.PLATFORM) {
            rules.add(rule("drawbridge.dev", List.of(RoleTable.RELEASE_LIST), List.of("create")));
            rules.add(list(List.of("update", "patch", "delete")));
            // Setup tries a Lease to see whether the fence policy answers; the policy lets it make
            // none.
            rules.add(leases(List.of("create", "delete")));
        }
        if (RoleTable.acts(role)) {
            rules.add(list(List.of("update", "patch")));
            rules.add(leases(List.of("create", "update", "patch", "delete")));
            // Who grants or acts asks whether those who approved still may.
            rules.add(
                    rule(
                            "authorization.k8s.io",
                            List.of("localsubjectaccessreviews"),
                            List.of("create")));
        }
        return rules;
    }

    private static List<PolicyRule> readRecords() {
        return List.of(rule("", List.of("configmaps"), READ), leases(READ));
    }

    private static PolicyRule leases(List<String> verbs) {
        return rule("coordination.k8s.io", List.of("leases"), verbs);
    }

    private static PolicyRule list(List<String> verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources("configmaps")
                .withResourceNames(RoleTable.RELEASE_LIST)
                .withVerbs(verbs)
                .build();
    }

    private static List<PolicyRule> readWorkloads() {
        return List.of(
                rule("apps", List.of("deployments", "replicasets"), READ),
                rule(
                        "",
                        List.of("pods", "events", "configmaps", "services", "resourcequotas"),
                        READ),
                rule("", List.of("pods/log"), List.of("get")));
    }

    private static List<PolicyRule> changeWorkloads() {
        return List.of(
                rule("apps", List.of("deployments"), List.of("update", "patch")),
                rule("", List.of("configmaps"), List.of("create", "update", "patch")));
    }

    /**
     * What anybody needs to tell whether the cluster is the right one and still holds what it was
     * set up to hold.
     */
    private void clusterReader(List<HasMetadata> all, List<String> groups) {
        String records = environment.recordsNamespace();
        String name = PREFIX + "reader-" + records;
        List<PolicyRule> rules =
                List.of(
                        named(
                                "",
                                "namespaces",
                                Stream.of("kube-system", environment.namespace(), records)
                                        .distinct()
                                        .toList()),
                        named(
                                "admissionregistration.k8s.io",
                                "validatingadmissionpolicies",
                                PolicyManifests.names(records)),
                        named(
                                "admissionregistration.k8s.io",
                                "validatingadmissionpolicybindings",
                                PolicyManifests.names(records)));
        all.add(
                new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(LABELS)
                        .endMetadata()
                        .withRules(rules)
                        .build());
        all.add(
                new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(LABELS)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "ClusterRole", name)
                        .withSubjects(subjects(groups))
                        .build());
    }

    private static void role(
            List<HasMetadata> all,
            String namespace,
            String name,
            List<PolicyRule> rules,
            List<String> groups) {
        all.add(
                new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(LABELS)
                        .endMetadata()
                        .withRules(rules)
                        .build());
        all.add(
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(LABELS)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "Role", name)
                        .withSubjects(subjects(groups))
                        .build());
    }

    private static List<Subject> subjects(List<String> groups) {
        return groups.stream()
                .map(group ->
                        new SubjectBuilder()
                                .withApiGroup(RBAC)
                                .withKind("Group")
                                .withName(group)
                                .build())
                .toList();
    }

    private static PolicyRule named(String group, String resource, List<String> names) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withResourceNames(names)
                .withVerbs("get")
                .build();
    }

    private static PolicyRule rule(String group, List<String> resources, List<String> verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verbs)
                .build();
    }
}
