package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Docker's protocol of credential helpers: {@code docker-credential-NAME get} with the host on
 * standard input, JSON with Username and Secret on standard output. Ended after 20 s; at most 64
 * KiB of its answer are read; what it says on standard error is thrown away, because it may hold
 * anything.
 */
final class CredentialHelper {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 64 << 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final String name;
    private final Map<String, String> environment;

    CredentialHelper(String name, Map<String, String> environment) {
        this.name = name;
        this.environment = environment;
    }

    Optional<Credential> get(String host, Path config) {
        if (!NAME.matcher(name).matches()) {
            throw bad(config, "is not a helper's name", "correct it");
        }
        Process process = start(config);
        try (InputStream out = process.getInputStream()) {
            CompletableFuture<byte[]> answer = reading(out);
            try (OutputStream in = process.getOutputStream()) {
                in.write(host.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It may answer without reading what it was asked; what it says decides below.
            }
            byte[] said = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(host, "didn't end within %d s".formatted(LIMIT.toSeconds()));
            }
            return process.exitValue() == 0 ? credential(host, said) : refused(host, process, said);
        } catch (TimeoutException e) {
            throw failed(host, "didn't answer within %d s".formatted(LIMIT.toSeconds()));
        } catch (ExecutionException | IOException e) {
            throw failed(host, "broke off its answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(host, "was interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<byte[]> reading(InputStream out) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        answer.complete(out.readNBytes(LARGEST_ANSWER + 1));
                    } catch (IOException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }

    private Process start(Path config) {
        Path program = program(config);
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "get")
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw bad(config, "can't be started", "check " + program);
        }
    }

    private Path program(Path config) {
        String path = environment.getOrDefault("PATH", "");
        for (String folder : path.split(java.io.File.pathSeparator)) {
            for (String end : new String[] {"", ".exe"}) {
                Path candidate = Path.of(folder, "docker-credential-" + name + end);
                if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        throw bad(config, "is not on PATH", "install it, or run docker login without it");
    }

    private Optional<Credential> credential(String host, byte[] said) {
        if (said.length > LARGEST_ANSWER) {
            throw failed(host, "answered more than 64 KiB");
        }
        JsonNode answer;
        try {
            answer = Manifests.JSON.readTree(said);
        } catch (IOException e) {
            throw failed(host, "answered something that is not JSON");
        }
        String secret = answer == null ? "" : answer.path("Secret").asText("");
        if (answer == null || secret.isEmpty()) {
            return Optional.empty();
        }
        String user = answer.path("Username").asText("");
        return Optional.of(
                user.equals("<token>")
                        ? new Credential("", secret, Credential.Kind.IDENTITY_TOKEN)
                        : new Credential(user, secret, Credential.Kind.PASSWORD));
    }

    /** "Not found" is how a helper says that there is no login; all else is a failure. */
    private Optional<Credential> refused(String host, Process process, byte[] said) {
        String text = new String(said, StandardCharsets.UTF_8);
        if (text.contains("credentials not found")) {
            return Optional.empty();
        }
        throw failed(host, "ended with code " + process.exitValue());
    }

    private ConnectorException bad(Path config, String why, String next) {
        return new ConnectorException(
                ConnectorException.Kind.BAD_INPUT,
                "The credential helper \"docker-credential-%s\" that %s names %s; %s."
                        .formatted(Text.shown(name), config, why, next));
    }

    private ConnectorException failed(String host, String why) {
        return new ConnectorException(
                ConnectorException.Kind.UNREACHABLE,
                "The credential helper docker-credential-%s %s when asked for the login of %s; run \"docker-credential-%s get\" by hand, or log in again."
                        .formatted(name, why, host, name));
    }
}
