package dev.drawbridge.connector.kube;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the API server takes us for.
 *
 * @param username as in {@code request.userInfo.username}
 * @param uid as in {@code request.userInfo.uid}; many authenticators give none
 * @param groups as in {@code request.userInfo.groups}, in the server's order
 */
public record Identity(String username, @Nullable String uid, List<String> groups) {
    public Identity {
        groups = List.copyOf(groups);
    }
}
