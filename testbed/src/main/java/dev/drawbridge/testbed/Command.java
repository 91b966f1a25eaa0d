package dev.drawbridge.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program run to its end, with what it wrote. Environment entries are added to this process's
 * own.
 *
 * @param line the program and its arguments
 * @param environment added to the environment
 * @param input what it reads on standard input
 */
public record Command(List<String> line, Map<String, String> environment, String input) {

    public Command(List<String> line) {
        this(line, Map.of(), "");
    }

    /** What a program left: its exit code and, as UTF-8, its standard output and standard error. */
    public record Result(List<String> line, int exitCode, String out, String err) {
        /** Standard output, if the program exited 0. */
        public String orFail() {
            if (exitCode != 0) {
                throw new TestbedException(
                        "%s ended %d: %s%s".formatted(String.join(" ", line), exitCode, err, out));
            }
            return out;
        }
    }

    /**
     * Runs it.
     *
     * @throws TestbedException if it can't be started or isn't done in time (then it is ended)
     */
    public Result run(Duration limit) {
        try {
            Path folder = Files.createTempDirectory("drawbridge-command");
            try {
                return run(folder, limit);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("run " + line.getFirst(), e);
        }
    }

    private Result run(Path folder, Duration limit) throws IOException {
        Path in = Files.writeString(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(line)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TestbedException(
                        "%s was not done in %d s: %s%s"
                                .formatted(
                                        String.join(" ", line),
                                        limit.toSeconds(),
                                        text(err),
                                        text(out)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedException(line.getFirst() + " was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Result(line, process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
