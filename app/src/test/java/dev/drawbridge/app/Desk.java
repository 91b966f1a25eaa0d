package dev.drawbridge.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.drawbridge.testbed.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A person's desk: each command is a process of its own, with that person's home and kubeconfig.
 *
 * @param home holds the kubeconfig, and what the desk writes down
 * @param docker folder of the docker configuration
 */
record Desk(Path home, Path docker, Path workspace) {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /**
     * What a command left.
     *
     * @param answer its JSON; missing where it wrote none
     * @param err what it wrote to standard error
     */
    record Said(int code, JsonNode answer, String err) {
        JsonNode result() {
            return answer.path("result");
        }

        /** All of it, for a failed assertion. */
        String all() {
            return answer.toPrettyString() + "\n" + err;
        }
    }

    /** The same desk with another workspace file open. */
    Desk opening(Path file) {
        return new Desk(home, docker, file);
    }

    /** The folder of programs that this person alone has, first on the path. */
    Path programs() {
        return home.resolve("bin");
    }

    /** Runs a command to its end. */
    Said run(String... args) {
        Command.Result ran = new Command(line(args), environment(), "").run(LIMIT);
        return new Said(ran.exitCode(), json(ran.out()), ran.err());
    }

    /** Starts a command; the caller ends it. Its output goes to files in the home. */
    Process start(String... args) {
        ProcessBuilder builder =
                new ProcessBuilder(line(args))
                        .redirectOutput(home.resolve("out").toFile())
                        .redirectError(home.resolve("err").toFile());
        builder.environment().putAll(environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("start a command", e);
        }
    }

    private List<String> line(String... args) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Duser.home=" + home,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        line.addAll(List.of(args));
        line.addAll(List.of("--workspace", workspace.toString(), "--output", "json"));
        return line;
    }

    private Map<String, String> environment() {
        return Map.of(
                "HOME", home.toString(),
                "PATH", programs() + File.pathSeparator + System.getenv("PATH"),
                "KUBECONFIG", home.resolve("kubeconfig").toString(),
                "DOCKER_CONFIG", docker.toString(),
                "XDG_DATA_HOME", home.resolve("data").toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                "XDG_CACHE_HOME", home.resolve("cache").toString());
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
