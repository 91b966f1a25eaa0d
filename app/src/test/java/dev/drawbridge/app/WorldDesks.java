package dev.drawbridge.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.app.cli.Execution;
import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.app.output.Streams;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.practice.world.PracticeWorld;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;

/**
 * The desks of a practice world's people, in this process.
 *
 * @param folder holds what each desk writes down
 * @param speed of the world
 */
record WorldDesks(PracticeWorld world, Path folder, double speed) {

    /** What a command left. */
    record Said(int code, String out, String err) {
        String all() {
            return out + err;
        }

        /** Its result, where it was asked for JSON. */
        JsonNode result() {
            try {
                return new ObjectMapper().readTree(out).path("result");
            } catch (JsonProcessingException e) {
                throw new AssertionError("not one JSON document: " + all(), e);
            }
        }

        /** The commands it offers to go on with. */
        String next() {
            int at = out.indexOf("\nNext:\n");
            return at < 0 ? "" : out.substring(at);
        }
    }

    Said run(String person, Path workspace, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment =
                Map.of(
                        "XDG_DATA_HOME", folder.resolve(person).toString(),
                        "KUBECONFIG", world.kubeconfig(person).toString());
        Surroundings surroundings =
                new Surroundings(
                        new Streams(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                () -> null),
                        environment,
                        folder,
                        folder,
                        "Linux",
                        Clock.systemUTC(),
                        ZoneOffset.UTC,
                        new Random(1),
                        Pace.faster(speed),
                        verbose -> {});
        String[] line = new String[args.length + 2];
        System.arraycopy(args, 0, line, 0, args.length);
        line[args.length] = "--workspace";
        line[args.length + 1] = workspace.toString();
        int code = new Execution(surroundings, new Outside(environment)).run(line);
        return new Said(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
