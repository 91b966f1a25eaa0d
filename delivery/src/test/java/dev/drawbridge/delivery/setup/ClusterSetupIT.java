package dev.drawbridge.delivery.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.ClusterTarget;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import dev.drawbridge.delivery.workspace.WorkspaceFolder;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import dev.drawbridge.testbed.Kubectl;
import dev.drawbridge.testbed.RealCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Setting up a real cluster, twice, and finding what somebody changed. Each test has namespaces of
 * its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterSetupIT {

    private static final EngineFacts ENGINE =
            new EngineFacts("embedded", "sha256:" + "e".repeat(64));
    private static final String DIGEST = "sha256:" + "7".repeat(64);

    private final AtomicInteger places = new AtomicInteger();
    private @TempDir @Nullable Path folder;
    private @Nullable ShopCluster opened;

    @BeforeAll
    void start(@TempDir Path shop) throws IOException {
        opened = new ShopCluster(RealCluster.startWithNode(), shop);
    }

    @AfterAll
    void stop() {
        if (opened != null) {
            opened.close();
        }
    }

    private ShopCluster shop() {
        return Objects.requireNonNull(opened);
    }

    private Kubectl admin() {
        return shop().cluster.kubectl("admin");
    }

    private ClusterConnection as(String person) {
        return ClusterConnection.open(
                new ClusterTarget(
                        shop().cluster.kubeconfig(person),
                        "testbed",
                        null,
                        ConnectionOptions.DEFAULT));
    }

    /** A production of its own: application in place-n, records in place-n-releases. */
    private Workspace place() throws IOException {
        String name = "place-" + places.incrementAndGet();
        admin().run("create", "namespace", name);
        Path here = Files.createDirectories(Objects.requireNonNull(folder).resolve(name));
        String yaml =
                WorkspaceFolder.SHOP
                        .replace(", uid: 5d2c0000-0000-0000-0000-000000000001", "")
                        .replace(
                                "    namespace: shop\n    records: shop-releases",
                                "    namespace: " + name + "\n    records: " + name + "-releases")
                        .replace(
                                "environments: { production: { name: checkout-v1 } }",
                                "environments: {}");
        return new WorkspaceReader().read(WorkspaceFolder.write(here, yaml));
    }

    private static Environment production(Workspace workspace) {
        return workspace.environment("production");
    }

    private static ClusterSetup setup(ClusterConnection cluster, Workspace workspace) {
        return new ClusterSetup(cluster, workspace, production(workspace), ENGINE);
    }

    private static Workspace reread(Workspace workspace, String from, String to)
            throws IOException {
        Files.writeString(workspace.file(), Files.readString(workspace.file()).replace(from, to));
        return new WorkspaceReader().read(workspace.file());
    }

    /**
     * All that setup writes. Not the resource version: the API server writes a policy's status
     * itself, some time later.
     */
    private String standing(Workspace workspace) {
        String records = production(workspace).recordsNamespace();
        return admin().run(
                        "get",
                        "validatingadmissionpolicies,validatingadmissionpolicybindings",
                        "-o",
                        "jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.uid} {.metadata.generation} {.metadata.labels} {.metadata.annotations}{\"\\n\"}{end}")
                .lines()
                .filter(l -> l.contains(records))
                .sorted()
                .toList()
                .toString();
    }

    @Test
    void setsUpWhatHoldsAndTheSecondTimeDoesNothing() throws IOException {
        Workspace workspace = place();
        try (ClusterConnection pat = as("pat")) {
            ClusterSetup setup = setup(pat, workspace);
            assertThat(setup.check().differences()).anyMatch(d -> d.contains("isn't there"));

            SetupReport first = setup.apply("production", null);
            String standing = standing(workspace);
            SetupReport second = setup.apply(null, null);

            assertThat(first.differences()).isEmpty();
            assertThat(first.done())
                    .anyMatch(d -> d.contains("pins-1, by one person (pat)"))
                    .anyMatch(d -> d.contains("upkeep-1"));
            assertThat(first.trust()).isInstanceOf(RecordsTrust.Enforced.class);
            assertThat(second.done()).isEmpty();
            assertThat(second.differences()).isEmpty();
            assertThat(standing(workspace)).isEqualTo(standing);
        }
        try (ClusterConnection rita = as("rita")) {
            RecordsTrust seen = RecordsTrust.judge(rita, production(workspace));
            assertThat(seen).isInstanceOf(RecordsTrust.Enforced.class);
            assertThat(seen.covers(rita.now())).isTrue();
            assertThat(seen.covers(Instant.EPOCH)).isFalse();
            assertThat(
                            PinnedGate.read(
                                            new RecordStore(
                                                    rita, production(workspace).recordsNamespace()))
                                    .orElseThrow()
                                    .who())
                    .isEqualTo("pat");
        }
    }

    @Test
    void pinsNothingWithoutConfirmation() throws IOException {
        Workspace workspace = place();
        try (ClusterConnection pat = as("pat")) {
            assertThatThrownBy(() -> setup(pat, workspace).apply(null, null))
                    .isInstanceOf(WorkspaceException.class)
                    .hasMessageContaining("it is not pinned yet")
                    .hasMessageContaining("--confirm production");
            assertThatThrownBy(() -> setup(pat, workspace).apply("staging", null))
                    .isInstanceOf(WorkspaceException.class);
            assertThat(
                            admin().ask(
                                            "get",
                                            "namespace",
                                            production(workspace).recordsNamespace())
                                    .exitCode())
                    .isNotZero();
        }
    }

    @Test
    void pinsAnewOnlyWhatWasShownAndConfirmed() throws IOException {
        Workspace workspace = place();
        try (ClusterConnection pat = as("pat")) {
            setup(pat, workspace).apply("production", null);
            Workspace weaker = reread(workspace, "soak: 30m", "soak: 5m");

            String difference = "environment.gate.soak was \"30m\" and is \"5m\"";
            assertThat(setup(pat, weaker).check().differences())
                    .singleElement()
                    .asString()
                    .contains(difference);
            assertThatThrownBy(() -> setup(pat, weaker).apply(null, null))
                    .hasMessageContaining(difference);
            assertThat(setup(pat, weaker).apply("production", null).done())
                    .singleElement()
                    .asString()
                    .contains("pins-2")
                    .contains(difference);
            assertThat(setup(pat, weaker).check().differences()).isEmpty();
        }
    }

    @Test
    void namesAPolicyThatSomebodyChangedAndPutsItRight() throws IOException {
        Workspace workspace = place();
        String records = production(workspace).recordsNamespace();
        try (ClusterConnection pat = as("pat")) {
            setup(pat, workspace).apply("production", null);
            admin().run(
                            "patch",
                            "validatingadmissionpolicybinding",
                            PolicyManifests.recordsPolicy(records),
                            "--type=merge",
                            "-p",
                            "{\"spec\":{\"validationActions\":[\"Audit\"],\"matchResources\":{\"objectSelector\":{\"matchLabels\":{\"x\":\"y\"}}}}}");

            SetupReport found = setup(pat, workspace).check();
            assertThat(found.trust()).isInstanceOf(RecordsTrust.OnTrust.class);
            assertThat(found.trust().why())
                    .contains("drawbridge-records-" + records + " was changed");
            assertThat(found.differences())
                    .anyMatch(d ->
                            d.contains("binding of policy drawbridge-records-" + records)
                                    && d.contains("isn't as setup makes it"));

            SetupReport repaired = setup(pat, workspace).apply(null, null);
            assertThat(repaired.differences()).isEmpty();
            assertThat(repaired.done())
                    .anyMatch(d -> d.contains("Put right the binding"))
                    .anyMatch(d -> d.contains("upkeep-2"));
            assertThat(repaired.warnings())
                    .anyMatch(w -> w.contains("while the policies didn't hold"));
            assertThat(repaired.trust()).isInstanceOf(RecordsTrust.Enforced.class);
        }
    }

    @Test
    void aPolicyMadeAgainIsNotTheOneThatWasSetUp() throws IOException {
        Workspace workspace = place();
        String policy = PolicyManifests.fencePolicy(production(workspace).recordsNamespace());
        try (ClusterConnection pat = as("pat")) {
            setup(pat, workspace).apply("production", null);
            String copy = admin().run("get", "validatingadmissionpolicy", policy, "-o", "json");
            admin().run("delete", "validatingadmissionpolicy", policy);
            assertThat(RecordsTrust.judge(pat, production(workspace)).why())
                    .contains(policy + " is gone");

            admin().askWithInput(
                            copy.replaceAll("\"(resourceVersion|uid)\": \"[^\"]*\",?", ""),
                            "create",
                            "-f",
                            "-")
                    .orFail();
            assertThat(RecordsTrust.judge(pat, production(workspace)).why())
                    .contains(policy + " was deleted and made again");
            assertThat(setup(pat, workspace).check().differences())
                    .singleElement()
                    .asString()
                    .contains("not held to their makers");
        }
    }

    @Test
    void listsWhatRunsAndWhatCouldBePutBack() throws IOException {
        Workspace workspace = place();
        String namespace = production(workspace).namespace();
        String old = "sha256:" + "6".repeat(64);
        deploy(namespace, "registry.example.org/shop/checkout@" + old);
        deploy(namespace, "registry.example.org/shop/checkout@" + DIGEST);
        try (ClusterConnection pat = as("pat")) {
            setup(pat, workspace).apply("production", null);

            assertThat(
                            new ReleaseList(pat, production(workspace).recordsNamespace())
                                    .read()
                                    .orElseThrow())
                    .containsOnlyKeys(
                            ReleaseList.key(DIGEST, "checkout", "app"),
                            ReleaseList.key(old, "checkout", "app"))
                    .containsValue("served|setup|pat");
        }
    }

    private void deploy(String namespace, String image) {
        admin().apply(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: checkout, namespace: %s}
                        spec:
                          selector: {matchLabels: {app: checkout}}
                          template:
                            metadata: {labels: {app: checkout}}
                            spec: {containers: [{name: app, image: "%s"}]}
                        """
                                .formatted(namespace, image));
        admin().run("-n", namespace, "rollout", "status", "deployment/checkout", "--timeout=60s");
    }

    @Test
    void whoHasNoRightLearnsWhich() throws IOException {
        Workspace workspace = place();
        try (ClusterConnection omar = as("omar");
                ClusterConnection view = as("view")) {
            assertThatThrownBy(() -> setup(omar, workspace).apply("production", null))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.DENIED));
            assertThat(RecordsTrust.judge(view, production(workspace)))
                    .isInstanceOf(RecordsTrust.CantTell.class);
        }
        try (ClusterConnection admin = as("admin")) {
            assertThat(RecordsTrust.judge(admin, production(workspace)))
                    .isInstanceOf(RecordsTrust.NotSetUp.class);
        }
    }

    @Test
    void whoSetsUpWithoutTheRoleIsToldAndLeavesNoPins() throws IOException {
        Workspace workspace = reread(place(), "platform: [platform]", "platform: [others]");
        try (ClusterConnection pat = as("pat")) {
            assertThatThrownBy(() -> setup(pat, workspace).apply("production", null))
                    .hasMessageContaining("has the role platform ([others])");
            assertThat(new RecordStore(pat, production(workspace).recordsNamespace()).all().all())
                    .isEmpty();
        }
    }

    @Test
    void theListWarnsBeforeItIsFull() throws IOException {
        Workspace workspace = place();
        String records = production(workspace).recordsNamespace();
        try (ClusterConnection pat = as("pat")) {
            setup(pat, workspace).apply("production", null);
            for (int part = 0; part < 8; part++) {
                StringBuilder json = new StringBuilder("{\"data\":{");
                for (int i = 0; i < 950; i++) {
                    json.append(
                            "\"sha256.%064x.checkout.app\":\"served|setup|pat\","
                                    .formatted(part * 1000 + i));
                }
                json.setCharAt(json.length() - 1, '}');
                Files.writeString(
                        Objects.requireNonNull(folder).resolve("patch.json"),
                        json.append('}').toString());
                shop().cluster
                        .kubectl("pat")
                        .run(
                                "-n",
                                records,
                                "patch",
                                "configmap",
                                "release-list",
                                "--type=merge",
                                "--patch-file="
                                        + Objects.requireNonNull(folder).resolve("patch.json"));
            }
            assertThat(setup(pat, workspace).check().warnings())
                    .singleElement()
                    .asString()
                    .contains("has 7600 entries")
                    .contains("72 % of what fits");
        }
    }
}
