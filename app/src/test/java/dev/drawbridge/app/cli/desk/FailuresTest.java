package dev.drawbridge.app.cli.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.analytics.history.HistoryException;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import dev.drawbridge.policies.PolicyEngineException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {

    private static int code(RuntimeException e) {
        return Failures.of(e).ending().code();
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_INPUT, 2",
        "NOT_FOUND, 2",
        "CONFLICT, 1",
        "DENIED, 3",
        "UNREACHABLE, 4",
        "NOT_ITSELF, 4",
        "TOO_LARGE, 4",
        "UNREADABLE, 4"
    })
    void aConnectionsFailureHasItsCode(ConnectorException.Kind kind, int code) {
        assertThat(code(new ConnectorException(kind, "what failed"))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"NOT_A_HISTORY, 2", "NEWER, 2", "NOT_WRITABLE, 2", "BUSY, 1", "UNREADABLE, 1"})
    void aHistorysFailureHasItsCode(HistoryException.Kind kind, int code) {
        assertThat(code(new HistoryException(kind, "what failed", null))).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void theWorkflowsOwnWordStands(Ending ending) {
        assertThat(Failures.of(new Refused(ending, "why")).ending()).isEqualTo(ending);
    }

    @Test
    void filesAndArgumentsAreTwoAndAnEngineThatFailsCantTell() {
        assertThat(code(new WorkspaceException("there is none"))).isEqualTo(2);
        assertThat(code(new UsageException("it needs more"))).isEqualTo(2);
        assertThat(
                        code(
                                new PolicyEngineException(
                                        PolicyEngineException.Kind.UNREACHABLE, "no answer", null)))
                .isEqualTo(4);
    }

    @Test
    void anInterruptSaysWhatGoesOnAndCantTell() {
        Thread.currentThread().interrupt();
        try {
            Pace.REAL.await(Duration.ofSeconds(30));
        } catch (Pace.StoppedException e) {
            assertThat(code(e)).isEqualTo(4);
            assertThat(Failures.of(e).sentence()).contains("goes on");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void anInterruptThatALibraryWrappedIsNoMistakeOfOurs() {
        RuntimeException wrapped =
                new IllegalStateException(new InterruptedException("sleep interrupted"));

        assertThat(code(wrapped)).isEqualTo(4);
        assertThat(Failures.of(wrapped).sentence())
                .contains("goes on")
                .doesNotContain("Drawbridge itself");
    }

    @Test
    void aMistakeOfOursIsOneSentenceThatNamesTheWayOn() {
        assertThat(Failures.of(new IllegalStateException("hm")).sentence())
                .isEqualTo(
                        "Drawbridge itself failed (IllegalStateException: hm); run it again with --verbose and send what"
                                + " it says to its makers");
    }
}
