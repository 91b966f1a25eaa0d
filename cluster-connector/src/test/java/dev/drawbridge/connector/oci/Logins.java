package dev.drawbridge.connector.oci;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** Docker configurations for tests. */
final class Logins {
    private Logins() {}

    static DockerCredentials of(String host, String user, String password) {
        String auth =
                Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return json("{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(host, auth));
    }

    static DockerCredentials json(String json) {
        try {
            Path file = Files.createTempFile("docker-config", ".json");
            file.toFile().deleteOnExit();
            return DockerCredentials.of(Files.writeString(file, json), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
