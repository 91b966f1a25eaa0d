package dev.drawbridge.connector.git;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.connector.net.HttpClients;
import dev.drawbridge.connector.oci.Digest;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * A bare copy of a remote repository's branches and tags, in a folder named by the address. One
 * process at a time fetches into it.
 */
final class Mirror {
    private static final List<RefSpec> ALL =
            List.of(
                    new RefSpec("+refs/heads/*:refs/heads/*"),
                    new RefSpec("+refs/tags/*:refs/tags/*"));

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private final GitAddress.Remote remote;
    private final Path cacheDir;
    private final Path folder;
    private final ConnectionOptions options;

    Mirror(GitAddress.Remote remote, Path cacheDir, ConnectionOptions options) {
        this.remote = remote;
        this.options = options;
        this.cacheDir = cacheDir;
        byte[] address = remote.url().toString().getBytes(StandardCharsets.UTF_8);
        this.folder = cacheDir.resolve(Digest.of(address).hex().substring(0, 32) + ".git");
    }

    /** Opens it, empty at the first time. */
    Repository open() {
        try {
            privately(cacheDir);
            privately(folder);
            FileRepository repository = new FileRepository(folder.toFile());
            if (!repository.getObjectDatabase().exists()) {
                repository.create(true);
            }
            return repository;
        } catch (IOException e) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "Can't keep a copy of %s in %s: %s; give a folder that can be written."
                            .formatted(remote.url(), folder, e.getMessage()),
                    e);
        }
    }

    private static void privately(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (Files.isDirectory(folder)) {
            return;
        }
        if (posix) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Fetches all branches and tags. */
    void fetch(Repository repository) {
        HttpUrl url = remote.url();
        OkHttpClient client = HttpClients.create(options, hostAndPort(url));
        try (FileChannel file =
                        FileChannel.open(
                                folder.resolve("drawbridge.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = locked(file);
                Transport transport = Transport.open(repository, new URIish(url.toString()))) {
            if (!(transport instanceof TransportHttp http)) {
                throw new IllegalStateException("an address of another kind: " + url);
            }
            http.setHttpConnectionFactory(new OkConnection.Factory(client));
            http.setTimeout((int) Math.max(1, options.timeout().toSeconds()));
            http.setTagOpt(TagOpt.FETCH_TAGS);
            http.setCheckFetchedObjects(true);
            http.fetch(NullProgressMonitor.INSTANCE, ALL);
        } catch (NotSupportedException | URISyntaxException e) {
            throw new IllegalStateException("an https address is always one", e);
        } catch (TransportException e) {
            throw failed(url, e);
        } catch (IOException e) {
            throw Repositories.unreadable(folder.toString(), e);
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    /** Waits for others that fetch here, in this process or another, as long as for an answer. */
    private FileLock locked(FileChannel file) throws IOException {
        long end = System.nanoTime() + options.timeout().toNanos();
        while (true) {
            FileLock lock = tried(file);
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                throw new ConnectorException(
                        Kind.UNREACHABLE,
                        "Can't fetch %s: another task here has been fetching it for more than %d s; try again."
                                .formatted(remote.url(), options.timeout().toSeconds()));
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private static @Nullable FileLock tried(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this process.
            return null;
        }
    }

    private static String hostAndPort(HttpUrl url) {
        String host = url.host().indexOf(':') < 0 ? url.host() : "[" + url.host() + "]";
        return host + ":" + url.port();
    }

    private static ConnectorException failed(HttpUrl url, TransportException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        boolean refused =
                message.contains("uthenticat")
                        || message.contains("not authorized")
                        || message.contains("not permitted");
        return new ConnectorException(
                refused ? Kind.DENIED : Kind.UNREACHABLE,
                "Can't fetch %s: %s; %s."
                        .formatted(
                                url,
                                message,
                                refused
                                        ? "give a token in the connection's headers, or the folder of a clone"
                                        : "check address and network"),
                e);
    }
}
