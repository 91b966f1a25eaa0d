package dev.drawbridge.app.cli.view;

import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.records.RecordBody;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What the ends of things mean as an exit code. */
public final class Endings {

    /** Where several apply, the first of these wins. */
    private static final List<Ending> PRECEDENCE =
            List.of(
                    Ending.BAD_INPUT,
                    Ending.LOOK_NOW,
                    Ending.FAILED,
                    Ending.DENIED,
                    Ending.CANT_TELL,
                    Ending.WAITS,
                    Ending.DONE);

    private Endings() {}

    /** The one that counts of several; done where there are none. */
    public static Ending first(Collection<Ending> endings) {
        return endings.stream()
                .min(Comparator.comparingInt(PRECEDENCE::indexOf))
                .orElse(Ending.DONE);
    }

    /** What an outcome means. */
    public static Ending of(RecordBody.Outcome outcome) {
        return outcome.result().equals("healthy") ? Ending.DONE : Ending.FAILED;
    }

    /** Where a promotion stands when the one who watched it goes. */
    public static Ending of(Promotion.Phase phase) {
        return switch (phase) {
            case HEALTHY -> Ending.DONE;
            case FAILED, OVERTAKEN -> Ending.FAILED;
            case REFUSED, ENDED -> Ending.DENIED;
            case UNREADABLE, ROLLING_OUT -> Ending.CANT_TELL;
            case REQUESTED, GRANTED, EXPIRED -> Ending.WAITS;
        };
    }
}
