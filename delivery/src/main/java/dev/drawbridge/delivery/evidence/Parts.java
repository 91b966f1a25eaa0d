package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.policies.GateInput.State;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * Parts that are read at the same time on virtual threads, all by one deadline. A part that fails
 * or is late becomes what its reader makes of the failure; the others go on. Close it to let late
 * ones go.
 */
public final class Parts implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration patience;
    private final long end;

    public Parts(Duration patience) {
        this.patience = patience;
        this.end = System.nanoTime() + patience.toNanos();
    }

    /** Starts to read a part. */
    public <T> Future<T> start(Callable<T> reading) {
        return threads.submit(reading);
    }

    /**
     * The part, or what its failure means.
     *
     * @param what is read, for the sentence, such as {@code registry}
     * @param otherwise makes the part of a state and a reason
     */
    public <T> T get(Future<T> part, String what, BiFunction<State, String, T> otherwise) {
        try {
            return part.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            part.cancel(true);
            return otherwise.apply(
                    State.UNREACHABLE,
                    "Reading the %s took longer than %d s; try again."
                            .formatted(what, patience.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.apply(State.UNREACHABLE, "Reading the " + what + " was interrupted.");
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case ConnectorException known ->
                        otherwise.apply(state(known.kind()), String.valueOf(known.getMessage()));
                case RuntimeException other -> throw other;
                case Error other -> throw other;
                case null, default ->
                        throw new IllegalStateException("reading the " + what + " failed", e);
            };
        }
    }

    static State state(ConnectorException.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> State.MISSING;
            case UNREACHABLE, NOT_ITSELF, DENIED -> State.UNREACHABLE;
            case BAD_INPUT, CONFLICT, TOO_LARGE, UNREADABLE -> State.UNREADABLE;
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
