package dev.drawbridge.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.app.Unwired;
import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.app.output.Streams;
import dev.drawbridge.delivery.workload.Pace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Random;

/** A command line as it was run in this process, away from a terminal. */
record Ran(int code, String out, String err) {

    static Ran in(Path folder, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams =
                new Streams(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        () -> null);
        Surroundings surroundings =
                new Surroundings(
                        streams,
                        Map.of("XDG_DATA_HOME", folder.resolve("data").toString()),
                        folder,
                        folder,
                        "Linux",
                        InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")),
                        ZoneId.of("Europe/Zurich"),
                        new Random(1),
                        Pace.REAL,
                        verbose -> {});
        int code = new Execution(surroundings, new Unwired()).run(args);
        return new Ran(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() {
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not one JSON document: " + out, e);
        }
    }
}
