package dev.drawbridge.practice.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * World time: where it began plus the time elapsed since, times its speed. It is monotonic; setting
 * the machine's clock doesn't move it. Any thread may ask.
 */
public final class WorldClock extends Clock {
    private final Instant start;
    private final double speed;
    private final LongSupplier nanoTime;
    private final long began;
    private final ZoneId zone;

    /**
     * A clock that starts to run now.
     *
     * @param nanoTime elapsed nanoseconds from any origin, as {@link System#nanoTime()} gives
     */
    public WorldClock(Instant start, double speed, LongSupplier nanoTime) {
        this(start, speed, nanoTime, nanoTime.getAsLong(), ZoneOffset.UTC);
    }

    private WorldClock(
            Instant start, double speed, LongSupplier nanoTime, long began, ZoneId zone) {
        this.start = start;
        this.speed = speed;
        this.nanoTime = nanoTime;
        this.began = began;
        this.zone = zone;
    }

    /** World seconds in a second. */
    public double speed() {
        return speed;
    }

    /** When the world began. */
    public Instant start() {
        return start;
    }

    /** World time since it began. */
    public Duration elapsed() {
        return Duration.ofNanos((long) ((nanoTime.getAsLong() - began) * speed));
    }

    /** How long a span of world time really takes. */
    public Duration real(Duration world) {
        return Duration.ofNanos((long) (world.toNanos() / speed));
    }

    @Override
    public Instant instant() {
        return start.plus(elapsed());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new WorldClock(start, speed, nanoTime, began, other);
    }
}
