package dev.drawbridge.connector.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.kube.ClusterProbe.State;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.testbed.RealCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection against a real API server with RBAC. */
class ClusterConnectionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(60);
    private static RealCluster cluster;

    @TempDir Path folder;

    @BeforeAll
    static void start() {
        cluster = RealCluster.start();
        cluster.kubectl("admin")
                .apply(
                        """
                        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                        ---
                        {apiVersion: v1, kind: Namespace, metadata: {name: shop-records}}
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: Role
                        metadata: {name: requester, namespace: shop-records}
                        rules:
                        - {apiGroups: [""], resources: [configmaps], verbs: [create, get, list, watch]}
                        - {apiGroups: [drawbridge.dev], resources: [request], verbs: [create]}
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata: {name: requester, namespace: shop-records}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: requester}
                        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: developers}]
                        """);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static ClusterTarget target(String person) {
        return new ClusterTarget(cluster.kubeconfig(person), null, null, ConnectionOptions.DEFAULT);
    }

    private static ClusterConnection open(String person) {
        return ClusterConnection.open(target(person));
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void itKnowsWhoItIsAndWhichClusterItTalksTo() {
        String uid =
                cluster.kubectl("admin")
                        .run("get", "ns", "kube-system", "-ojsonpath={.metadata.uid}");
        try (ClusterConnection rita = open("rita");
                ClusterConnection admin = open("admin")) {
            assertThat(rita.whoAmI().username()).isEqualTo("rita");
            assertThat(rita.whoAmI().uid()).isEqualTo("uid-of-rita");
            assertThat(rita.whoAmI().groups()).contains("developers", "system:authenticated");
            assertThat(admin.uid()).isEqualTo(uid);
            assertThat(admin.serverVersion()).startsWith("v1.");
            ConnectorException e = catchThrowableOfType(ConnectorException.class, rita::uid);
            assertThat(e.kind()).isEqualTo(Kind.DENIED);
            assertThat(e)
                    .hasMessageContaining(
                            "rita has not the right to get namespaces named kube-system")
                    .hasMessageContaining("kubectl auth can-i get namespaces/kube-system");
        }
        ClusterConnection.open(
                        new ClusterTarget(
                                cluster.kubeconfig("admin"),
                                "testbed",
                                uid,
                                ConnectionOptions.DEFAULT))
                .close();
        for (String person : List.of("admin", "rita")) {
            ConnectorException e =
                    catchThrowableOfType(
                            ConnectorException.class,
                            () ->
                                    ClusterConnection.open(
                                            new ClusterTarget(
                                                    cluster.kubeconfig(person),
                                                    null,
                                                    "another",
                                                    ConnectionOptions.DEFAULT)));
            assertThat(e.kind()).isEqualTo(Kind.NOT_ITSELF);
        }
    }

    @Test
    void rightsAreTheServersAnswerAlsoOnInventedResources() {
        try (ClusterConnection rita = open("rita")) {
            assertThat(rita.may(Rights.record("request", "shop-records"))).isTrue();
            assertThat(rita.may(Rights.record("approval", "shop-records"))).isFalse();
            assertThat(rita.may(Rights.record("request", "shop"))).isFalse();
            List<Right> missing =
                    rita.missing(
                            Rights.wanted(
                                    Rights.Action.REQUEST,
                                    "shop",
                                    "shop-records",
                                    Set.of("deployments.apps")));
            assertThat(missing)
                    .contains(new Right("get", "apps", "deployments", "shop", null))
                    .doesNotContain(new Right("create", "", "configmaps", "shop-records", null));
            String denied =
                    cluster.kubectl("rita")
                            .ask(missing.getLast().canI().substring(8).split(" "))
                            .out();
            assertThat(denied.strip()).isEqualTo("no");
        }
        try (ClusterConnection admin = open("admin")) {
            for (Rights.Action action : Rights.Action.values()) {
                assertThat(
                                admin.missing(
                                        Rights.wanted(
                                                action,
                                                "shop",
                                                "shop-records",
                                                Set.of("deployments.apps"))))
                        .isEmpty();
            }
        }
    }

    @Test
    void aDeskWithAWrongClockGetsTheServersTime() {
        InstantSource ahead = () -> Instant.now().plus(Duration.ofHours(1));
        try (ClusterConnection admin = ClusterConnection.open(target("admin"), ahead)) {
            Instant before = Instant.now();
            Instant now = admin.now();
            assertThat(now).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(1));
            assertThat(admin.deskOffset())
                    .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            assertThat(admin.now()).isAfterOrEqualTo(now);
        }
    }

    private static final String DEPLOYMENT =
            """
            {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'%1$s','namespace':'shop'},
             'spec':{'selector':{'matchLabels':{'app':'%1$s'}},'template':{'metadata':{'labels':{'app':'%1$s'}},
              'spec':{'containers':[{'name':'app','image':'%2$s'}]}}}}
            """;

    private static final String IMAGE =
            """
            {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'%1$s','namespace':'shop'},
             'spec':{'template':{'spec':{'containers':[{'name':'app','image':'%2$s'}]}}}}
            """;

    @Test
    void anApplyOfOneFieldMeetsItsOwnerAndTakesItOnDemand() throws IOException {
        cluster.kubectl("admin")
                .askWithInput(
                        DEPLOYMENT.formatted("web", "reg/web:1").replace('\'', '"'),
                        "apply",
                        "--server-side",
                        "--field-manager=argocd-controller",
                        "-f",
                        "-")
                .orFail();
        JsonNode image = json(IMAGE.formatted("web", "reg/web:2"));
        try (ClusterConnection admin = open("admin")) {
            ConnectorException e =
                    catchThrowableOfType(
                            ConnectorException.class,
                            () ->
                                    admin.serverSideApply(
                                            "set image of shop/web",
                                            image,
                                            "drawbridge",
                                            false,
                                            false));
            assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
            assertThat(e)
                    .hasMessageContaining(
                            "argocd-controller owns .spec.template.spec.containers[name=\"app\"].image");

            GenericKubernetesResource tried =
                    admin.serverSideApply("try image of shop/web", image, "drawbridge", true, true);
            assertThat(tried.<String>get("spec", "template", "spec", "containers", 0, "image"))
                    .isEqualTo("reg/web:2");
            Deployment still = deployment(admin, "web");
            assertThat(
                            still.getSpec()
                                    .getTemplate()
                                    .getSpec()
                                    .getContainers()
                                    .getFirst()
                                    .getImage())
                    .isEqualTo("reg/web:1");
            assertThat(new ImageOwner().of(still, "app").orElseThrow().kind())
                    .isEqualTo(FieldOwner.Kind.ARGO_CD);

            admin.serverSideApply("set image of shop/web", image, "drawbridge", true, false);
            FieldOwner owner = new ImageOwner().of(deployment(admin, "web"), "app").orElseThrow();
            assertThat(owner.manager()).isEqualTo("drawbridge");
            assertThat(owner.operation()).isEqualTo("Apply");
            assertThat(owner.time()).isNotNull();
        }
    }

    private static Deployment deployment(ClusterConnection connection, String name) {
        return connection.read(
                "read deployment shop/" + name,
                k -> k.apps().deployments().inNamespace("shop").withName(name).get());
    }

    @Test
    void aTypedObjectIsAppliedAndAClusterScopedOneToo() throws IOException {
        try (ClusterConnection admin = open("admin")) {
            ConfigMap map = new ConfigMap();
            map.setMetadata(
                    new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                            .withName("typed")
                            .withNamespace("shop")
                            .build());
            map.setData(Map.of("a", "b"));
            admin.serverSideApply("write configmap shop/typed", map, "drawbridge", false, false);
            admin.serverSideApply(
                    "make policy p",
                    json(
                            """
                            {'apiVersion':'admissionregistration.k8s.io/v1','kind':'ValidatingAdmissionPolicy','metadata':{'name':'p'},
                             'spec':{'matchConstraints':{'resourceRules':[{'apiGroups':[''],'apiVersions':['v1'],'operations':['CREATE'],'resources':['configmaps']}]},
                              'validations':[{'expression':'object.metadata.name != \\"refused\\"','message':'this name is refused','reason':'Forbidden'}]}}
                            """),
                    "drawbridge",
                    false,
                    false);
            admin.serverSideApply(
                    "make binding p",
                    json(
                            """
                            {'apiVersion':'admissionregistration.k8s.io/v1','kind':'ValidatingAdmissionPolicyBinding','metadata':{'name':'p'},
                             'spec':{'policyName':'p','validationActions':['Deny']}}
                            """),
                    "drawbridge",
                    false,
                    false);
            map.getMetadata().setName("refused");
            await().atMost(LONG)
                    .untilAsserted(() -> {
                        admin.ask(
                                "clean",
                                k ->
                                        k.configMaps()
                                                .inNamespace("shop")
                                                .withName("refused")
                                                .delete());
                        ConnectorException e =
                                catchThrowableOfType(
                                        ConnectorException.class,
                                        () ->
                                                admin.ask(
                                                        "make configmap shop/refused",
                                                        k -> k.resource(map).create()));
                        assertThat(e).isNotNull();
                        assertThat(e.kind()).isEqualTo(Kind.DENIED);
                        assertThat(e)
                                .hasMessage(
                                        "make configmap shop/refused: the cluster's admission policy p refuses: this name is refused.");
                    });
        }
    }

    @Test
    void aPluginsTokenIsRenewedWhenItRunsOutAndAClientCertificateWorks() throws IOException {
        Path plugin = folder.resolve("login.sh");
        Path token = folder.resolve("token");
        Files.writeString(
                plugin,
                """
                #!/bin/sh
                cd "$(dirname "$0")"; echo x >> calls
                soon=$(date -u -d '+6 seconds' +%Y-%m-%dT%H:%M:%SZ)
                echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'$(cat token)'","expirationTimestamp":"'$soon'"}}'
                """);
        assertThat(plugin.toFile().setExecutable(true)).isTrue();
        Files.writeString(token, "no-longer-valid");
        Path config =
                cluster.writeKubeconfig(
                        folder.resolve("config"),
                        "exec",
                        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./login.sh, interactiveMode: Never}}",
                        "shop");
        try (ClusterConnection rita =
                ClusterConnection.open(
                        new ClusterTarget(config, null, null, ConnectionOptions.DEFAULT))) {
            ConnectorException e = catchThrowableOfType(ConnectorException.class, rita::whoAmI);
            assertThat(e.kind()).isEqualTo(Kind.DENIED);
            assertThat(e).hasMessageContaining("log in again");
            Files.writeString(token, cluster.token("rita"));
            assertThat(rita.whoAmI().username()).isEqualTo("rita");
            await().atMost(LONG)
                    .until(() -> {
                        rita.may(new Right("get", "", "pods", "shop", Instant.now().toString()));
                        return Files.readAllLines(folder.resolve("calls")).size() > 4;
                    });
        }
        HeldCertificate lee = cluster.clientCertificate("lee");
        Files.writeString(folder.resolve("lee.crt"), lee.certificatePem());
        Files.writeString(folder.resolve("lee.key"), lee.privateKeyPkcs8Pem());
        Path certificate =
                cluster.writeKubeconfig(
                        folder.resolve("lee"),
                        "lee",
                        "{client-certificate: lee.crt, client-key: lee.key}",
                        "shop");
        try (ClusterConnection connection =
                ClusterConnection.open(
                        new ClusterTarget(certificate, null, null, ConnectionOptions.DEFAULT))) {
            assertThat(connection.whoAmI().username()).isEqualTo("lee");
        }
    }

    private static void configMap(String name, String value) {
        cluster.kubectl("admin")
                .apply(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: shop, labels: {watched: yes-it-is}}, data: {v: '%s'}}"
                                .formatted(name, value));
    }

    private static Map<String, String> values(List<ConfigMap> maps) {
        return maps.stream()
                .collect(
                        Collectors.toMap(
                                m -> m.getMetadata().getName(), m -> m.getData().get("v")));
    }

    @Test
    void aWatchOutlivesTheServerAndACompactedHistory() {
        configMap("one", "1");
        List<Map<String, String>> told = new CopyOnWriteArrayList<>();
        try (ClusterConnection admin = open("admin");
                Watched<ConfigMap> watched =
                        admin.watch(
                                ConfigMap.class,
                                "shop",
                                Map.of("watched", "yes-it-is"),
                                maps -> told.add(values(maps)))) {
            await().atMost(LONG).until(watched::synced);
            await().atMost(LONG).until(() -> told.contains(Map.of("one", "1")));
            assertThat(watched.lastEvent()).isNotNull();
            configMap("one", "2");
            await().atMost(LONG).until(() -> told.getLast().equals(Map.of("one", "2")));

            String heard =
                    cluster.kubectl("admin")
                            .run(
                                    "get",
                                    "configmap",
                                    "-n",
                                    "shop",
                                    "one",
                                    "-ojsonpath={.metadata.resourceVersion}");
            configMap("unwatched", "1");
            cluster.kubectl("admin")
                    .run("label", "configmap", "-n", "shop", "unwatched", "watched-");
            await().atMost(LONG).until(() -> told.getLast().equals(Map.of("one", "2")));
            cluster.stopServer();
            await().atMost(LONG).until(() -> !watched.synced());
            cluster.compactHistory();
            cluster.startServer();
            String gone =
                    cluster.kubectl("admin")
                            .ask(
                                    "get",
                                    "--raw=/api/v1/namespaces/shop/configmaps?watch=1&timeoutSeconds=2&resourceVersion="
                                            + heard)
                            .toString();
            assertThat(gone).contains("too old resource version");
            configMap("two", "1");
            cluster.kubectl("admin").run("delete", "configmap", "-n", "shop", "one");

            await().atMost(LONG).until(watched::synced);
            await().atMost(LONG).until(() -> told.getLast().equals(Map.of("two", "1")));
            assertThat(values(watched.current())).isEqualTo(Map.of("two", "1"));
            assertThat(watched.problem()).isNull();
        }
    }

    @Test
    void theProbeSaysASentenceForEachConcern() {
        InstantSource ahead = () -> Instant.now().plus(Duration.ofMinutes(2));
        List<ClusterProbe.Line> lines =
                ClusterProbe.probe(
                        target("rita"), ahead, "shop", "shop-records", Set.of("deployments.apps"));
        assertThat(lines)
                .extracting(ClusterProbe.Line::topic)
                .containsExactly(
                        "reachable",
                        "identity",
                        "version",
                        "uid",
                        "clock",
                        "see",
                        "request",
                        "approve",
                        "grant",
                        "promote",
                        "rollback",
                        "freeze",
                        "setup");
        assertThat(lines.get(1).sentence()).startsWith("you are rita, in developers");
        assertThat(lines.get(4).state()).isEqualTo(State.WARN);
        assertThat(lines.get(4).sentence()).contains("ahead of the server's");
        assertThat(lines.get(7).sentence()).contains("to approve you lack the right to");
        assertThat(lines.get(7).missing()).contains(Rights.record("approval", "shop-records"));
        assertThat(lines).allSatisfy(line -> assertThat(line.sentence()).endsWith("."));
    }
}
