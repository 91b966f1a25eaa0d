package dev.drawbridge.app.desktop.work;

import java.time.Instant;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** Something that is being done away from the window's thread. Used on the window's thread. */
public final class Job {
    private final String what;
    private final Kind kind;
    private final Instant started;
    private final Runnable cancel;
    private final ReadOnlyStringWrapper step = new ReadOnlyStringWrapper("");

    /** Who wanted it. */
    public enum Kind {
        /** A person did; it is shown from its start. */
        ASKED,
        /** The screen reads on its own; it is shown where it takes long. */
        READING
    }

    Job(String what, Kind kind, Instant started, Runnable cancel) {
        this.what = what;
        this.kind = kind;
        this.started = started;
        this.cancel = cancel;
    }

    /** What it is, in words. */
    public String what() {
        return what;
    }

    /** Who wanted it. */
    public Kind kind() {
        return kind;
    }

    /** When it began, by this machine's clock. */
    public Instant started() {
        return started;
    }

    /** How far it has come, in words; empty while it hasn't said. */
    public ReadOnlyStringProperty step() {
        return step.getReadOnlyProperty();
    }

    void at(String words) {
        step.set(words);
    }

    /** Asks it to stop; what it has begun in a cluster goes on there. */
    public void cancel() {
        cancel.run();
    }
}
