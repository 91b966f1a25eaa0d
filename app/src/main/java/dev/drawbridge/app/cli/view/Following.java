package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.output.Printer;
import dev.drawbridge.delivery.rollout.Progress;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.rollout.StuckCause;
import java.time.InstantSource;

/** Tells on standard error what a rollout does, line by line. */
public final class Following implements RolloutEvents {

    private final Printer printer;
    private final InstantSource clock;
    private String last = "";

    /**
     * @param clock the reader's, for the time in front of each line
     */
    public Following(Printer printer, InstantSource clock) {
        this.printer = printer;
        this.clock = clock;
    }

    @Override
    public void step(String what) {
        printer.progress(clock.instant(), what);
    }

    @Override
    public void progress(Progress progress) {
        String pods = pods(progress);
        if (!pods.equals(last)) {
            printer.progress(clock.instant(), pods);
            last = pods;
        }
        for (StuckCause cause : progress.causes()) {
            printer.progress("    " + cause);
        }
    }

    /** How many pods are where, in one line. */
    public static String pods(Progress progress) {
        String old =
                progress.old() == 0 ? "" : ", " + progress.old() + " of another image still there";
        return progress.ready() + " of " + progress.wanted() + " pods ready" + old;
    }
}
