package dev.drawbridge.practice.kube;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a practice API server is started with.
 *
 * @param name of the cluster, in node names and messages
 * @param worldClock the time in this world: of every object, and of the {@code Date} header
 * @param speed seconds of the world per second of the machine; more than 0
 * @param people who may log in
 * @param images what nodes do with an image reference
 * @param random from which uids and name suffixes come; used by one thread at a time
 * @param pace how long a pod's life takes
 * @param history how many changes a watch can go back before it gets 410 Gone
 */
public record ApiOptions(
        String name,
        InstantSource worldClock,
        double speed,
        List<PersonToken> people,
        ImageResolver images,
        RandomGenerator random,
        Pace pace,
        int history) {
    /** Changes kept for watches unless told otherwise. */
    public static final int USUAL_HISTORY = 2_000;

    public ApiOptions {
        if (speed <= 0 || history <= 0) {
            throw new IllegalArgumentException(
                    "A world has a speed and a history above 0; these are %s and %d."
                            .formatted(speed, history));
        }
        people = List.copyOf(people);
    }

    /** With the usual pace and history. */
    public ApiOptions(
            String name,
            InstantSource worldClock,
            double speed,
            List<PersonToken> people,
            ImageResolver images,
            RandomGenerator random) {
        this(name, worldClock, speed, people, images, random, Pace.USUAL, USUAL_HISTORY);
    }
}
