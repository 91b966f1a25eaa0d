package dev.drawbridge.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir Path folder;

    private static final String SAYS_ITS_ID_AND_STAYS = "echo $$; exec sleep 600";

    private static ProcessHandle serverOf(String log) {
        return ProcessHandle.of(Long.parseLong(log.strip())).orElseThrow();
    }

    @Test
    void closingEndsTheServerItself() {
        ChildProcess child =
                ChildProcess.start(
                        "sleeper",
                        List.of("sh", "-c", SAYS_ITS_ID_AND_STAYS),
                        Map.of(),
                        folder.resolve("log"));
        child.awaitReady(() -> child.log().endsWith("\n"));
        ProcessHandle server = serverOf(child.log());
        assertThat(server.isAlive()).isTrue();

        child.close();

        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void aServerThatEndsBeforeItIsReadyIsAFailureWithItsLastWords() {
        ChildProcess child =
                ChildProcess.start(
                        "quitter",
                        List.of("sh", "-c", "echo no such option; exit 3"),
                        Map.of(),
                        folder.resolve("log"));
        assertThatThrownBy(() -> child.awaitReady(() -> false))
                .isInstanceOf(TestbedException.class)
                .hasMessageContaining("quitter ended 3")
                .hasMessageContaining("no such option");
    }

    @Test
    void aServerEndsWithAParentThatIsKilled() throws Exception {
        Path log = folder.resolve("log");
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Parent.class.getName(),
                                log.toString())
                        .inheritIO()
                        .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(log) && Files.readString(log).endsWith("\n"));
            ProcessHandle server = serverOf(Files.readString(log));
            assertThat(server.isAlive()).isTrue();

            parent.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(60)).until(() -> !server.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** The parent of the test above: starts a server and stays. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            ChildProcess.start(
                    "sleeper",
                    List.of("sh", "-c", SAYS_ITS_ID_AND_STAYS),
                    Map.of(),
                    Path.of(arguments[0]));
            Thread.sleep(600_000);
        }
    }
}
