package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A failure that was recognised while the answer was on its way; fabric8 carries it to {@link
 * Failures} as a cause.
 */
final class Trouble extends IOException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    Trouble(Kind kind, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
