package dev.drawbridge.app.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OnwardTest {
    private static final String ID = "production/checkout-41be0aa7-1";

    @Test
    void whatWasDoneIsToldAlsoWhereTheWayOnCannotBeRead() {
        Onward unreachable = Onward.of(ID, failing(unreachable("the cluster is silent", null)));
        assertThat(unreachable.next()).containsExactly("drawbridge rollout show " + ID);
        assertThat(unreachable.others()).hasValueSatisfying(w -> assertThat(w).contains("silent"));

        assertThat(Onward.of(ID, failing(new Refused(Ending.CANT_TELL, "records went"))).others())
                .hasValueSatisfying(why -> assertThat(why).contains("records went"));
    }

    @Test
    void aMistakeOfItsOwnAndCtrlCAreNotCoveredUp() {
        assertThatThrownBy(() -> Onward.of(ID, failing(new IllegalStateException("a mistake"))))
                .hasMessage("a mistake");
        RuntimeException stopped = unreachable("stopped", new InterruptedException());
        assertThatThrownBy(() -> Onward.of(ID, failing(stopped))).isSameAs(stopped);
    }

    private static ConnectorException unreachable(
            String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ConnectorException(ConnectorException.Kind.UNREACHABLE, why, cause);
    }

    private static Supplier<Showing> failing(RuntimeException failure) {
        return () -> {
            throw failure;
        };
    }
}
