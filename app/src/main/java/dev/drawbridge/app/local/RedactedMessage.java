package dev.drawbridge.app.local;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.drawbridge.app.output.Redaction;

/**
 * A log line's message without anything that looks like a credential. Made by the log's
 * configuration.
 */
public final class RedactedMessage extends MessageConverter {

    @Override
    public String convert(ILoggingEvent event) {
        return Redaction.of(super.convert(event));
    }
}
