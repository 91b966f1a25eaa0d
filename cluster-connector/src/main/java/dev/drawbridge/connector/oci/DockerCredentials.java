package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The logins of docker's {@code config.json}: {@code credHelpers}, then {@code credsStore}, then
 * {@code auths}. The file is read anew at each question, so that a new {@code docker login} counts
 * at once; nothing is kept. Safe for many threads.
 */
public final class DockerCredentials {
    /** No logins: every registry is asked as anyone. */
    public static final DockerCredentials NONE = new DockerCredentials(null, Map.of());

    private static final long LARGEST_FILE = 1 << 20;
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private final @Nullable Path file;
    private final Map<String, String> environment;

    private DockerCredentials(@Nullable Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Those of a file; one that isn't there holds none.
     *
     * @param environment what the helpers get to see, PATH among it
     */
    public static DockerCredentials of(Path file, Map<String, String> environment) {
        return new DockerCredentials(file, environment);
    }

    /** Those that docker would use: {@code $DOCKER_CONFIG} or {@code ~/.docker}. */
    public static DockerCredentials ofEnvironment(Map<String, String> environment) {
        String folder = environment.get("DOCKER_CONFIG");
        if (folder != null && !folder.isBlank()) {
            return of(Path.of(folder, "config.json"), environment);
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        return of(Path.of(home, ".docker", "config.json"), environment);
    }

    /**
     * The login for a registry, if there is one.
     *
     * @param host as in references, {@code docker.io} for Docker Hub
     * @throws ConnectorException BAD_INPUT if the file is broken or names a helper that isn't
     *     there, UNREACHABLE if the helper fails
     */
    public Optional<Credential> of(String host) {
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode config = read(file);
        for (String key : keys(host)) {
            String helper = config.path("credHelpers").path(key).asText("");
            if (!helper.isEmpty()) {
                return new CredentialHelper(helper, environment).get(key, file);
            }
        }
        String store = config.path("credsStore").asText("");
        if (!store.isEmpty()) {
            CredentialHelper helper = new CredentialHelper(store, environment);
            for (String key : keys(host)) {
                Optional<Credential> found = helper.get(key, file);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return keys(host).stream()
                .map(key -> config.path("auths").path(key))
                .filter(JsonNode::isObject)
                .findFirst()
                .flatMap(entry -> entry(entry, host, file));
    }

    /** The forms in which docker and its kin write a host, most usual first. */
    private static List<String> keys(String host) {
        if (host.equals("docker.io")) {
            return List.of(HUB_KEY, "docker.io", "index.docker.io", "registry-1.docker.io");
        }
        List<String> keys = new ArrayList<>(List.of(host));
        for (String end : List.of("", "/", "/v1/", "/v2/", "/v1", "/v2")) {
            keys.add("https://" + host + end);
        }
        keys.add("http://" + host);
        return keys;
    }

    private static Optional<Credential> entry(JsonNode entry, String host, Path file) {
        String identity = entry.path("identitytoken").asText("");
        if (!identity.isEmpty()) {
            return Optional.of(new Credential("", identity, Credential.Kind.IDENTITY_TOKEN));
        }
        String token = entry.path("registrytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(new Credential("", token, Credential.Kind.REGISTRY_TOKEN));
        }
        String auth = entry.path("auth").asText("");
        if (auth.isEmpty()) {
            String user = entry.path("username").asText("");
            String password = entry.path("password").asText("");
            return user.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Credential(user, password, Credential.Kind.PASSWORD));
        }
        String both = decoded(auth);
        int colon = both.indexOf(':');
        if (colon < 1) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    "The login for %s in %s is not base64 of user:password; run docker login %s again."
                            .formatted(host, file, host));
        }
        return Optional.of(
                new Credential(
                        both.substring(0, colon),
                        both.substring(colon + 1),
                        Credential.Kind.PASSWORD));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static JsonNode read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
                throw broken(file, "it is not a file, or larger than 1 MiB", null);
            }
            JsonNode tree = Manifests.JSON.readTree(Files.readAllBytes(file));
            if (tree == null || !tree.isObject()) {
                throw broken(file, "it is not a JSON object", null);
            }
            return tree;
        } catch (JsonProcessingException e) {
            // The parser's own message may quote a secret, so only the place is told, and no cause.
            throw broken(
                    file,
                    "line %d is not JSON"
                            .formatted(e.getLocation() == null ? 0 : e.getLocation().getLineNr()),
                    null);
        } catch (IOException e) {
            throw broken(file, e.getClass().getSimpleName(), e);
        }
    }

    private static ConnectorException broken(Path file, String why, @Nullable Throwable cause) {
        return new ConnectorException(
                ConnectorException.Kind.BAD_INPUT,
                "Can't read the docker configuration %s: %s; correct it or set DOCKER_CONFIG to another folder."
                        .formatted(file, why),
                cause);
    }
}
