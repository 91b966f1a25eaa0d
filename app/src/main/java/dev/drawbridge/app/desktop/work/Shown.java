package dev.drawbridge.app.desktop.work;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What a screen has of something that is read from elsewhere. */
public sealed interface Shown<T> {

    /** It is being read for the first time. */
    record Loading<T>() implements Shown<T> {}

    /** It couldn't be read, and never was. */
    record Failed<T>(Problem problem) implements Shown<T> {}

    /**
     * It was read.
     *
     * @param at when, by this machine's clock
     * @param stale why it couldn't be read again since; empty while it is fresh
     */
    record Ready<T>(T value, Instant at, Optional<Problem> stale) implements Shown<T> {}

    /** Nothing yet. */
    static <T> Shown<T> loading() {
        return new Loading<>();
    }

    /** Read just now. */
    static <T> Shown<T> ready(T value, Instant at) {
        return new Ready<>(value, at, Optional.empty());
    }

    /** After a reading that failed: what was read before stays, and says that it is old. */
    default Shown<T> failed(Problem problem) {
        return switch (this) {
            case Ready<T> ready -> new Ready<>(ready.value(), ready.at(), Optional.of(problem));
            case Loading<T> loading -> new Failed<>(problem);
            case Failed<T> failed -> new Failed<>(problem);
        };
    }

    /** The value, however old. */
    default Optional<T> known() {
        return this instanceof Ready<T> ready ? Optional.of(ready.value()) : Optional.empty();
    }

    /** Why it isn't there, or is old. */
    default Optional<Problem> trouble() {
        return switch (this) {
            case Ready<T> ready -> ready.stale();
            case Failed<T> failed -> Optional.of(failed.problem());
            case Loading<T> loading -> Optional.empty();
        };
    }

    /** The same of another value. */
    default <U> Shown<U> map(Function<? super T, ? extends U> change) {
        return switch (this) {
            case Ready<T> ready ->
                    new Ready<>(change.apply(ready.value()), ready.at(), ready.stale());
            case Loading<T> loading -> new Loading<>();
            case Failed<T> failed -> new Failed<>(failed.problem());
        };
    }
}
