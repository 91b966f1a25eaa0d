package dev.drawbridge.app.local;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

class RedactedLogTest {

    @Test
    void aLogLineHoldsNoCredential() {
        LoggingEvent event =
                new LoggingEvent(
                        "",
                        new LoggerContext().getLogger("wire"),
                        Level.WARN,
                        "sent {} to {}",
                        null,
                        new Object[] {"Authorization: Bearer hush-hush-1234", "the server"});

        assertThat(new RedactedMessage().convert(event))
                .isEqualTo("sent Authorization: [redacted] to the server");
    }
}
