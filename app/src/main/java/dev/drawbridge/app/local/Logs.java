package dev.drawbridge.app.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much of what is done is logged to standard error. */
public final class Logs {

    private Logs() {}

    /** Warnings only, or everything that is done. */
    public static void verbose(boolean verbose) {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(verbose ? Level.DEBUG : Level.WARN);
        }
    }
}
