package dev.drawbridge.app.demo;

import dev.drawbridge.app.Outside;
import dev.drawbridge.app.cli.Execution;
import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.app.output.Streams;
import dev.drawbridge.delivery.workload.Pace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;

/**
 * A command line that ran in this process.
 *
 * @param code its exit code
 * @param said all that it wrote, answers and progress
 */
record Played(int code, String said) {
    /** Runs it with an empty home under {@code folder}. */
    static Played of(Path folder, String... args) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> environment =
                Map.of(
                        "XDG_DATA_HOME",
                        folder.resolve("data").toString(),
                        "KUBECONFIG",
                        "/nonexistent");
        Surroundings surroundings =
                new Surroundings(
                        new Streams(both, both, false, () -> null),
                        environment,
                        folder,
                        folder,
                        "Linux",
                        Clock.systemUTC(),
                        ZoneOffset.UTC,
                        new Random(1),
                        Pace.REAL,
                        verbose -> {});
        int code = new Execution(surroundings, new Outside(environment)).run(args);
        return new Played(code, said.toString(StandardCharsets.UTF_8));
    }
}
