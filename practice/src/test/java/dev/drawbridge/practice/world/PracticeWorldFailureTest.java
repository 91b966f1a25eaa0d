package dev.drawbridge.practice.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PracticeWorldFailureTest {
    @Test
    void takesBackWhatItHadMadeWhenItCanNotStart(@TempDir Path temporary) {
        WorldSpec good = WorldSpec.builtIn("good");
        WorldSpec.Service service = good.services().getFirst();
        WorldSpec impossible =
                new WorldSpec(
                        "impossible",
                        "",
                        List.of(),
                        List.of(
                                new WorldSpec.Service(
                                        service.name(),
                                        1,
                                        service.releases(),
                                        List.of(
                                                new WorldSpec.Run(
                                                        WorldSpec.EnvironmentName.STAGING,
                                                        "0.0.0",
                                                        service.releases().getFirst().age())))),
                        List.of(),
                        List.of());
        assertThatThrownBy(() ->
                        PracticeWorld.start(
                                impossible,
                                new WorldOptions(1, 1, temporary.resolve("world"), Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0");
        assertThat(temporary).isEmptyDirectory();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("HTTP-Dispatcher"));
    }
}
