package dev.drawbridge.practice.registry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An OCI registry in this process, in memory, on a free port of loopback, over plain HTTP. It
 * speaks the distribution specification 1.1: real clients push to it and pull from it. For any
 * thread.
 */
public final class PracticeRegistry implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RegistryStore store = new RegistryStore();
    private volatile boolean answering = true;

    private PracticeRegistry(RegistryOptions options) throws IOException {
        // Else each answer waits for the acknowledgement of its headers, some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", new RegistryHandler(store, options, () -> answering));
        http.setExecutor(threads);
        http.start();
    }

    /**
     * Starts one, empty.
     *
     * @throws UncheckedIOException if no port can be had
     */
    public static PracticeRegistry start(RegistryOptions options) {
        try {
            return new PracticeRegistry(options);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The practice registry finds no free port on loopback.", e);
        }
    }

    /** Host and port, as they stand at the front of a reference. */
    public String host() {
        return "127.0.0.1:" + http.getAddress().getPort();
    }

    /** Whether it answers; while it doesn't, each connection is dropped. */
    public void setAnswering(boolean answers) {
        answering = answers;
    }

    /** Takes a blob in, without HTTP. @return its digest */
    public String pushBlob(String repository, byte[] content) {
        return store.putBlob(repository, content);
    }

    /**
     * Takes a manifest in, without HTTP, under the media type that it names.
     *
     * @param reference a tag, or its digest
     * @return its digest
     * @throws IllegalArgumentException if it isn't one, or what it names isn't there
     */
    public String pushManifest(String repository, String reference, byte[] manifest) {
        try {
            return store.putManifest(repository, reference, null, manifest).digest();
        } catch (RegistryError e) {
            throw new IllegalArgumentException(
                    "The practice registry can't take %s:%s: %s."
                            .formatted(repository, reference, e.getMessage()),
                    e);
        }
    }

    /**
     * The digest that a tag names, or that digest if it is there; empty if it isn't or if the
     * registry doesn't answer.
     */
    public Optional<String> resolve(String repository, String reference) {
        if (!answering) {
            return Optional.empty();
        }
        try {
            return Optional.of(store.manifest(repository, reference).digest());
        } catch (RegistryError e) {
            return Optional.empty();
        }
    }

    /** Digests of the manifests whose subject that is, oldest first. */
    public List<String> referrers(String repository, String subject) {
        return store.referrers(repository, subject).stream()
                .map(descriptor -> descriptor.path("digest").asText())
                .toList();
    }

    /**
     * Deletes a manifest by digest, or a tag.
     *
     * @return whether it was there
     */
    public boolean delete(String repository, String reference) {
        try {
            store.deleteManifest(repository, reference);
            return true;
        } catch (RegistryError e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
