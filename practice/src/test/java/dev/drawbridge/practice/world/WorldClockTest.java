package dev.drawbridge.practice.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorldClockTest {
    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void goesAsManyTimesFasterAsItIsTold() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        WorldClock clock = new WorldClock(START, 20, nanos::get);
        assertThat(clock.instant()).isEqualTo(START);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));
        assertThat(clock.real(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void isNotStartedSlowerThanLifeOrTooFast() {
        assertThatThrownBy(() -> new WorldOptions(1, 0.5, null, START))
                .hasMessage(
                        "The practice world can't run at speed 0.5: give a number from 1 to 20.");
        assertThatThrownBy(() -> new WorldOptions(1, Double.NaN, null, START))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WorldOptions(1, 21, null, START))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
