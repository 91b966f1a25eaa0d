package dev.drawbridge.app.local;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.drawbridge.app.output.Redaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log line's stack trace, with {@code --verbose} only and without anything that looks like a
 * credential. Made by the log's configuration.
 */
public final class RedactedTrace extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        boolean verbose = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME).isDebugEnabled();
        return verbose ? Redaction.of(super.throwableProxyToString(thrown)) : "";
    }
}
