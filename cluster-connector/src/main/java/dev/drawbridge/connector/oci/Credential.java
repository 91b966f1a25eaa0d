package dev.drawbridge.connector.oci;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A login for one registry, held in memory only.
 *
 * @param username empty where {@code secret} is a token
 * @param secret a password, or a token of that kind
 * @param kind what the secret is
 */
public record Credential(String username, String secret, Kind kind) {
    /** What a secret is good for. */
    public enum Kind {
        /** Goes with the user name, to the registry or its token service. */
        PASSWORD,
        /** Is exchanged for an access token (OAuth 2 refresh). */
        IDENTITY_TOKEN,
        /** Is the access token itself. */
        REGISTRY_TOKEN
    }

    String basic() {
        byte[] both = (username + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "Credential[" + kind + ", username=" + username + "]";
    }
}
