package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.rollout.Progress;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.rollout.RolloutObserver;
import dev.drawbridge.delivery.rollout.WaitingEvents;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** Follows a promotion that any desk drives, writing nothing. Blocks until it is over. */
public final class Watching {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Desk desk;
    private final Promotions promotions;
    private final Function<String, Set<Digest>> running;

    /**
     * @param running finds the digests that mean that an image runs
     */
    public Watching(Desk desk, Promotions promotions, Function<String, Set<Digest>> running) {
        this.desk = desk;
        this.promotions = promotions;
        this.running = running;
    }

    /**
     * Watches until the promotion is over or {@code patience} is spent.
     *
     * @return where it stood last
     */
    public Promotion watch(String id, Duration patience, RolloutEvents events) {
        long end = System.nanoTime() + patience.toNanos();
        Promotion.Phase last = null;
        Progress seen = null;
        WaitingEvents waiting = null;
        while (true) {
            Promotions.Found found = promotions.find(id);
            Promotion.Phase phase = found.promotion().phase();
            if (phase != last) {
                events.step(id + " is " + phase.words());
                last = phase;
            }
            if (phase == Promotion.Phase.ROLLING_OUT) {
                if (waiting == null) {
                    waiting = new WaitingEvents(found.site().cluster());
                }
                Progress now = look(found, waiting);
                if (!now.equals(seen)) {
                    events.progress(now);
                    seen = now;
                }
            }
            if (phase.isOver() || phase == Promotion.Phase.UNREADABLE || System.nanoTime() > end) {
                return found.promotion();
            }
            desk.pace().await(LOOK);
        }
    }

    private Progress look(Promotions.Found found, WaitingEvents waiting) {
        String image = found.promotion().request().body().image();
        WorkloadSnapshot snapshot = found.site().reader().read(found.site().place(found.service()));
        return new RolloutObserver(image, running.apply(image))
                .judge(snapshot, waiting.about(snapshot));
    }
}
