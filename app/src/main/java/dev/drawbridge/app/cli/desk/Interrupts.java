package dev.drawbridge.app.cli.desk;

import dev.drawbridge.delivery.workload.Pace;
import java.io.InterruptedIOException;

/** Tells a person's Ctrl-C from a failure: libraries wrap it in exceptions of their own. */
public final class Interrupts {

    private Interrupts() {}

    /** Whether a command ended because its thread was asked to stop. */
    public static boolean caused(Throwable thrown) {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof InterruptedException
                    || at instanceof Pace.StoppedException
                    || at.getClass() == InterruptedIOException.class) {
                return true;
            }
        }
        return false;
    }

    /** What is said then. */
    public static String sentence() {
        return "stopped; what was begun in the cluster goes on there, `drawbridge rollout list` shows it and `drawbridge"
                + " rollout drive` takes it up";
    }
}
