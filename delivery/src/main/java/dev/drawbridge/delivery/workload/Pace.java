package dev.drawbridge.delivery.workload;

import java.time.Duration;

/** How a desk waits between two looks. The practice world waits less, in its own faster time. */
@FunctionalInterface
public interface Pace {
    /** Waits in the machine's own time. */
    Pace REAL = Thread::sleep;

    /** Waits that long. */
    void pause(Duration duration) throws InterruptedException;

    /** A pace in which time runs {@code speed} times as fast. */
    static Pace faster(double speed) {
        return duration -> Thread.sleep(Duration.ofNanos((long) (duration.toNanos() / speed)));
    }

    /**
     * Waits, or throws when the thread is asked to stop.
     *
     * @throws StoppedException when interrupted; the thread stays interrupted
     */
    default void await(Duration duration) {
        try {
            pause(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(e);
        }
    }

    /** The person stopped watching. What was begun in the cluster goes on. */
    final class StoppedException extends RuntimeException {
        StoppedException(InterruptedException cause) {
            super(
                    "stopped watching; what was begun in the cluster goes on, `drawbridge rollout drive` takes it up",
                    cause);
        }
    }
}
