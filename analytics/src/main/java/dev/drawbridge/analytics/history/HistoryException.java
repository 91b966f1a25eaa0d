package dev.drawbridge.analytics.history;

import org.jspecify.annotations.Nullable;

/** The history can't be opened, read or written. The message is one sentence for the user. */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for the exit code: the first three are bad input (2). */
    public enum Kind {
        /** The file is no history: another format, another program's database, a folder. */
        NOT_A_HISTORY,
        /** A newer Drawbridge wrote the file. */
        NEWER,
        /** The file, or one beside it, may not be written by this user. */
        NOT_WRITABLE,
        /** Another process kept the file locked for longer than we wait. */
        BUSY,
        /** The disk, the rights or the content failed us. */
        UNREADABLE
    }

    private final Kind kind;

    public HistoryException(Kind kind, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
