package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * A Kubernetes API server with its controllers and nodes, in this process, on a free port of
 * loopback, over TLS. All its time is world time. For any thread.
 */
public final class PracticeApiServer implements AutoCloseable {
    private static final ResourceType NAMESPACES = ResourceType.ofKind("Namespace");

    private final ApiOptions options;
    private final HttpListener http;
    private final ServerCertificate certificate = ServerCertificate.forLoopback();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectStore store;
    private final Controllers controllers;
    private final Faults faults;
    private final Authenticator authenticator;

    private PracticeApiServer(ApiOptions options) throws IOException {
        this.options = options;
        this.store = new ObjectStore(options.random(), options.history());
        this.faults = new Faults(this::faultsChanged);
        this.controllers = new Controllers(store, options, faults, threads);
        seed(
                Bootstrap.objects(options.name(), options.worldClock().instant())
                        .toArray(JsonNode[]::new));
        Rbac rbac = new Rbac(store);
        Writer writer =
                new Writer(store, rbac, new PolicyAdmission(store, rbac), options.worldClock());
        this.authenticator = new Authenticator(options.people(), rbac);
        this.http =
                new HttpListener(
                        certificate.context(),
                        threads,
                        new HttpFront(
                                options.worldClock(),
                                authenticator,
                                rbac,
                                new Requests(store, writer),
                                new Watches(store)));
        threads.execute(controllers::run);
    }

    private void faultsChanged() {
        controllers.wake();
    }

    /**
     * Starts a cluster with the usual namespaces, roles and two nodes.
     *
     * @throws UncheckedIOException if no port can be had
     */
    public static PracticeApiServer start(ApiOptions options) {
        try {
            return new PracticeApiServer(options);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The practice cluster " + options.name() + " finds no free port on loopback.",
                    e);
        }
    }

    /** Where it answers, {@code https://127.0.0.1:PORT}; kubectl sends no token over plain HTTP. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + http.port());
    }

    /** The certificate authority of {@link #url()} alone, PEM, for a kubeconfig. */
    public String certificateAuthority() {
        return certificate.authority();
    }

    /** What goes wrong in this cluster, to be switched. */
    public Faults faults() {
        return faults;
    }

    /**
     * From now on someone is no longer in a group, as when whoever runs the logins takes them out.
     */
    public void leaves(String username, String group) {
        authenticator.leave(username, group);
    }

    /**
     * Puts objects there as they are, without asking roles or admission. {@code apiVersion}, {@code
     * kind} and a name are needed; a missing namespace is made. {@code metadata.creationTimestamp},
     * {@code metadata.uid} and {@code status} are kept where given, so that a world has a past. An
     * object that is there already is replaced.
     *
     * @throws IllegalArgumentException if the server has no such kind
     */
    public void seed(JsonNode... objects) {
        for (JsonNode object : objects) {
            ObjectNode copy = object.deepCopy();
            ObjectKey key = ObjectKey.of(copy);
            ObjectNode metadata = Json.child(copy, "metadata");
            if (key.name().isEmpty() || (key.type().namespaced() && key.namespace().isEmpty())) {
                throw new IllegalArgumentException(
                        "A seeded %s needs a name and, where its kind has one, a namespace."
                                .formatted(key.type().kind()));
            }
            store.locked(() -> {
                if (key.type().namespaced()) {
                    needNamespace(key.namespace(), Json.text(metadata, "creationTimestamp"));
                }
                return store.put(key, completed(key, copy));
            });
        }
    }

    /**
     * Puts a Deployment there as if someone had applied it at that time in the past and its pods
     * had become ready since: its ReplicaSets, pods and events bear the times of then. Called again
     * for the same name it makes the next revision. No time passes in the world, faults don't act.
     *
     * @param at not after now, and not before an earlier call's time for the same Deployment
     * @param fieldManager which owns the fields then, such as {@code kubectl-client-side-apply}
     */
    public void deployed(Instant at, String fieldManager, JsonNode deployment) {
        store.locked(() -> {
            ObjectNode copy = deployment.deepCopy();
            ObjectKey key = ObjectKey.of(copy);
            copy.remove("status");
            Defaults.fill(key.type(), copy);
            needNamespace(key.namespace(), Json.time(at));
            store.get(key)
                    .ifPresentOrElse(
                            before -> seedUpdate(before, copy, fieldManager, at),
                            () -> seedNew(copy, fieldManager, at));
            List<Fault> active = faults.suspend();
            try {
                controllers.settle(at, key);
            } finally {
                faults.resume(active);
            }
            return key;
        });
    }

    /** Makes up a past of several steps before the controllers look at any of it. */
    public void past(Runnable steps) {
        store.locked(() -> {
            steps.run();
            return steps;
        });
    }

    /**
     * The objects of a kind such as {@code Pod}, in a namespace, or of all namespaces where it is
     * empty. Not to be changed.
     */
    public List<JsonNode> objects(String kind, String namespace) {
        return List.copyOf(
                store.list(ResourceType.ofKind(kind), namespace.isEmpty() ? null : namespace)
                        .items());
    }

    /** The uid of namespace kube-system, by which clusters are told apart. */
    public String uid() {
        return store.get(new ObjectKey(NAMESPACES, "", "kube-system"))
                .map(namespace -> Json.text(namespace, "metadata", "uid"))
                .orElseThrow();
    }

    /**
     * Calls back after each change, in the order of changes, on a thread of the server; the callee
     * may call the server.
     *
     * @return closes it
     */
    public AutoCloseable onChange(Consumer<Change> listener) {
        long from = store.revision();
        Future<?> listening = threads.submit(() -> listen(from, listener));
        return () -> listening.cancel(true);
    }

    private void listen(long from, Consumer<Change> listener) {
        long since = from;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                store.awaitAfter(since, 60_000);
                for (ObjectStore.StoredChange change : store.after(since)) {
                    since = change.revision();
                    ObjectNode before = change.before();
                    ObjectNode after = change.after();
                    String kind = change.key().type().kind();
                    if (after != null) {
                        listener.accept(
                                new Change(before == null ? "ADDED" : "MODIFIED", kind, after));
                    } else if (before != null) {
                        listener.accept(new Change("DELETED", kind, before));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void needNamespace(String name, String since) {
        ObjectKey key = new ObjectKey(NAMESPACES, "", name);
        if (store.get(key).isEmpty()) {
            ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
            namespace.putObject("metadata").put("name", name).put("creationTimestamp", since);
            store.put(key, completed(key, namespace));
        }
    }

    private ObjectNode completed(ObjectKey key, ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        Defaults.fill(key.type(), object);
        SecretData.fold(key.type(), object);
        if (Json.text(metadata, "uid").isEmpty()) {
            metadata.put("uid", store.newUid());
        }
        if (Json.text(metadata, "creationTimestamp").isEmpty()) {
            metadata.put("creationTimestamp", Json.time(options.worldClock().instant()));
        }
        if (key.type().hasGeneration() && !metadata.has("generation")) {
            metadata.put("generation", 1);
        }
        return object;
    }

    private void seedNew(ObjectNode object, String fieldManager, Instant at) {
        own(Json.object(), object, fieldManager, at);
        Json.child(object, "metadata").put("creationTimestamp", Json.time(at));
        ObjectKey key = ObjectKey.of(object);
        store.put(key, completed(key, object));
    }

    private void seedUpdate(ObjectNode before, ObjectNode object, String fieldManager, Instant at) {
        ObjectNode after = Patches.merge(before, object);
        Json.child(after, "spec").setAll((ObjectNode) object.path("spec"));
        Json.child(after, "metadata")
                .put("generation", before.at("/metadata/generation").asLong() + 1);
        own(before, after, fieldManager, at);
        store.put(ObjectKey.of(after), after);
    }

    private static void own(JsonNode before, ObjectNode after, String fieldManager, Instant at) {
        ManagedFields owners = ManagedFields.of(before);
        owners.recordUpdate(
                new ManagedFields.Manager(
                        fieldManager,
                        ManagedFields.Manager.UPDATE,
                        Json.text(after, "apiVersion"),
                        ""),
                before,
                after,
                at);
        owners.writeTo(after);
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close the practice cluster " + options.name(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
