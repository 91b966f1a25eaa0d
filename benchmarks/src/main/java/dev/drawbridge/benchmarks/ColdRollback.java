package dev.drawbridge.benchmarks;

import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.testbed.Components;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command as a person types it: {@code ./drawbridge rollback}, a process of its own each time.
 */
final class ColdRollback {
    private final Path program = Components.checkout().resolve("drawbridge");
    private final Path home;
    private final Path workspace;
    private final Map<String, String> environment;

    /**
     * Writes the workspace, and has the command built if it isn't.
     *
     * @param folder where this desk keeps its files
     */
    ColdRollback(Shop shop, Service service, Path folder) {
        this.home = folder;
        this.workspace = folder.resolve("drawbridge.yaml");
        this.environment =
                Map.of(
                        "HOME", folder.toString(),
                        "XDG_DATA_HOME", folder.resolve("data").toString(),
                        "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                        "DOCKER_CONFIG", folder.resolve("docker").toString(),
                        "KUBECONFIG", shop.cluster.kubeconfig("admin").toString());
        try {
            Files.writeString(workspace, workspace(service));
        } catch (IOException e) {
            throw new UncheckedIOException("write " + workspace, e);
        }
        run(List.of(program.toString(), "--version"), Map.of());
    }

    private static String workspace(Service service) {
        return """
        apiVersion: drawbridge.dev/v1
        kind: Workspace
        metadata: { name: shop, team: shop }
        environments:
          - name: production
            cluster: { context: testbed }
            namespace: %1$s
            records: { namespace: %1$s, onTrust: true }
            production: true
            gate: { collections: [minimal] }
        services:
          - name: %2$s
            image: %3$s
            candidate: { tag: main }
            workload: { kind: Deployment, name: %2$s, container: app }
        """
                .formatted(Shop.NAMESPACE, service.name(), service.image());
    }

    /** Puts a revision back, to its end. */
    void roll(Service service, long revision) {
        run(
                List.of(
                        program.toString(),
                        "--workspace",
                        workspace.toString(),
                        "rollback",
                        service.name(),
                        "-e",
                        "production",
                        "--to",
                        String.valueOf(revision),
                        "--reason",
                        "measured"),
                environment);
    }

    private void run(List<String> line, Map<String, String> more) {
        Path said = home.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(more);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                    throw new IllegalStateException(
                            "This failed: "
                                    + String.join(" ", line)
                                    + "\n"
                                    + Files.readString(said));
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the command ran", e);
        }
    }
}
