package dev.drawbridge.testbed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real OPA server on loopback, without authentication. */
public final class RealOpa implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final ChildProcess process;

    private RealOpa(List<String> arguments) {
        this.folder = Folders.temporary("opa");
        this.port = ChildProcess.freePort();
        List<String> line =
                new ArrayList<>(
                        List.of(
                                program().toString(),
                                "run",
                                "--server",
                                "--addr=127.0.0.1:" + port,
                                "--skip-version-check",
                                "--log-level=error",
                                "--log-format=json"));
        line.addAll(arguments);
        this.process = ChildProcess.start("opa", line, Map.of(), folder.resolve("opa.log"));
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param arguments what follows {@code opa run --server}: {@code -b bundle.tar.gz}, folders of
     *     rules
     */
    public static RealOpa start(String... arguments) {
        RealOpa opa = new RealOpa(List.of(arguments));
        try {
            opa.process.awaitReady(() -> Http.answers(opa.uri().resolve("/health?bundles"), "{"));
            return opa;
        } catch (RuntimeException e) {
            opa.close();
            throw e;
        }
    }

    /** The opa program itself. */
    public static Path program() {
        return Components.program("opa", "opa");
    }

    /** Runs opa to its end: {@code build}, {@code test}, {@code eval}. */
    public static Command.Result run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(program().toString()));
        line.addAll(List.of(arguments));
        return new Command(line).run(Duration.ofMinutes(2));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.close();
        Folders.delete(folder);
    }
}
