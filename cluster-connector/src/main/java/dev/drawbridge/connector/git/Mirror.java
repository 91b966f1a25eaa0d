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
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
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
    private final Map<String, String> environment;

    Mirror(
            GitAddress.Remote remote,
            Path cacheDir,
            ConnectionOptions options,
            Map<String, String> environment) {
        this.remote = remote;
        this.options = options;
        this.environment = environment;
        this.cacheDir = cacheDir;
        byte[] address = remote.shown().getBytes(StandardCharsets.UTF_8);
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
                            .formatted(remote.shown(), folder, e.getMessage()),
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
        try (FileChannel file =
                        FileChannel.open(
                                folder.resolve("drawbridge.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = locked(file)) {
            talk(
                    repository,
                    transport -> {
                        transport.setTagOpt(TagOpt.FETCH_TAGS);
                        transport.setCheckFetchedObjects(true);
                        transport.fetch(NullProgressMonitor.INSTANCE, ALL);
                    });
        } catch (IOException e) {
            throw Repositories.unreadable(folder.toString(), e);
        }
    }

    /** Asks for the branches, and fetches nothing. */
    void check(Repository repository) {
        talk(repository, transport -> transport.openFetch().close());
    }

    private interface Talk {
        void over(Transport transport) throws NotSupportedException, TransportException;
    }

    private void talk(Repository repository, Talk talk) {
        try {
            switch (remote) {
                case GitAddress.Https https -> overHttps(repository, https, talk);
                case GitAddress.Ssh ssh -> overSsh(repository, ssh, talk);
            }
        } catch (NotSupportedException | URISyntaxException e) {
            throw new IllegalStateException("it was an address a moment ago: " + remote, e);
        } catch (IOException e) {
            throw Repositories.unreadable(folder.toString(), e);
        }
    }

    private void overHttps(Repository repository, GitAddress.Https https, Talk talk)
            throws NotSupportedException, URISyntaxException {
        OkHttpClient client = HttpClients.create(options, hostAndPort(https.url()));
        try (TransportHttp transport =
                (TransportHttp) Transport.open(repository, new URIish(https.shown()))) {
            transport.setHttpConnectionFactory(new OkConnection.Factory(client));
            if (!environment.isEmpty()) {
                transport.setCredentialsProvider(new GitLogins(environment));
            }
            talk(transport, talk);
        } catch (TransportException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private void overSsh(Repository repository, GitAddress.Ssh ssh, Talk talk)
            throws IOException, URISyntaxException {
        try (OpenSsh program = new OpenSsh(environment, options.timeout(), folder)) {
            try (SshTransport transport =
                    (SshTransport) Transport.open(repository, new URIish(ssh.shown()))) {
                transport.setSshSessionFactory(program);
                talk(transport, talk);
            } catch (TransportException e) {
                String said = program.said();
                throw failed(said.isEmpty() ? String.valueOf(e.getMessage()) : said, e);
            }
        }
    }

    private void talk(Transport transport, Talk talk)
            throws NotSupportedException, TransportException {
        transport.setTimeout((int) Math.max(1, options.timeout().toSeconds()));
        talk.over(transport);
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
                                .formatted(remote.shown(), options.timeout().toSeconds()));
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

    private ConnectorException failed(String said, TransportException e) {
        String message = said.strip().replaceAll("\\p{Cntrl}+", " ");
        boolean refused =
                message.contains("uthenticat")
                        || message.contains("not authorized")
                        || message.contains("not permitted")
                        || message.contains("Permission denied");
        return new ConnectorException(
                refused ? Kind.DENIED : Kind.UNREACHABLE,
                "Can't fetch %s: %s; %s."
                        .formatted(
                                remote.shown(),
                                message,
                                refused || message.contains("Host key")
                                        ? login()
                                        : "check address and network"),
                e);
    }

    private String login() {
        return switch (remote) {
            case GitAddress.Https https ->
                    "fetch it once with git, so that its credential helper knows the login, or give the folder of a clone";
            case GitAddress.Ssh ssh ->
                    "make `ssh %s` work without a question, or give the folder of a clone"
                            .formatted(ssh.host());
        };
    }
}
