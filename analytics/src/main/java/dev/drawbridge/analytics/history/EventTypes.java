package dev.drawbridge.analytics.history;

/** The event types that have a table of their own, and the fields that their bodies carry. */
public final class EventTypes {
    /**
     * {@code deployment} (id), {@code digest}, {@code kind} (promotion, rollback, baseline,
     * external).
     */
    public static final String DEPLOYMENT_STARTED = "deployment-started";

    /**
     * {@code deployment} (id), {@code outcome} (healthy, failed, rolled-back …), {@code digest}.
     */
    public static final String DEPLOYMENT_ENDED = "deployment-ended";

    /** {@code step} (name), {@code intent} (object). */
    public static final String STEP_INTENT = "step-intent";

    /** {@code step} (name), {@code outcome} (word), {@code result} (object). */
    public static final String STEP_OUTCOME = "step-outcome";

    /**
     * {@code hash}, {@code digest}, {@code input} and {@code findings} (SHA-256 of kept bytes),
     * {@code engine}.
     */
    public static final String ASSESSED = "assessed";

    /** {@code namespaceUid}, {@code records}, {@code fence}. */
    public static final String MARK = "mark";

    private EventTypes() {}
}
