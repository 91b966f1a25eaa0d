package dev.drawbridge.connector.oci;

import dev.drawbridge.connector.net.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The door to all registries: one connection per host, shared by its repositories. Safe for many
 * threads; calls block. Close it to let its connections go.
 */
public final class Registries implements AutoCloseable {
    private final Map<String, RegistryOptions> known = new HashMap<>();
    private final DockerCredentials credentials;
    private final Traffic traffic;
    private final Map<String, RegistryHttp> open = new ConcurrentHashMap<>();

    /** With nobody told of its requests. */
    public Registries(List<RegistryOptions> known, DockerCredentials credentials) {
        this(known, credentials, Traffic.UNHEEDED);
    }

    /**
     * @param known registries that something is said about; others are reached with TLS and the
     *     system's authorities
     * @param credentials the logins
     * @param traffic told of every request, by the registry's host
     */
    public Registries(List<RegistryOptions> known, DockerCredentials credentials, Traffic traffic) {
        known.forEach(options -> this.known.put(options.host(), options));
        this.credentials = credentials;
        this.traffic = traffic;
    }

    /** The repository that a reference points into; nothing is asked yet. */
    public Repository repository(ImageReference reference) {
        return new Repository(http(reference.host()), reference);
    }

    /**
     * Where our own attestations about images of this reference go, if not beside the image.
     *
     * @throws dev.drawbridge.connector.ConnectorException BAD_INPUT if {@code evidence} isn't
     *     host/repository
     */
    public Optional<Repository> evidence(ImageReference reference) {
        return Optional.ofNullable(options(reference.host()).evidence())
                .map(ImageReference::parse)
                .map(this::repository);
    }

    private RegistryHttp http(String host) {
        return open.computeIfAbsent(
                host,
                name ->
                        new RegistryHttp(
                                options(name).observedBy(traffic.named(name)), credentials));
    }

    private RegistryOptions options(String host) {
        RegistryOptions told = known.get(host);
        return told == null ? RegistryOptions.unknown(host) : told;
    }

    @Override
    public void close() {
        open.values().forEach(RegistryHttp::close);
    }
}
