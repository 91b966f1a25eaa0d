package dev.drawbridge.practice.kube;

import java.time.Duration;

/**
 * How long a pod's life takes, in world time.
 *
 * @param schedule from created to placed on a node
 * @param pull from placed to image there
 * @param start from image there to running
 * @param ready from running to ready
 * @param stop from deleted to gone
 */
public record Pace(
        Duration schedule, Duration pull, Duration start, Duration ready, Duration stop) {
    /** About five seconds from created to ready. */
    public static final Pace USUAL =
            new Pace(
                    Duration.ofMillis(100),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1));

    /** Everything as soon as it is seen. */
    public static final Pace AT_ONCE =
            new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
