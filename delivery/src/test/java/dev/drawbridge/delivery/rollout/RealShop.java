package dev.drawbridge.delivery.rollout;

import static dev.drawbridge.delivery.rollout.Workloads.digest;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.ClusterTarget;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.ClusterRef;
import dev.drawbridge.delivery.workspace.ConnectionSettings;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.GatePlan;
import dev.drawbridge.delivery.workspace.RecordsPlace;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.WorkloadRef;
import dev.drawbridge.testbed.RealCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One namespace of a real API server with its controllers, the records beside the workloads; the
 * grants are written by hand.
 */
public final class RealShop implements AutoCloseable {
    /** What every image begins with. */
    public static final String REPOSITORY = "127.0.0.1:1/shop/checkout@";

    private static final Environment ENVIRONMENT =
            new Environment(
                    "production",
                    new ClusterRef(null, null, null, ConnectionSettings.NONE),
                    "shop",
                    new RecordsPlace("shop", false),
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

    private final RealCluster cluster = RealCluster.startWithNode();
    private final Registries registries = new Registries(List.of(), DockerCredentials.NONE);
    private final Path folder;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final RealDesk first;
    private int services;

    /** Starts it, with one desk whose clock is right. */
    public RealShop(Path folder) {
        this.folder = folder;
        cluster.kubectl("admin").run("create", "namespace", "shop");
        this.first = desk("desk-1", Duration.ZERO);
    }

    /**
     * A desk of the administrator's.
     *
     * @param site the shop as it reaches it
     */
    public record RealDesk(String id, Site site, History history) {}

    /** A desk with its own connection and history, its clock off by that much. */
    public RealDesk desk(String id, Duration off) {
        return desk(id, off, cluster.kubeconfig("admin"));
    }

    /** As {@link #desk(String, Duration)}, connected as a kubeconfig says. */
    public RealDesk desk(String id, Duration off, Path kubeconfig) {
        Clock clock = Clock.offset(Clock.systemUTC(), off);
        ClusterConnection connection =
                ClusterConnection.open(
                        new ClusterTarget(kubeconfig, null, null, ConnectionOptions.DEFAULT),
                        clock);
        open.push(connection);
        History history = History.open(folder.resolve(id + ".db"), clock);
        open.push(history);
        return new RealDesk(id, Site.of(ENVIRONMENT, connection, history), history);
    }

    /** The desk whose clock is right. */
    public RealDesk desk() {
        return first;
    }

    /** A registry that doesn't answer is all there is. */
    public Registries registries() {
        return registries;
    }

    /** The cluster it stands in. */
    public RealCluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        registries.close();
        cluster.close();
    }

    static String digest(char c) {
        return Workloads.digest(c);
    }

    /** An image of its own for each letter. */
    public static String image(char c) {
        return REPOSITORY + digest(c);
    }

    /** Sets an image as somebody with kubectl does, and waits until it runs. */
    public void setImage(Service service, String image) {
        cluster.kubectl("admin")
                .run("-n", "shop", "set", "image", "deployment/" + service.name(), "app=" + image);
        rolledOut(service);
    }

    /** Waits, with kubectl, until what was asked of a service's Deployment runs. */
    public void rolledOut(Service service) {
        cluster.kubectl("admin")
                .run(
                        "-n",
                        "shop",
                        "rollout",
                        "status",
                        "deployment/" + service.name(),
                        "--timeout=60s");
    }

    /** Lets a workload's next pods hang in that way; null: no longer. */
    public void stuck(Service service, @Nullable String how) {
        String value = how == null ? "null" : "\"" + how + "\"";
        cluster.kubectl("admin")
                .run(
                        "-n",
                        "shop",
                        "patch",
                        "deployment",
                        service.name(),
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"testbed.drawbridge.dev/stuck\":"
                                + value
                                + "}}}}}");
    }

    /** A new workload of two pods that are ready. */
    public Service deployed(char image) {
        String name = "checkout-" + ++services;
        cluster.kubectl("admin")
                .apply(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: %1$s, namespace: shop}
                        spec:
                          replicas: 2
                          selector: {matchLabels: {app: %1$s}}
                          template:
                            metadata: {labels: {app: %1$s}}
                            spec: {containers: [{name: app, image: "%2$s"}]}
                        """
                                .formatted(name, REPOSITORY + digest(image)));
        Service service =
                new Service(
                        name,
                        "r.example/shop/checkout",
                        null,
                        null,
                        new WorkloadRef("Deployment", name, "app", Map.of()));
        rolledOut(service);
        return service;
    }

    /** A request and its grant, as if they had been asked for and given. */
    public Driver.Order order(Service service, char image) {
        String name = RecordNames.request(service.name(), digest(image), 1);
        RecordBody.Request request =
                new RecordBody.Request(
                        "production",
                        service.name(),
                        REPOSITORY + digest(image),
                        digest(image),
                        null,
                        "rolling",
                        "test",
                        null,
                        null,
                        null,
                        "hash",
                        "pack",
                        null,
                        List.of(),
                        "--digest",
                        RecordJson.tree(List.of()),
                        new RecordBody.Input("", "", null),
                        first.site().cluster().now().plus(Duration.ofDays(7)));
        ReleaseRecord<RecordBody.Request> asked =
                first.site().records().create(name, service.name(), name, request);
        RecordBody.Grant grant =
                new RecordBody.Grant(
                        asked.ref(),
                        List.of(),
                        "hash",
                        null,
                        "",
                        RecordJson.tree(List.of()),
                        new RecordBody.Input("", "", null),
                        first.site().cluster().now().plus(Duration.ofDays(1)));
        return new Driver.Order(
                service,
                asked,
                first.site()
                        .records()
                        .create(RecordNames.grant(name, 1), service.name(), name, grant),
                Set.of(new Digest(digest(image))),
                true,
                Optional::empty);
    }

    /** Writes the intent of a step, and no more. */
    public void intend(Driver.Order order, Fence fence) {
        WorkloadSnapshot now = snapshot(order);
        first.site()
                .journal()
                .begin(
                        order.grant().name(),
                        order.request().name(),
                        new RecordBody.Step(
                                order.grant().ref(),
                                order.service().name(),
                                "set-image",
                                fence.toString(),
                                now.image(),
                                order.request().body().image(),
                                now.generation(),
                                "desk-1"),
                        records(order));
    }

    public ReleaseRecord<RecordBody.Outcome> drive(Driver.Order order) {
        return drive(first, order, RolloutEvents.NONE);
    }

    /** Drives it to its end from a desk. */
    public ReleaseRecord<RecordBody.Outcome> drive(
            RealDesk desk, Driver.Order order, RolloutEvents events) {
        Site site = desk.site();
        try (ServiceLease lease =
                ServiceLease.acquire(
                        site.cluster(),
                        "shop",
                        order.service().name(),
                        desk.id(),
                        Duration.ofSeconds(5))) {
            Outcomes outcomes =
                    new Outcomes(
                            site,
                            desk.history(),
                            new ConfigCopies(site.cluster()),
                            new PublishedMarks(registries));
            return new Driver(site, Pace.REAL, desk.id(), outcomes, registries)
                    .drive(order, lease, events);
        }
    }

    public Records records(Driver.Order order) {
        return first.site().records().ofService(order.service().name());
    }

    public List<String> results(Driver.Order order) {
        return records(order).of(RecordBody.StepDone.class).stream()
                .map(done -> done.body().result())
                .toList();
    }

    public WorkloadSnapshot snapshot(Driver.Order order) {
        return first.site().reader().read(place(order));
    }

    public WorkloadPlace place(Driver.Order order) {
        return first.site().place(order.service());
    }
}
