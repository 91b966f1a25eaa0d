package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.net.HelperProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Docker's protocol of credential helpers: {@code docker-credential-NAME get} with the host on
 * standard input, JSON with Username and Secret on standard output.
 */
final class CredentialHelper {
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
        Path program = program(config);
        HelperProcess.Answer answer;
        try {
            answer =
                    HelperProcess.ask(
                            new ProcessBuilder(program.toString(), "get"),
                            environment,
                            host.getBytes(StandardCharsets.UTF_8));
        } catch (HelperProcess.Failed e) {
            throw failed(host, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw bad(config, "can't be started", "check " + program);
        }
        return answer.code() == 0 ? credential(host, answer.said()) : refused(host, answer);
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
    private Optional<Credential> refused(String host, HelperProcess.Answer answer) {
        String text = new String(answer.said(), StandardCharsets.UTF_8);
        if (text.contains("credentials not found")) {
            return Optional.empty();
        }
        throw failed(host, "ended with code " + answer.code());
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
