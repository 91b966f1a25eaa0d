package dev.drawbridge.connector.net;

import java.time.Duration;

/** Is told of every request of a connection. Called from any thread; it must be quick. */
@FunctionalInterface
public interface Traffic {

    /** Nobody listens. */
    Traffic UNHEEDED = (target, outcome, took) -> {};

    /**
     * A request came to something.
     *
     * @param target what was asked: a name that the connection was given, else its host and port
     * @param outcome the class of the answer's status ({@code 2xx}, {@code 4xx}), {@code failed}
     *     where none came
     * @param took until the head of the answer was there; what a watch then brings isn't counted
     */
    void answered(String target, String outcome, Duration took);

    /** The same under a name of its own, whatever the host. */
    default Traffic named(String name) {
        return (target, outcome, took) -> answered(name, outcome, took);
    }
}
