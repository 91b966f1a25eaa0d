package dev.drawbridge.delivery.workspace;

import java.nio.file.Path;
import java.util.Set;

/**
 * A public key whose signatures count.
 *
 * @param id unique in the workspace
 * @param file PEM, absolute
 * @param kinds the kinds of evidence it may sign
 */
public record TrustKey(String id, Path file, Set<String> kinds) {

    public TrustKey {
        kinds = Set.copyOf(kinds);
    }
}
