package dev.drawbridge.connector.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Reaches a repository through the user's own {@code ssh}: their configuration, agent, keys and
 * known hosts. It asks nothing; what it would have to ask is a failure that says so.
 *
 * <p>What ssh says on standard error goes to a file: JGit reads it on a thread of its own and
 * doesn't wait for it, so that the reason would be lost at times.
 */
final class OpenSsh extends SshSessionFactory implements AutoCloseable {
    private static final int LONGEST_REASON = 4096;

    private final Map<String, String> environment;
    private final Duration timeout;
    private final Path said;

    /**
     * @param folder where what it says is kept until this is closed
     */
    OpenSsh(Map<String, String> environment, Duration timeout, Path folder) throws IOException {
        this.environment = environment;
        this.timeout = timeout;
        this.said = Files.createTempFile(folder, "ssh", ".said");
    }

    /** What it said last; empty if nothing. */
    String said() {
        try (InputStream in = Files.newInputStream(said)) {
            return new String(in.readNBytes(LONGEST_REASON), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(said);
    }

    @Override
    public RemoteSession getSession(
            URIish uri, @Nullable CredentialsProvider logins, FS fs, int timeoutMillis) {
        return new Session(command(uri));
    }

    @Override
    public String getType() {
        return "ssh";
    }

    private List<String> command(URIish uri) {
        List<String> command = new ArrayList<>();
        command.add(environment.getOrDefault("GIT_SSH", "ssh"));
        command.addAll(List.of("-o", "BatchMode=yes"));
        command.addAll(List.of("-o", "ConnectTimeout=" + Math.max(1, timeout.toSeconds())));
        if (uri.getPort() >= 0) {
            command.addAll(List.of("-p", String.valueOf(uri.getPort())));
        }
        command.add(uri.getUser() == null ? uri.getHost() : uri.getUser() + "@" + uri.getHost());
        return command;
    }

    private final class Session implements RemoteSession {
        private final List<String> command;
        private final List<Process> started = new ArrayList<>();

        private Session(List<String> command) {
            this.command = command;
        }

        @Override
        public Process exec(String remoteCommand, int timeoutSeconds) throws IOException {
            List<String> all = new ArrayList<>(command);
            all.add(remoteCommand);
            ProcessBuilder builder = new ProcessBuilder(all);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.redirectError(said.toFile()).start();
            started.add(process);
            return new Ending(process);
        }

        /** Waits a moment for what it has to say. */
        @Override
        public void disconnect() {
            for (Process process : started) {
                try {
                    process.waitFor(1, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                process.destroy();
            }
        }
    }

    /**
     * A process that is asked for its exit code as soon as it closed its output, when it may not
     * have ended yet: waits for that a moment.
     */
    private static final class Ending extends Process {
        private static final Duration MOMENT = Duration.ofSeconds(5);

        private final Process process;

        private Ending(Process process) {
            this.process = process;
        }

        @Override
        public int exitValue() {
            try {
                process.waitFor(MOMENT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return process.exitValue();
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return process.getInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return process.getErrorStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public boolean waitFor(long time, TimeUnit unit) throws InterruptedException {
            return process.waitFor(time, unit);
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void destroy() {
            process.destroy();
        }
    }
}
