package dev.drawbridge.delivery.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PartsTest {
    @Test
    void onePartsFailureIsItsOwn() {
        try (Parts parts = new Parts(Duration.ofSeconds(30))) {
            Future<String> registry =
                    parts.start(() -> {
                        throw new ConnectorException(
                                ConnectorException.Kind.UNREACHABLE, "Can't reach registry:5000.");
                    });
            Future<String> git = parts.start(() -> "three commits");
            assertThat(parts.get(registry, "registry", (state, why) -> state + " " + why))
                    .isEqualTo("UNREACHABLE Can't reach registry:5000.");
            assertThat(parts.get(git, "commits", (state, why) -> why)).isEqualTo("three commits");
        }
    }

    @Test
    void aPartThatNeverAnswersIsUnreachable() {
        CountDownLatch never = new CountDownLatch(1);
        try (Parts parts = new Parts(Duration.ofMillis(20))) {
            Future<String> late =
                    parts.start(() -> {
                        never.await();
                        return "late";
                    });
            assertThat(parts.get(late, "registry", (state, why) -> state + " " + why))
                    .startsWith("UNREACHABLE Reading the registry took longer than");
        }
    }

    @Test
    void whatIsNotAFailureOfASourceIsNotHidden() {
        try (Parts parts = new Parts(Duration.ofSeconds(30))) {
            Future<String> broken =
                    parts.start(() -> {
                        throw new IllegalStateException("a bug");
                    });
            assertThatThrownBy(() -> parts.get(broken, "registry", (state, why) -> why))
                    .hasMessage("a bug");
        }
    }
}
