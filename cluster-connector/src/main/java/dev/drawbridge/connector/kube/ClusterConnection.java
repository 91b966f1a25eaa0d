package dev.drawbridge.connector.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.Retries;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.dsl.ServerSideApplicable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import okhttp3.ConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * One context of a kubeconfig, connected. Every failure is a {@link ConnectorException} whose
 * sentence begins with what was asked for. Blocking: call it from a virtual thread. Safe from any
 * number of threads; {@link #close()} ends its watches.
 */
public final class ClusterConnection implements AutoCloseable {

    /** What decides everything that isn't the target: environment, clocks and limits. */
    record Surroundings(
            Map<String, String> environment,
            InstantSource deskClock,
            LongSupplier nanoTime,
            long largestAnswer) {}

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Right READ_UID = new Right("get", "", "namespaces", null, "kube-system");

    private final KubeContext context;
    private final KubernetesClient client;
    private final Failures failures;
    private final ServerClock clock;
    private final Surroundings surroundings;
    private final AccessReviews reviews;
    private final Set<Watched<?>> watches = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Identity identity;
    private volatile @Nullable String uid;

    private ClusterConnection(
            KubeContext context, ConnectionOptions options, Surroundings surroundings) {
        this.context = context;
        this.surroundings = surroundings;
        this.clock = new ServerClock(surroundings.nanoTime());
        ConnectionPool pool = new ConnectionPool(5, 5, TimeUnit.MINUTES);
        Credentials credentials =
                new Credentials(context, surroundings.deskClock(), pool::evictAll);
        ClusterHttp http =
                new ClusterHttp(
                        context,
                        options,
                        credentials,
                        pool,
                        clock,
                        surroundings.largestAnswer(),
                        surroundings.environment());
        this.failures = new Failures(context.name(), context.cluster().getServer());
        this.client =
                new KubernetesClientBuilder()
                        .withConfig(config(context, options))
                        .withHttpClientFactory(http)
                        .build();
        this.reviews = new AccessReviews(this, surroundings.nanoTime());
    }

    private static Config config(KubeContext context, ConnectionOptions options) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(context.cluster().getServer())
                .withNamespace(context.namespace())
                .withRequestTimeout(Math.toIntExact(options.timeout().toMillis()))
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(-1)
                .withWatchReconnectInterval(500)
                .build();
    }

    /**
     * Reads the kubeconfig and connects. Where the target pins a uid the cluster is asked for it at
     * once; otherwise nothing is sent yet.
     *
     * @throws ConnectorException BAD_INPUT for the kubeconfig; NOT_ITSELF when the uid differs or
     *     can't be read; UNREACHABLE when a pinned cluster doesn't answer
     */
    public static ClusterConnection open(ClusterTarget target) {
        return open(target, InstantSource.system());
    }

    /** The same with the desk's clock given; it is only compared with the server's. */
    public static ClusterConnection open(ClusterTarget target, InstantSource deskClock) {
        return open(
                target,
                new Surroundings(
                        System.getenv(), deskClock, System::nanoTime, AnswerGuard.LARGEST));
    }

    static ClusterConnection open(ClusterTarget target, Surroundings surroundings) {
        KubeContext context =
                Kubeconfigs.read(target.kubeconfig(), surroundings.environment())
                        .resolve(target.context());
        ClusterConnection connection =
                new ClusterConnection(context, target.options(), surroundings);
        String pinned = target.uid();
        if (pinned != null) {
            try {
                connection.checkUid(pinned);
            } catch (RuntimeException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    private void checkUid(String pinned) {
        String found;
        try {
            found = uid();
        } catch (ConnectorException e) {
            if (e.kind() != Kind.DENIED) {
                throw e;
            }
            throw new ConnectorException(
                    Kind.NOT_ITSELF,
                    "can't tell whether context \""
                            + context.name()
                            + "\" is the pinned cluster "
                            + pinned
                            + ": "
                            + e.getMessage(),
                    e);
        }
        if (!found.equals(pinned)) {
            throw new ConnectorException(
                    Kind.NOT_ITSELF,
                    "context \""
                            + context.name()
                            + "\" at "
                            + server()
                            + " is another cluster: its kube-system has uid "
                            + found
                            + ", pinned is "
                            + pinned
                            + "; check the context.");
        }
    }

    /** The context's name. */
    public String context() {
        return context.name();
    }

    /** The context's namespace, {@code default} where it names none. */
    public String namespace() {
        return context.namespace();
    }

    /** The API server's address. */
    public URI server() {
        return ClusterHttp.address(context).uri();
    }

    /**
     * The uid of namespace kube-system, which tells one cluster from another. DENIED names the
     * missing right.
     */
    public String uid() {
        String known = uid;
        if (known == null) {
            Namespace system =
                    read(
                            "read the cluster's uid",
                            k -> k.namespaces().withName("kube-system").get());
            if (system == null
                    || system.getMetadata() == null
                    || system.getMetadata().getUid() == null) {
                throw new ConnectorException(
                        Kind.UNREADABLE,
                        "read the cluster's uid: "
                                + server()
                                + " has no namespace kube-system; check with "
                                + READ_UID.canI()
                                + " that this is a whole cluster.");
            }
            known = system.getMetadata().getUid();
            uid = known;
        }
        return known;
    }

    /**
     * Who the server takes us for, by SelfSubjectReview (Kubernetes 1.28 and newer); asked once.
     */
    public Identity whoAmI() {
        Identity known = identity;
        if (known == null) {
            SelfSubjectReview review =
                    read(
                            "ask who I am",
                            k ->
                                    k.authentication()
                                            .v1()
                                            .selfSubjectReviews()
                                            .create(new SelfSubjectReview()));
            UserInfo user = review.getStatus() == null ? null : review.getStatus().getUserInfo();
            if (user == null || user.getUsername() == null) {
                throw new ConnectorException(
                        Kind.UNREADABLE,
                        "ask who I am: "
                                + server()
                                + " answered without a user name; check the server address.");
            }
            known =
                    new Identity(
                            user.getUsername(),
                            user.getUid() == null || user.getUid().isEmpty() ? null : user.getUid(),
                            user.getGroups() == null ? List.of() : user.getGroups());
            identity = known;
        }
        return known;
    }

    /** The server's version, such as {@code v1.34.4}. */
    public String serverVersion() {
        VersionInfo version =
                read("read the server's version", KubernetesClient::getKubernetesVersion);
        if (version == null || version.getGitVersion() == null) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "read the server's version: "
                            + server()
                            + " gave none; check the server address.");
        }
        return version.getGitVersion();
    }

    /**
     * The API server's time; the desk's clock has no part in it. When no answer came for a second,
     * one is fetched first. The true time is at most 1 s and one round trip later than this, never
     * earlier (the {@code Date} header has whole seconds).
     */
    public Instant now() {
        Duration age = clock.age();
        if (age == null || age.compareTo(FRESH) > 0) {
            age = freshAge();
        }
        Instant now = clock.estimate();
        if (now == null || age == null || age.compareTo(FRESH.plus(FRESH)) > 0) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "read the server's time: "
                            + server()
                            + " answers without a Date header; check what stands between here and the API server.");
        }
        return now;
    }

    /** Makes the server answer; a refusal tells the time as well as an answer does. */
    private @Nullable Duration freshAge() {
        try {
            read("read the server's time", k -> k.raw("/version"));
        } catch (ConnectorException e) {
            Duration age = clock.age();
            if (age == null || age.compareTo(FRESH) > 0) {
                throw e;
            }
        }
        return clock.age();
    }

    /** The desk's clock minus the server's; true to one second. Positive: the desk is ahead. */
    public Duration deskOffset() {
        Instant server = now();
        return Duration.between(server, surroundings.deskClock().instant());
    }

    /**
     * Whether the server allows it, by SelfSubjectAccessReview; an answer is kept for ten seconds.
     */
    public boolean may(Right right) {
        return missing(List.of(right)).isEmpty();
    }

    /** Those of the rights that the server doesn't allow, in the order given. */
    public List<Right> missing(Collection<Right> wanted) {
        return reviews.missing(wanted);
    }

    /**
     * Any call of fabric8, once. Its failures come as ConnectorException; what fabric8 answers with
     * null stays null.
     *
     * @param what begins the sentence of a failure: {@code read deployment shop/checkout}
     */
    public <T> T ask(String what, Function<KubernetesClient, T> request) {
        try {
            return request.apply(client);
        } catch (KubernetesClientException e) {
            throw failures.translate(what, e);
        }
    }

    /**
     * As {@link #ask}, tried again a few times when nothing answers: for requests that change
     * nothing.
     */
    public <T> T read(String what, Function<KubernetesClient, T> request) {
        return Retries.read(() -> ask(what, request));
    }

    /**
     * Server-side apply of exactly these fields.
     *
     * @param manifest with apiVersion, kind, metadata.name and, where it lives in one,
     *     metadata.namespace
     * @param force take fields that another manager owns
     * @param dryRun only ask what would come of it
     * @return the object as the server has it then
     * @throws ConnectorException CONFLICT names the other manager and the field; DENIED carries an
     *     admission policy's own words
     */
    public GenericKubernetesResource serverSideApply(
            String what, JsonNode manifest, String fieldManager, boolean force, boolean dryRun) {
        String apiVersion = manifest.path("apiVersion").asText();
        String kind = manifest.path("kind").asText();
        String name = manifest.path("metadata").path("name").asText();
        String namespace = manifest.path("metadata").path("namespace").asText();
        if (apiVersion.isEmpty() || kind.isEmpty() || name.isEmpty()) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    what + ": the manifest has no apiVersion, kind or metadata.name; add them.");
        }
        GenericKubernetesResource item =
                client.getKubernetesSerialization()
                        .convertValue(manifest, GenericKubernetesResource.class);
        return ask(
                what,
                k -> {
                    var resources = k.genericKubernetesResources(apiVersion, kind);
                    var resource =
                            namespace.isEmpty()
                                    ? resources.resource(item)
                                    : resources.inNamespace(namespace).resource(item);
                    ServerSideApplicable<GenericKubernetesResource> apply =
                            resource.dryRun(dryRun).fieldManager(fieldManager);
                    return (force ? apply.forceConflicts() : apply).serverSideApply();
                });
    }

    /** The same for a typed object. */
    public <T extends HasMetadata> GenericKubernetesResource serverSideApply(
            String what, T manifest, String fieldManager, boolean force, boolean dryRun) {
        JsonNode tree = client.getKubernetesSerialization().convertValue(manifest, JsonNode.class);
        return serverSideApply(what, tree, fieldManager, force, dryRun);
    }

    /**
     * Keeps a copy of the objects of one type and follows them. It starts in the background and
     * goes on trying until closed.
     *
     * @param labels exact labels to ask for; empty for all
     * @param onChange given the whole list after changes (several may come as one) and once after
     *     the first sync, from one virtual thread of the watch, never twice at a time
     */
    public <T extends HasMetadata> Watched<T> watch(
            Class<T> type,
            String namespace,
            Map<String, String> labels,
            Consumer<List<T>> onChange) {
        String what = "watch " + HasMetadata.getPlural(type) + " in " + namespace;
        Watched<T> watched =
                new Watched<>(
                        client.resources(type)
                                .inNamespace(namespace)
                                .withLabels(labels)
                                .runnableInformer(0),
                        failure -> failures.translate(what, failure),
                        () -> Objects.requireNonNullElse(clock.estimate(), Instant.EPOCH),
                        onChange);
        watches.add(watched);
        return watched;
    }

    @Override
    public void close() {
        watches.forEach(Watched::close);
        client.close();
    }
}
