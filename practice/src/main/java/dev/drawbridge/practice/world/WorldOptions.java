package dev.drawbridge.practice.world;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a practice world is started.
 *
 * @param seed the same seed, start and spec give the same commits, images, keys and evidence
 * @param speed world seconds in a second, 1 to 20
 * @param folder where its files go: a folder that isn't there yet; null: a temporary one. It is
 *     removed when the world closes
 * @param start the instant at which the world begins (a desk that is to trust its own clock wants
 *     the present)
 */
public record WorldOptions(long seed, double speed, @Nullable Path folder, Instant start) {
    /** The fastest that a world may go. */
    public static final double FASTEST = 20;

    public WorldOptions {
        if (!(speed >= 1 && speed <= FASTEST)) {
            throw new IllegalArgumentException(
                    "The practice world can't run at speed %s: give a number from 1 to %.0f."
                            .formatted(speed, FASTEST));
        }
    }
}
