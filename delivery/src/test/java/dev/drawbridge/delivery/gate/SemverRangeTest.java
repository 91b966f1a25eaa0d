package dev.drawbridge.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemverRangeTest {
    private static final List<String> TAGS =
            List.of(
                    "main",
                    "latest",
                    "0.2.3",
                    "0.2.9",
                    "0.3.0",
                    "v1.4.9",
                    "1.4.10",
                    "1.10.0",
                    "2.0.0",
                    "3.0.0-rc.1",
                    "1.4");

    @ParameterizedTest
    @CsvSource({
        ">=1, 2.0.0",
        ">=1 <2, 1.10.0",
        "'>=1,<1.5', 1.4.10",
        "1.4.x, 1.4.10",
        "1, 1.10.0",
        "*, 2.0.0",
        "~1.4, 1.4.10",
        "^1.4, 1.10.0",
        "^0.2.3, 0.2.9",
        "^0, 0.3.0",
        "<=1.4.9, v1.4.9",
        "<1.4.9, 0.3.0",
        ">1.4, 2.0.0",
        "=0.2.3, 0.2.3"
    })
    void takesTheHighestVersionByNumberNotByText(String range, String highest) {
        assertThat(SemverRange.parse(range).orElseThrow().highest(TAGS)).contains(highest);
    }

    @Test
    void takesNoPreReleaseAndNothingOutside() {
        assertThat(SemverRange.parse(">=3").orElseThrow().highest(TAGS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "main", ">=", "1.2.3.4", ">=1 || 3", "^"})
    void refusesWhatIsNoRange(String range) {
        assertThat(SemverRange.parse(range)).isEmpty();
    }
}
