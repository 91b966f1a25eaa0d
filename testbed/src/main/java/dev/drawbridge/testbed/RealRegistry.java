package dev.drawbridge.testbed;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real OCI registry on loopback, over plain HTTP, empty at its start. */
public final class RealRegistry implements AutoCloseable {
    /** The one who may pull and push where a login is asked for. */
    public static final String USER = "puller";

    /** The password of {@link #USER}. */
    public static final String PASSWORD = "puller-password";

    private static final String PASSWORD_BCRYPT =
            "$2a$04$9sWouEKE.HhE1DFI/N.LyeUxbpoESOokYXbOA8YIN1DDSq961RrK.";
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");

    private final Path folder = Folders.temporary("registry");
    private @Nullable TokenServer tokens;
    private @Nullable ChildProcess process;
    private String host = "";

    private RealRegistry() {}

    /** One with the referrers API (that of go-containerregistry, in memory). */
    public static RealRegistry withReferrers() {
        return starting(RealRegistry::startInMemory);
    }

    /** One without the referrers API (the distribution registry), open to anyone. */
    public static RealRegistry withoutReferrers() {
        return starting(registry -> registry.startDistribution(""));
    }

    /**
     * As {@link #withoutReferrers()}, for {@link #USER} only, who logs in by HTTP basic
     * authentication.
     */
    public static RealRegistry withBasicLogin() {
        return starting(RealRegistry::startWithBasicLogin);
    }

    /**
     * As {@link #withoutReferrers()}, for {@link #USER} only, who gets a bearer token from a token
     * server beside it.
     */
    public static RealRegistry withTokenLogin() {
        return starting(RealRegistry::startWithTokenLogin);
    }

    private interface Start {
        void start(RealRegistry registry);
    }

    private static RealRegistry starting(Start start) {
        RealRegistry registry = new RealRegistry();
        try {
            start.start(registry);
            return registry;
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    private void startInMemory() {
        String program = Components.program("registry-referrers", "testbed").toString();
        ChildProcess started =
                ChildProcess.start(
                        "registry",
                        List.of(program, "127.0.0.1:0"),
                        Map.of(),
                        folder.resolve("registry.log"));
        process = started;
        started.awaitReady(() -> {
            Matcher address = ADDRESS.matcher(started.log());
            return address.find()
                    && started.log().contains("\n")
                    && Http.answers(URI.create("http://" + address.group() + "/v2/"), "");
        });
        Matcher address = ADDRESS.matcher(started.log());
        if (!address.find()) {
            throw new TestbedException(
                    "The registry didn't say where it listens: " + started.log());
        }
        host = address.group();
    }

    private void startWithBasicLogin() {
        Path passwords =
                Folders.write(folder.resolve("htpasswd"), USER + ":" + PASSWORD_BCRYPT + "\n");
        startDistribution("auth: {htpasswd: {realm: testbed, path: \"%s\"}}".formatted(passwords));
    }

    private void startWithTokenLogin() {
        TokenServer server = TokenServer.start(USER, PASSWORD);
        tokens = server;
        Path roots = Folders.write(folder.resolve("roots.pem"), server.certificatePem());
        startDistribution(
                "auth: {token: {realm: \"%s\", service: %s, issuer: %s, rootcertbundle: \"%s\"}}"
                        .formatted(server.realm(), TokenServer.SERVICE, TokenServer.ISSUER, roots));
    }

    private void startDistribution(String auth) {
        host = "127.0.0.1:" + ChildProcess.freePort();
        Path config =
                Folders.write(
                        folder.resolve("config.yml"),
                        """
                        version: 0.1
                        log: {level: warn}
                        storage: {filesystem: {rootdirectory: "%s"}, delete: {enabled: true}}
                        http: {addr: "%s", secret: testbed}
                        %s
                        """
                                .formatted(folder.resolve("data"), host, auth));
        ChildProcess started =
                ChildProcess.start(
                        "registry",
                        List.of(
                                Components.program("registry", "registry").toString(),
                                "serve",
                                config.toString()),
                        Map.of("OTEL_TRACES_EXPORTER", "none"),
                        folder.resolve("registry.log"));
        process = started;
        started.awaitReady(() -> Http.listens(URI.create("http://" + host + "/v2/")));
    }

    /** Host and port, as they stand at the front of a reference. */
    public String host() {
        return host;
    }

    /** Kills it, as when it goes away; its address answers no more. */
    public void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
        if (tokens != null) {
            tokens.close();
            tokens = null;
        }
        Folders.delete(folder);
    }
}
