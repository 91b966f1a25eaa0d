package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees what became of a workload after it was written to. Where the cluster doesn't answer any more
 * it is waited for as long as a Lease lasts; then somebody has to look. For one thread.
 */
final class Aftermath {
    private static final Duration LOOK = Duration.ofMillis(300);

    private final Supplier<WorkloadSnapshot> reader;
    private final Pace pace;
    private final WorkloadPlace place;
    private final String image;
    private final LongSupplier nanos;
    private @Nullable Long blindSince;

    /**
     * @param image the image that was set
     */
    Aftermath(Site site, Pace pace, WorkloadPlace place, String image) {
        this(() -> site.reader().read(place), pace, place, image, System::nanoTime);
    }

    /**
     * @param nanos as {@link System#nanoTime} counts
     */
    Aftermath(
            Supplier<WorkloadSnapshot> reader,
            Pace pace,
            WorkloadPlace place,
            String image,
            LongSupplier nanos) {
        this.reader = reader;
        this.nanos = nanos;
        this.pace = pace;
        this.place = place;
        this.image = image;
    }

    /** The workload as it stands. */
    WorkloadSnapshot snapshot() {
        return look(reader);
    }

    /**
     * Asks, and asks again while nothing can be seen.
     *
     * @param question may be asked twice without harm
     * @throws Refused LOOK_NOW where nothing could be seen for as long as a Lease lasts
     */
    <T> T look(Supplier<T> question) {
        while (true) {
            try {
                T answer = question.get();
                blindSince = null;
                return answer;
            } catch (ConnectorException e) {
                if (!blind(e)) {
                    throw e;
                }
                // what is slow between two looks uses up no patience: only failures do
                long now = nanos.getAsLong();
                if (blindSince == null) {
                    blindSince = now;
                }
                if (now - blindSince > ServiceLease.LENGTH.toNanos()) {
                    throw new Refused(Ending.LOOK_NOW, unseen(e));
                }
                pace.await(LOOK);
            }
        }
    }

    private static boolean blind(ConnectorException e) {
        return switch (e.kind()) {
            case UNREACHABLE, NOT_ITSELF, TOO_LARGE, UNREADABLE, NOT_FOUND -> true;
            case BAD_INPUT, DENIED, CONFLICT -> false;
        };
    }

    private String unseen(ConnectorException e) {
        return "image "
                + image
                + " was sent to deployment "
                + place
                + " and what became of it can't be seen any more; look at its pods now (`kubectl -n "
                + place.namespace()
                + " get pods`), `drawbridge rollout drive` goes on once the cluster answers: "
                + e.getMessage();
    }
}
