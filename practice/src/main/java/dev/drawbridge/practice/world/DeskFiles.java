package dev.drawbridge.practice.world;

import dev.drawbridge.practice.kube.PracticeApiServer;
import dev.drawbridge.practice.world.WorldSpec.EnvironmentName;
import dev.drawbridge.practice.world.WorldSpec.Person;
import dev.drawbridge.practice.world.WorldSpec.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The texts of the files that a desk in the practice world reads. */
final class DeskFiles {
    private DeskFiles() {}

    /** A kubeconfig of one person, with a context an environment. */
    static String kubeconfig(
            Map<EnvironmentName, PracticeApiServer> clusters, Person person, String token) {
        StringBuilder text =
                new StringBuilder(
                        """
                        apiVersion: v1
                        kind: Config
                        current-context: shop-dev
                        users:
                          - name: %1$s
                            user: { token: %2$s }
                        clusters:
                        """
                                .formatted(person.name(), token));
        clusters.forEach((environment, cluster) ->
                text.append(
                        """
                          - name: %s
                            cluster:
                              server: %s
                              certificate-authority-data: %s
                        """
                                .formatted(
                                        environment.text(),
                                        cluster.url(),
                                        base64(cluster.certificateAuthority()))));
        text.append("contexts:\n");
        clusters.keySet()
                .forEach(environment ->
                        text.append(
                                """
                                  - name: shop-%1$s
                                    context: { cluster: %1$s, user: %2$s, namespace: shop }
                                """
                                        .formatted(environment.text(), person.name())));
        return text.toString();
    }

    /**
     * The workspace of the team.
     *
     * @param registry host and port
     * @param git the folder of the bare repositories
     */
    static String workspace(
            WorldSpec spec,
            Map<EnvironmentName, PracticeApiServer> clusters,
            String registry,
            Path git) {
        String allowed = "{ image.registry_allowed: { hosts: [\"%s\"] } }".formatted(registry);
        return HEAD
                + ENVIRONMENTS.formatted(
                        uid(clusters, EnvironmentName.DEV),
                        uid(clusters, EnvironmentName.STAGING),
                        uid(clusters, EnvironmentName.PRODUCTION),
                        allowed)
                + "\nservices:\n"
                + spec.services().stream()
                        .map(service -> service(service, registry, git))
                        .collect(Collectors.joining())
                + "\npeople:\n"
                + Household.people(spec).stream()
                        .map(DeskFiles::person)
                        .collect(Collectors.joining())
                + TRUST;
    }

    private static final String HEAD =
            """
            # The practice world's workspace. It is gone when the world ends.
            apiVersion: drawbridge.dev/v1
            kind: Workspace
            metadata: { name: shop, team: storefront }

            roles:
              reader: [viewers]
              requester: [developers]
              approver: [release-managers, compliance]
              compliance: [compliance]
              operator: [release-managers, sre]
              break-glass: [sre-lead]
              platform: [platform]

            """;

    private static final String ENVIRONMENTS =
            """
            environments:
              - name: dev
                cluster: { context: shop-dev, uid: "%1$s" }
                namespace: shop
                promote: auto
                gate:
                  collections: [minimal]
                  parameters: %4$s
                  evidence: { maxAge: { vulnerability-scan: 14d } }
              - name: staging
                cluster: { context: shop-staging, uid: "%2$s" }
                namespace: shop
                after: [dev]
                promote: auto
                gate:
                  collections: [minimal]
                  parameters: %4$s
                  evidence: { maxAge: { vulnerability-scan: 14d } }
              - name: production
                cluster: { context: shop-production, uid: "%3$s" }
                namespace: shop
                records: shop-releases
                after: [staging]
                production: true
                protected: true
                rollback: { free: 30d }
                gate:
                  collections: [minimal, change-basic]
                  soak: 3m
                  parameters: %4$s
                  evidence: { maxAge: { vulnerability-scan: 24h } }
                  request: { require: [reason] }
                  approvals: [{ count: 1, groups: [release-managers] }]
            """;

    private static final String TRUST =
            """

            trust:
              keys:
                - { id: build, file: keys/build.pub, for: [signature] }
                - { id: tests, file: keys/tests.pub, for: [test] }
                - { id: scanner, file: keys/scanner.pub, for: [vulnerability-scan] }
            """;

    private static String uid(
            Map<EnvironmentName, PracticeApiServer> clusters, EnvironmentName environment) {
        PracticeApiServer cluster = clusters.get(environment);
        if (cluster == null) {
            throw new IllegalArgumentException("no cluster " + environment);
        }
        return cluster.uid();
    }

    private static String service(Service service, String registry, Path git) {
        return """
          - name: %1$s
            image: "%2$s/shop/%1$s"
            candidate: { tag: main }
            source: { git: '%3$s' }
            workload: { kind: Deployment, name: %1$s, container: app }
        """
                .formatted(
                        service.name(),
                        registry,
                        git.resolve(service.name() + ".git").toString().replace("'", "''"));
    }

    private static String person(Person person) {
        List<String> keys =
                person.groups().isEmpty() ? List.of() : List.of("cluster: [" + person.name() + "]");
        return "  - { name: %s, %sgit: [%s]%s }%n"
                .formatted(
                        person.bot() ? person.name() : Household.fullName(person.name()),
                        keys.isEmpty() ? "" : keys.getFirst() + ", ",
                        Household.mail(person),
                        person.bot() ? ", bot: true" : "");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
