package dev.drawbridge.practice.kube;

import java.time.Instant;

/** The earliest moment at which someone has to be woken. For one thread. */
final class Due {
    private Instant next = Instant.MAX;

    void at(Instant time) {
        if (time.isBefore(next)) {
            next = time;
        }
    }

    Instant next() {
        return next;
    }
}
