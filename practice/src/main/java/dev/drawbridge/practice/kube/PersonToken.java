package dev.drawbridge.practice.kube;

import java.util.List;

/**
 * Someone who may log in, and with which bearer token.
 *
 * @param token the secret
 * @param username what the API server takes them for
 * @param uid their lasting id
 * @param groups their groups; {@code system:authenticated} is added by the server
 */
public record PersonToken(String token, String username, String uid, List<String> groups) {
    public PersonToken {
        groups = List.copyOf(groups);
    }

    /** Without the token: this may be logged. */
    @Override
    public String toString() {
        return "PersonToken[" + username + ", " + groups + "]";
    }
}
