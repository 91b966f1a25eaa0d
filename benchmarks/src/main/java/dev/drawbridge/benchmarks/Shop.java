package dev.drawbridge.benchmarks;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.ClusterTarget;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.ClusterRef;
import dev.drawbridge.delivery.workspace.ConnectionSettings;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.GatePlan;
import dev.drawbridge.delivery.workspace.RecordsPlace;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.WorkloadRef;
import dev.drawbridge.testbed.RealCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real cluster with services that have a revision to go back to. */
final class Shop implements AutoCloseable {
    static final String NAMESPACE = "shop";
    static final int PODS = 3;

    /** Nobody answers there: a rollback does without the registry. */
    private static final String REPOSITORY = "127.0.0.1:1/shop/checkout";

    final RealCluster cluster;
    final ClusterConnection connection;
    final History history;
    final Registries registries = new Registries(List.of(), DockerCredentials.NONE);
    final Site site;
    private final Path folder;

    Shop() {
        folder = temporary();
        cluster = RealCluster.startWithNode();
        connection =
                ClusterConnection.open(
                        new ClusterTarget(
                                cluster.kubeconfig("admin"),
                                null,
                                null,
                                ConnectionOptions.DEFAULT));
        history = History.open(folder.resolve("history.db"), Clock.systemUTC());
        cluster.kubectl("admin").run("create", "namespace", NAMESPACE);
        site = Site.of(environment(), connection, history);
    }

    private static Environment environment() {
        return new Environment(
                "production",
                new ClusterRef(null, null, null, ConnectionSettings.NONE),
                NAMESPACE,
                new RecordsPlace(NAMESPACE, false),
                List.of(),
                false,
                true,
                false,
                Duration.ofDays(30),
                new GatePlan(
                        List.of("minimal"),
                        Duration.ZERO,
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of(),
                        null));
    }

    /** A folder for files, removed in the end. */
    Path folder() {
        return folder;
    }

    /** The image {@code a} or {@code b}, by digest. */
    static String image(char which) {
        return REPOSITORY + "@sha256:" + String.valueOf(which).repeat(64);
    }

    /** A service that ran {@code a} and runs {@code b}. */
    Service service(String name) {
        for (char image : new char[] {'a', 'b'}) {
            cluster.kubectl("admin").apply(deployment(name, image));
            cluster.kubectl("admin")
                    .run(
                            "-n",
                            NAMESPACE,
                            "rollout",
                            "status",
                            "deployment/" + name,
                            "--timeout=60s");
        }
        Service service =
                new Service(
                        name,
                        REPOSITORY,
                        null,
                        null,
                        new WorkloadRef("Deployment", name, "app", Map.of()));
        proven(service);
        return service;
    }

    /**
     * Records that what runs ran ready: only then may it be put back freely after a rollback from
     * it.
     */
    private void proven(Service service) {
        WorkloadSnapshot snapshot = snapshot(service);
        String digest = snapshot.image().substring(snapshot.image().indexOf('@') + 1);
        site.records()
                .create(
                        RecordNames.outcome(service.name()),
                        service.name(),
                        "",
                        new RecordBody.Outcome(
                                new RecordRef(service.name(), "", ""),
                                "production",
                                service.name(),
                                "healthy",
                                "it ran ready before the measuring",
                                null,
                                snapshot.image(),
                                digest,
                                snapshot.revision(),
                                PODS,
                                PODS,
                                "no traffic source configured: pods decide",
                                List.of(digest),
                                List.of(),
                                List.of(),
                                new RecordBody.Mark("", 0, 0, "")));
    }

    /** The image a service's Deployment asks for now. */
    String image(Service service) {
        return snapshot(service).image();
    }

    /**
     * The revision that an image has now. It has to be named: without one, a rollback after a
     * rollback goes further back, not to and fro.
     */
    long revision(Service service, String image) {
        return snapshot(service).replicaSets().stream()
                .filter(set ->
                        WorkloadSnapshot.image(set.getSpec().getTemplate(), "app")
                                .equals(Optional.of(image)))
                .mapToLong(WorkloadSnapshot::revision)
                .findFirst()
                .orElseThrow();
    }

    private WorkloadSnapshot snapshot(Service service) {
        return site.reader().read(site.place(service));
    }

    private static String deployment(String name, char image) {
        return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          replicas: %3$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: app, image: "%4$s"}]}
        """
                .formatted(name, NAMESPACE, PODS, image(image));
    }

    @Override
    public void close() {
        registries.close();
        connection.close();
        history.close();
        cluster.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("remove " + folder, e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("drawbridge-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException("make a temporary folder", e);
        }
    }
}
