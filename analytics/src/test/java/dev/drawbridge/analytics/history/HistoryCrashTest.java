package dev.drawbridge.analytics.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCrashTest {
    @TempDir Path folder;

    @Test
    void everyWriteThatReturnedIsThereAfterAKill() throws Exception {
        Path file = folder.resolve("h.db");
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "--enable-native-access=ALL-UNNAMED",
                                Endless.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        List<String> returned = new ArrayList<>();
        try (BufferedReader out = writer.inputReader()) {
            while (returned.size() < 40) {
                String line = out.readLine();
                assertThat(line).as("what the writer said: %s", returned).isNotNull();
                returned.add(line);
            }
            // The lines still in the pipe are lost with it, which only makes the promise smaller.
            writer.destroyForcibly();
        }
        writer.waitFor();

        try (History history = History.open(file, Samples.DESK)) {
            List<String> open =
                    history.openIntents().stream()
                            .map(JournalStep::name)
                            .collect(Collectors.toList());
            assertThat(open)
                    .containsAll(returned.stream().filter(l -> l.startsWith("step-")).toList());
            assertThat(history.append(Samples.started("after", Samples.T0)).added()).isTrue();
        }
    }

    /** Writes intents until it is killed, naming each once it is kept. */
    static final class Endless {
        private Endless() {}

        public static void main(String[] args) {
            try (History history = History.open(Path.of(args[0]), Samples.DESK)) {
                for (int i = 0; ; i++) {
                    String name = "step-%06d".formatted(i);
                    history.intent(Samples.step(name, Samples.T0.plusSeconds(i)));
                    System.out.println(name);
                }
            }
        }
    }
}
