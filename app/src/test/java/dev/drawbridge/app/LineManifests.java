package dev.drawbridge.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The texts of the shop's files and objects. */
final class LineManifests {
    private LineManifests() {}

    /**
     * What a cluster's owner gives before Drawbridge comes: developers may edit in dev, everybody
     * may look at the applications and tell which cluster it is, and the platform group may set a
     * cluster up.
     */
    static final String RIGHTS =
            """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop-dev}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: editors, namespace: shop-dev}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
            subjects:
            - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: developers}
            - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: release-managers}
            - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: sre}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: looker}
            rules:
            - {apiGroups: [""], resources: [namespaces], resourceNames: [kube-system], verbs: [get]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: lookers}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: looker}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: viewers, namespace: shop-dev}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: viewers, namespace: shop}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:authenticated"}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: installer}
            rules:
            - {apiGroups: [""], resources: [namespaces], verbs: [get, list, create, update, patch]}
            - {apiGroups: [rbac.authorization.k8s.io], resources: ["*"], verbs: ["*"]}
            - {apiGroups: [admissionregistration.k8s.io], resources: ["*"], verbs: ["*"]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: installers}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: installer}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: platform}]
            """;

    static String kubeconfig(String person, String token, URI server, Path authority) {
        return """
        apiVersion: v1
        kind: Config
        current-context: shop-dev
        clusters: [{name: shop, cluster: {server: "%3$s", certificate-authority: "%4$s"}}]
        users: [{name: "%1$s", user: {token: "%2$s"}}]
        contexts:
        - {name: shop-dev, context: {cluster: shop, user: "%1$s", namespace: shop-dev}}
        - {name: shop-production, context: {cluster: shop, user: "%1$s", namespace: shop}}
        """
                .formatted(person, token, server, authority);
    }

    static String workspace(String registry, Path git, @Nullable URI opa) {
        return WORKSPACE.formatted(
                opa == null ? "" : "connections: { policy: { opa: \"" + opa + "\" } }",
                registry,
                LineShop.SERVICES.stream()
                        .map(service -> service(service, registry, git))
                        .collect(Collectors.joining()));
    }

    private static final String WORKSPACE =
            """
            apiVersion: drawbridge.dev/v1
            kind: Workspace
            metadata: { name: shop, team: storefront }
            %1$s

            roles:
              reader: [viewers]
              requester: [developers]
              approver: [release-managers]
              operator: [release-managers, sre]
              platform: [platform]

            environments:
              - name: dev
                cluster: { context: shop-dev }
                namespace: shop-dev
                gate:
                  collections: [minimal]
                  parameters: { image.registry_allowed: { hosts: ["%2$s"] } }
              - name: production
                cluster: { context: shop-production }
                namespace: shop
                records: shop-releases
                after: [dev]
                production: true
                protected: true
                rollback: { free: 30d }
                gate:
                  collections: [minimal, change-basic]
                  parameters: { image.registry_allowed: { hosts: ["%2$s"] } }
                  request: { require: [reason] }
                  approvals: [{ count: 1, groups: [release-managers] }]

            services:
            %3$s
            people:
              - { name: Rita, cluster: [rita], git: [rita@shop.example] }
              - { name: Omar, cluster: [omar], git: [omar@shop.example] }
              - { name: Sam, cluster: [sam], git: [sam@shop.example] }
              - { name: Dina, git: [dina@shop.example] }

            trust:
              keys:
                - { id: build, file: keys/build.pub, for: [signature] }
                - { id: tests, file: keys/tests.pub, for: [test] }
                - { id: scanner, file: keys/scanner.pub, for: [vulnerability-scan] }
            """;

    private static String service(String service, String registry, Path git) {
        return """
          - name: %1$s
            image: "%2$s/shop/%1$s"
            candidate: { tag: main }
            source: { git: "%3$s" }
            workload: { kind: Deployment, name: %1$s, container: app }
        """
                .formatted(service, registry, git.resolve(service));
    }

    static String deployment(String namespace, String service, String image) {
        return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %2$s, labels: {app: %1$s}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers:
              - name: app
                image: "%3$s"
                securityContext:
                  allowPrivilegeEscalation: false
                  runAsNonRoot: true
                  capabilities: {drop: [ALL]}
                  seccompProfile: {type: RuntimeDefault}
        """
                .formatted(service, namespace, image);
    }
}
