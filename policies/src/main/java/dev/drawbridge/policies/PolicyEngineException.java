package dev.drawbridge.policies;

import org.jspecify.annotations.Nullable;

/**
 * An engine gave no answer that can be relied on; the message is the sentence to show. {@link Gate}
 * turns it into "can't tell".
 */
public final class PolicyEngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure, for those who must tell them apart. */
    public enum Kind {
        /** No connection, or no answer in time. */
        UNREACHABLE,
        /**
         * It answered as something else than an engine with our pack: refused, HTML, malformed,
         * undefined.
         */
        NOT_ITSELF,
        /** It runs other rules than ours. */
        FOREIGN_PACK,
        /** The rules could not be run to their end. */
        FAILED
    }

    private final Kind kind;

    public PolicyEngineException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
