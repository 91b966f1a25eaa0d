package dev.drawbridge.delivery.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A question asked in a thread of its own, so that whoever asks goes on meanwhile. Nobody need wait
 * for its answer. Threads may share it.
 */
final class Aside<T> {
    /** How long after it was asked an end waits for an answer that it can do without. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final CompletableFuture<T> answer;
    private final long asked = System.nanoTime();

    private Aside(CompletableFuture<T> answer) {
        this.answer = answer;
    }

    /** Asks. */
    static <T> Aside<T> ask(Supplier<T> question) {
        return new Aside<>(CompletableFuture.supplyAsync(question, Thread::startVirtualThread));
    }

    /** The answer where it is there; throws what the question threw. */
    Optional<T> now() {
        return answer.isDone() ? Optional.of(joined(answer)) : Optional.empty();
    }

    /** Whether it took longer than an end waits. */
    boolean isLate() {
        return left() <= 0;
    }

    /** The answer, or {@code otherwise} where an end has waited for it long enough. */
    T inTime(T otherwise) {
        return joined(
                answer.copy()
                        .completeOnTimeout(otherwise, Math.max(0, left()), TimeUnit.NANOSECONDS));
    }

    private long left() {
        return asked + LIMIT.toNanos() - System.nanoTime();
    }

    private static <T> T joined(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw e;
        }
    }
}
