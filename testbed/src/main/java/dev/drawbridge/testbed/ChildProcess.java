package dev.drawbridge.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server of the testbed as a child process, its output in a log file. It ends with this process,
 * however that ends: a shell between the two waits for the end of its standard input, which the
 * operating system closes when this process is gone, and kills the server then.
 */
final class ChildProcess implements AutoCloseable {
    /** Long, because the machine may be busy with other tests; nothing is measured by it. */
    static final Duration START_LIMIT = Duration.ofSeconds(90);

    private static final String WATCHER =
            """
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            (cat <&3 >/dev/null; kill -9 $server 2>/dev/null) &
            wait $server
            """;

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts it; {@code log} is written anew. */
    static ChildProcess start(
            String name, List<String> line, Map<String, String> environment, Path log) {
        List<String> watched = new ArrayList<>(List.of("sh", "-c", WATCHER, "sh"));
        watched.addAll(line);
        ProcessBuilder builder =
                new ProcessBuilder(watched).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("start " + name, e);
        }
    }

    /** A port of loopback that was free a moment ago. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("find a free port", e);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @throws TestbedException with the end of its log if it ends before that, or isn't ready in
     *     {@link #START_LIMIT}
     */
    ChildProcess awaitReady(BooleanSupplier ready) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            if (!process.isAlive()) {
                throw new TestbedException(
                        "%s ended %d before it was ready: %s"
                                .formatted(name, process.exitValue(), logEnd()));
            }
            if (ready.getAsBoolean()) {
                return this;
            }
            if (System.nanoTime() > end) {
                String tail = logEnd();
                close();
                throw new TestbedException(
                        "%s was not ready in %d s: %s"
                                .formatted(name, START_LIMIT.toSeconds(), tail));
            }
            pause();
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new TestbedException(name + " was interrupted while it started", e);
        }
    }

    /** What it has written so far. */
    String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("read " + log, e);
        }
    }

    private String logEnd() {
        String all = log();
        return all.substring(Math.max(0, all.length() - 2000));
    }

    /** Kills it and waits until it is gone, so that its port and its folder are free. */
    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        all.add(process.toHandle());
        for (ProcessHandle handle : all) {
            handle.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }
}
