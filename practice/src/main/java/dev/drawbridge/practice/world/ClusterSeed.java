package dev.drawbridge.practice.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.practice.kube.PracticeApiServer;
import dev.drawbridge.practice.world.WorldSpec.EnvironmentName;
import dev.drawbridge.practice.world.WorldSpec.Run;
import dev.drawbridge.practice.world.WorldSpec.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Fills a cluster as a team's would be that has used it for a while: namespace, rights, settings,
 * and services with revisions behind them. What {@code cluster setup} makes is not there yet.
 */
final class ClusterSeed {
    static final String NAMESPACE = "shop";

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Duration NAMESPACE_AGE = Duration.ofDays(80);

    private final PracticeApiServer cluster;
    private final EnvironmentName environment;
    private final Instant now;

    ClusterSeed(PracticeApiServer cluster, EnvironmentName environment, Instant now) {
        this.cluster = cluster;
        this.environment = environment;
        this.now = now;
    }

    /**
     * Fills it.
     *
     * @param reference of a service's release, by digest
     */
    void fill(WorldSpec spec, BiFunction<Service, String, String> reference) {
        cluster.past(() -> make(spec, reference));
    }

    private void make(WorldSpec spec, BiFunction<Service, String, String> reference) {
        cluster.seed(object("v1", "Namespace", NAMESPACE, false));
        rights();
        for (Service service : spec.services()) {
            List<Run> runs =
                    service.runs().stream()
                            .filter(run -> run.environment() == environment)
                            .sorted(Comparator.comparing(Run::age).reversed())
                            .toList();
            if (!runs.isEmpty()) {
                settings(service);
                run(service, runs, reference);
            }
        }
    }

    /** The first revision came by kubectl; later ones changed the image alone, by the product. */
    private void run(
            Service service, List<Run> runs, BiFunction<Service, String, String> reference) {
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            cluster.deployed(
                    now.minus(run.age()),
                    i == 0 ? "kubectl-client-side-apply" : "drawbridge",
                    deployment(service, reference.apply(service, run.release())));
        }
    }

    private void settings(Service service) {
        ObjectNode config = object("v1", "ConfigMap", service.name() + "-config", true);
        config.putObject("data")
                .put("currency", "EUR")
                .put("log-level", environment == EnvironmentName.PRODUCTION ? "info" : "debug");
        ObjectNode secret = object("v1", "Secret", service.name() + "-database", true);
        secret.put("type", "Opaque");
        secret.putObject("data").put("password", "cHJhY3RpY2U=");
        cluster.seed(config, secret);
    }

    private ObjectNode deployment(Service service, String image) {
        ObjectNode deployment = object("apps/v1", "Deployment", service.name(), true);
        ((ObjectNode) deployment.path("metadata")).set("labels", labels(service));
        ObjectNode spec =
                deployment
                        .putObject("spec")
                        .put("replicas", service.replicas())
                        .put("revisionHistoryLimit", 10)
                        .put("progressDeadlineSeconds", 120);
        spec.set(
                "strategy",
                Json.read(
                        """
                        {"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}\
                        """));
        spec.putObject("selector").set("matchLabels", labels(service));
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").set("labels", labels(service));
        template.putObject("spec").putArray("containers").add(container(service, image));
        return deployment;
    }

    private static JsonNode container(Service service, String image) {
        return Json.read(
                """
                {"name":"app","image":"%1$s","imagePullPolicy":"IfNotPresent",
                 "ports":[{"name":"http","containerPort":8080}],
                 "env":[
                   {"name":"SERVICE","value":"%2$s"},
                   {"name":"LOG_LEVEL","valueFrom":{"configMapKeyRef":{"name":"%2$s-config","key":"log-level"}}},
                   {"name":"DATABASE_PASSWORD","valueFrom":{"secretKeyRef":{"name":"%2$s-database","key":"password"}}}],
                 "readinessProbe":{"httpGet":{"path":"/ready","port":8080},"periodSeconds":2},
                 "resources":{"requests":{"cpu":"50m","memory":"64Mi"},"limits":{"memory":"128Mi"}},
                 "securityContext":{"allowPrivilegeEscalation":false,"runAsNonRoot":true,"privileged":false,
                   "capabilities":{"drop":["ALL"]},"seccompProfile":{"type":"RuntimeDefault"}}}\
                """
                        .formatted(image, service.name()));
    }

    private static ObjectNode labels(Service service) {
        return Json.object().put("app", service.name());
    }

    /**
     * Who may do what before {@code cluster setup}: outside production everyone who builds may
     * edit, in production those who run it; all others look on. The platform group may set the
     * cluster up.
     */
    private void rights() {
        boolean production = environment == EnvironmentName.PRODUCTION;
        List<String> editors = new ArrayList<>(List.of("release-managers", "sre", "sre-lead"));
        (production ? new ArrayList<String>() : editors).add("developers");
        List<String> viewers =
                Household.GROUPS.stream().filter(g -> !editors.contains(g)).sorted().toList();
        cluster.seed(
                binding("RoleBinding", "shop-editors", "edit", editors),
                binding("RoleBinding", "shop-viewers", "view", viewers),
                role("shop-cluster-reader", READER),
                binding(
                        "ClusterRoleBinding",
                        "shop-cluster-readers",
                        "shop-cluster-reader",
                        Household.GROUPS.stream().sorted().toList()),
                role("shop-platform", PLATFORM),
                binding(
                        "ClusterRoleBinding",
                        "shop-platform",
                        "shop-platform",
                        List.of("platform")));
    }

    private static final String READER =
            """
            [{"apiGroups":[""],"resources":["namespaces","nodes"],"verbs":["get","list","watch"]},
             {"apiGroups":["rbac.authorization.k8s.io"],
              "resources":["roles","rolebindings","clusterroles","clusterrolebindings"],
              "verbs":["get","list","watch"]},
             {"apiGroups":["admissionregistration.k8s.io"],
              "resources":["validatingadmissionpolicies","validatingadmissionpolicybindings"],
              "verbs":["get","list","watch"]}]\
            """;

    private static final String PLATFORM =
            """
            [{"apiGroups":[""],"resources":["namespaces"],
              "verbs":["get","list","watch","create","update","patch"]},
             {"apiGroups":["rbac.authorization.k8s.io"],
              "resources":["roles","rolebindings","clusterroles","clusterrolebindings"],
              "verbs":["get","list","watch","create","update","patch","delete","bind","escalate"]},
             {"apiGroups":["admissionregistration.k8s.io"],
              "resources":["validatingadmissionpolicies","validatingadmissionpolicybindings"],
              "verbs":["get","list","watch","create","update","patch","delete"]}]\
            """;

    private ObjectNode role(String name, String rules) {
        ObjectNode role = object(RBAC + "/v1", "ClusterRole", name, false);
        role.set("rules", Json.read(rules));
        return role;
    }

    private ObjectNode binding(String kind, String name, String role, List<String> groups) {
        ObjectNode binding = object(RBAC + "/v1", kind, name, kind.equals("RoleBinding"));
        binding.putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", role);
        ArrayNode subjects = binding.putArray("subjects");
        groups.forEach(group ->
                subjects.addObject().put("apiGroup", RBAC).put("kind", "Group").put("name", group));
        return binding;
    }

    private ObjectNode object(String version, String kind, String name, boolean inNamespace) {
        ObjectNode object = Json.object().put("apiVersion", version).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (inNamespace) {
            metadata.put("namespace", NAMESPACE);
        }
        metadata.put("creationTimestamp", now.minus(NAMESPACE_AGE).toString());
        return object;
    }
}
