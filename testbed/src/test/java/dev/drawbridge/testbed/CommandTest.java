package dev.drawbridge.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void keepsWhatAProgramWroteAndItsExitCode() {
        Command.Result result =
                new Command(
                                List.of("sh", "-c", "cat; echo $WORD >&2; exit 7"),
                                Map.of("WORD", "aside"),
                                "read")
                        .run(LONG);

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.out()).isEqualTo("read");
        assertThat(result.err()).isEqualTo("aside\n");
        assertThatThrownBy(result::orFail)
                .hasMessageContaining("ended 7")
                .hasMessageContaining("aside");
    }

    @Test
    void endsAProgramThatIsNotDoneInTime() {
        assertThatThrownBy(() ->
                        new Command(List.of("sh", "-c", "echo begun; sleep 600"))
                                .run(Duration.ofSeconds(1)))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("was not done in 1 s")
                .hasMessageContaining("begun");
    }
}
