package dev.drawbridge.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessListTest {
    @Test
    void showsTheArgumentsOfAProcessAndOfItsChildrenAndNotTheirEnvironment() {
        try (ProcessList list = ProcessList.watched()) {
            new Command(
                            List.of("sh", "-c", "sh -c 'sleep 0.5; :' below; :", "an-argument"),
                            Map.of("WORD", "a-variable"),
                            "")
                    .run(Duration.ofSeconds(60));

            assertThat(list.lines())
                    .anyMatch(line -> line.endsWith("an-argument"))
                    .anyMatch(line -> line.endsWith("below"))
                    .noneMatch(line -> line.contains("a-variable"));
        }
    }
}
