package dev.drawbridge.connector.git;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.Traffic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The door to all Git repositories. Threads may share it. */
public final class GitSources {
    private final Map<String, ConnectionOptions> known = new HashMap<>();
    private final Path cache;
    private final Map<String, String> environment;
    private final Traffic traffic;

    /**
     * @param known hosts that something is said about; others are reached with TLS and the system's
     *     authorities
     * @param cache where mirrors lie; made where it is missing, for this user only
     * @param environment what {@code git credential} and {@code ssh} see, which know the logins;
     *     empty: no login is looked for
     * @param traffic told of every https request, by the host
     */
    public GitSources(
            List<GitHost> known, Path cache, Map<String, String> environment, Traffic traffic) {
        known.forEach(host -> this.known.put(host.host(), host.options()));
        this.cache = cache;
        this.environment = Map.copyOf(environment);
        this.traffic = traffic;
    }

    /**
     * Opens a repository; nothing is fetched yet.
     *
     * @param urlOrPath a folder, a {@code file:} address, an {@code https:} address without a
     *     login, or one for ssh, {@code ssh://git@host/path} or {@code git@host:path}
     * @throws ConnectorException BAD_INPUT for an address of another kind or with a login in it,
     *     UNREADABLE where a folder is no repository
     */
    public GitSource open(String urlOrPath) {
        GitAddress address = GitAddress.parse(urlOrPath);
        IsolatedSystemReader.install();
        return switch (address) {
            case GitAddress.Local local ->
                    new GitSource(
                            local.folder().toString(), Repositories.open(local.folder()), null);
            case GitAddress.Remote remote -> {
                ConnectionOptions options =
                        known.getOrDefault(remote.host(), ConnectionOptions.DEFAULT)
                                .observedBy(traffic.named(remote.host()));
                Mirror mirror = new Mirror(remote, cache, options, environment);
                yield new GitSource(remote.shown(), mirror.open(), mirror);
            }
        };
    }
}
