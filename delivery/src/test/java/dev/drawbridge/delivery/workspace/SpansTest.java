package dev.drawbridge.delivery.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpansTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "m",
                "5 m",
                "-5m",
                "5m1h",
                "1.5h",
                "5M",
                "5m5m",
                "9999999999s",
                "1y"
            })
    void refusesWhatIsNoSpan(String text) {
        assertThat(Spans.parse(text)).isNull();
    }

    @Test
    void readsWhatItWrites() {
        assertThat(Spans.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Spans.parse("30d")).isEqualTo(Duration.ofDays(30));
        assertThat(Spans.write(Duration.ofSeconds(90_061))).isEqualTo("1d1h1m1s");
        assertThat(Spans.write(Duration.ZERO)).isEqualTo("0s");
        assertThat(Spans.parse("0s")).isEqualTo(Duration.ZERO);
    }
}
