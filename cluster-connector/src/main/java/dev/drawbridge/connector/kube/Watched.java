package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live copy of some objects of a cluster. fabric8's informer lists, watches, and lists again
 * after a break or a 410 Gone; this says when the copy isn't to be relied on. Any thread.
 */
public final class Watched<T extends HasMetadata> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final SharedIndexInformer<T> informer;
    private final Supplier<Instant> serverTime;
    private final Consumer<List<T>> onChange;
    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("watch-", 0).factory());
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile @Nullable ConnectorException problem;
    private volatile @Nullable Instant lastEvent;

    Watched(
            SharedIndexInformer<T> informer,
            Function<Throwable, ConnectorException> translate,
            Supplier<Instant> serverTime,
            Consumer<List<T>> onChange) {
        this.informer = informer;
        this.serverTime = serverTime;
        this.onChange = onChange;
        informer.exceptionHandler((started, failure) -> {
            ConnectorException told = translate.apply(failure);
            problem = told;
            LOG.debug("{}", told.getMessage());
            return true;
        });
        informer.addEventHandler(new Changes());
        informer.start()
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        changed();
                    }
                });
    }

    /**
     * The objects as last heard, in no order; empty until the first sync. Look at {@link #synced()}
     * too.
     */
    public List<T> current() {
        return List.copyOf(informer.getStore().list());
    }

    /** Whether the whole list was read and the watch on it is open now. */
    public boolean synced() {
        return informer.hasSynced() && informer.isWatching();
    }

    /** Why it isn't synced, as far as known; null while it is. */
    public @Nullable ConnectorException problem() {
        return synced() ? null : problem;
    }

    /** The server's time at the last change heard, or at the first sync; null before it. */
    public @Nullable Instant lastEvent() {
        return lastEvent;
    }

    private void changed() {
        lastEvent = serverTime.get();
        if (pending.compareAndSet(false, true)) {
            try {
                teller.execute(this::tell);
            } catch (RejectedExecutionException e) {
                LOG.debug("a change came after the watch was closed");
            }
        }
    }

    private void tell() {
        pending.set(false);
        if (!informer.hasSynced()) {
            return;
        }
        try {
            onChange.accept(current());
        } catch (RuntimeException e) {
            LOG.error("a listener of a watch failed", e);
        }
    }

    @Override
    public void close() {
        informer.close();
        teller.shutdown();
    }

    private final class Changes implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T item) {
            changed();
        }

        @Override
        public void onUpdate(T before, T after) {
            changed();
        }

        @Override
        public void onDelete(T item, boolean lastStateUnknown) {
            changed();
        }
    }
}
