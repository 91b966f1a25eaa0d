package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A Kubernetes API server with its controllers and nodes, in this process, on a free port of
 * loopback, over plain HTTP. All its time is world time. For any thread.
 */
public final class PracticeApiServer implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Faults faults;
    private final ApiOptions options;

    private PracticeApiServer(ApiOptions options) throws IOException {
        this.options = options;
        this.http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.faults = new Faults(() -> {});
        http.setExecutor(threads);
        http.start();
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

    /** Where it answers, {@code http://127.0.0.1:PORT}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** What goes wrong in this cluster, to be switched. */
    public Faults faults() {
        return faults;
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
        throw new UnsupportedOperationException(options.name());
    }

    /**
     * Puts a Deployment there as if someone had applied it at that time in the past and its pods
     * had become ready since: its ReplicaSets, pods and events bear the times of then. Called again
     * for the same name it makes the next revision. No time passes in the world, faults don't act.
     *
     * @param at not after now, and not before an earlier call's time for the same Deployment
     * @param username whose hand it was
     * @param fieldManager which owns the fields then, such as {@code kubectl-client-side-apply}
     */
    public void deployed(Instant at, String username, String fieldManager, JsonNode deployment) {
        throw new UnsupportedOperationException(options.name());
    }

    /**
     * The objects of a kind such as {@code Pod}, in a namespace, or of all namespaces where it is
     * empty. Not to be changed.
     */
    public List<JsonNode> objects(String kind, String namespace) {
        throw new UnsupportedOperationException(options.name());
    }

    /** The uid of namespace kube-system, by which clusters are told apart. */
    public String uid() {
        throw new UnsupportedOperationException(options.name());
    }

    /**
     * Calls back after each change, in the order of changes, on a thread of the server; the callee
     * may call the server.
     *
     * @return closes it
     */
    public AutoCloseable onChange(Consumer<Change> listener) {
        throw new UnsupportedOperationException(options.name());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
