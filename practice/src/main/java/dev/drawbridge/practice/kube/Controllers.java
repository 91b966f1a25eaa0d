package dev.drawbridge.practice.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all controllers on one thread, whenever something changed or is due. Each pass looks at
 * everything; a practice cluster is small.
 */
final class Controllers {
    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
    private static final int MOST_PASSES = 10_000;

    private final ObjectStore store;
    private final ApiOptions options;
    private final DeploymentController deployments;
    private final ReplicaSetController replicaSets;
    private final PodRunner pods;
    private final Housekeeping housekeeping;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean dirty = true;
    private boolean woken;

    Controllers(ObjectStore store, ApiOptions options, Faults faults, ExecutorService threads) {
        this.store = store;
        this.options = options;
        ControllerWrites writes = new ControllerWrites(store);
        EventRecorder events = new EventRecorder(store);
        this.deployments = new DeploymentController(store, writes, events);
        this.replicaSets = new ReplicaSetController(store, writes, events, faults);
        ImagePulls pulls = new ImagePulls(options.images(), threads, this::wake);
        this.pods =
                new PodRunner(store, writes, events, faults, pulls, options.pace(), options.name());
        this.housekeeping = new Housekeeping(store, writes, events);
        store.listen(this::signal);
    }

    /** Something changed. Called under the store's lock: takes no lock that a pass holds. */
    private void signal() {
        lock.lock();
        try {
            dirty = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Something that pods wait for may have come. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            dirty = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Runs until this thread is interrupted. */
    void run() {
        Instant next = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                await(next);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                next = pass(options.worldClock().instant());
            } catch (RuntimeException e) {
                LOG.error(
                        "The controllers of {} stumbled; they go on in ten seconds.",
                        options.name(),
                        e);
                next = options.worldClock().instant().plusSeconds(10);
            }
        }
    }

    private void await(Instant next) throws InterruptedException {
        lock.lock();
        try {
            while (!dirty) {
                Instant now = options.worldClock().instant();
                if (!now.isBefore(next)) {
                    break;
                }
                Duration left =
                        next.equals(Instant.MAX)
                                ? Duration.ofHours(1)
                                : Duration.between(now, next);
                long nanos = (long) (Math.min(left.toMillis(), 3_600_000L) * 1e6 / options.speed());
                changed.awaitNanos(Math.max(1_000_000, nanos));
            }
            dirty = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeWoken() {
        lock.lock();
        try {
            boolean was = woken;
            woken = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private Instant pass(Instant now) {
        boolean wake = takeWoken();
        return store.locked(() -> {
            if (wake) {
                pods.wake();
            }
            housekeeping.pass(now);
            return pass(now, Scope.ALL, false);
        });
    }

    private Instant pass(Instant now, Scope scope, boolean waitForPulls) {
        Due due = new Due();
        deployments.pass(now, due, scope);
        replicaSets.pass(now, due, scope);
        pods.pass(now, due, scope, waitForPulls);
        return due.next();
    }

    /**
     * Runs one Deployment and what it owns ahead from that time, in no time, until nothing more
     * comes of itself. All else stands still: its time is another.
     */
    void settle(Instant from, ObjectKey deployment) {
        Scope scope = Scope.of(store, deployment);
        store.locked(() -> {
            Instant at = from;
            for (int i = 0; i < MOST_PASSES; i++) {
                long before = store.revision();
                Instant next = pass(at, scope, true);
                boolean quiet = store.revision() == before;
                if (quiet
                        && (next.equals(Instant.MAX)
                                || next.isAfter(from.plus(Duration.ofHours(1))))) {
                    return at;
                }
                at = quiet && next.isAfter(at) ? next : at;
            }
            throw new IllegalStateException("The past that was asked for never comes to rest.");
        });
    }
}
