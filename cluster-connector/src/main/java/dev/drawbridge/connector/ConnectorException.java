package dev.drawbridge.connector;

import org.jspecify.annotations.Nullable;

/**
 * Something outside could not be read or changed. The message is one sentence for a person: what
 * failed, on what, why, and what to do next; it never holds a secret. Thrown from whichever thread
 * made the call.
 */
public final class ConnectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What sort of failure; decides the exit code and whether a retry makes sense. */
    public enum Kind {
        /** A file or argument of ours is wrong. */
        BAD_INPUT,
        /** No answer, or an answer that says "not now"; a retry may help. */
        UNREACHABLE,
        /** Something answered, but it isn't what the connection says it is. */
        NOT_ITSELF,
        /** The other side refused: missing rights, or an admission policy. */
        DENIED,
        /** The other side doesn't have it. */
        NOT_FOUND,
        /** It is there already, or somebody else changed or owns it. */
        CONFLICT,
        /** The answer was larger than what is read into memory. */
        TOO_LARGE,
        /** The answer can't be understood. */
        UNREADABLE
    }

    private final Kind kind;

    /** A failure that comes from no other one. */
    public ConnectorException(Kind kind, String sentence) {
        this(kind, sentence, null);
    }

    /** A failure with the one beneath it. */
    public ConnectorException(Kind kind, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    /** The sort of failure. */
    public Kind kind() {
        return kind;
    }
}
