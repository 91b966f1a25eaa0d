package dev.drawbridge.benchmarks;

import dev.drawbridge.connector.kube.ClusterConnection;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sees by a watch of its own when a workload's pods all run one image, are ready, and the others
 * are going. The same eye for whoever put that image back.
 */
final class PodsReady implements AutoCloseable {
    private static final int SECONDS = 120;

    private final String image;
    private final int wanted;
    private final Map<String, Pod> pods = new HashMap<>();
    private final CompletableFuture<Long> seen = new CompletableFuture<>();
    private final Watch watch;

    /**
     * Begins to watch.
     *
     * @param app value of the pods' label {@code app}
     * @param image what all {@code wanted} pods are to run
     */
    PodsReady(ClusterConnection cluster, String namespace, String app, String image, int wanted) {
        this.image = image;
        this.wanted = wanted;
        this.watch =
                cluster.ask(
                        "watch pods of " + app,
                        k ->
                                k.pods()
                                        .inNamespace(namespace)
                                        .withLabel("app", app)
                                        .watch(new Eye()));
    }

    /** {@link System#nanoTime()} at which it was so; waits for it. */
    long await() {
        try {
            return seen.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(
                    "The pods didn't all run " + image + " within " + SECONDS + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pods became ready", e);
        }
    }

    @Override
    public void close() {
        watch.close();
    }

    private synchronized void heard(Watcher.Action action, Pod pod) {
        long now = System.nanoTime();
        String name = pod.getMetadata().getName();
        if (action == Watcher.Action.DELETED || pod.getMetadata().getDeletionTimestamp() != null) {
            pods.remove(name);
        } else {
            pods.put(name, pod);
        }
        if (pods.size() == wanted && pods.values().stream().allMatch(this::good)) {
            seen.complete(now);
        }
    }

    private boolean good(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getImage().equals(image)
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                condition.getType().equals("Ready")
                                        && condition.getStatus().equals("True"));
    }

    private final class Eye implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            heard(action, pod);
        }

        @Override
        public void onClose(WatcherException cause) {
            seen.completeExceptionally(cause);
        }
    }
}
