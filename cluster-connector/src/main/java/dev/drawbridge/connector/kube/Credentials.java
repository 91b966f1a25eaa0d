package dev.drawbridge.connector.kube;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import io.fabric8.kubernetes.api.model.AuthInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Puts a kubeconfig user's credential on each request, in client-go's order: token file, token,
 * name and password, exec plugin. A plugin is asked when its credential is missing or about to
 * expire; a 401 makes it (or the token file) be asked once more and the request be sent once again.
 * The desk's clock here only decides when a plugin is asked anew, never an answer; a wrong clock
 * costs one 401.
 */
final class Credentials implements Interceptor {

    private static final Duration EARLY = Duration.ofSeconds(5);
    private static final Duration PLUGIN_LIMIT = Duration.ofSeconds(60);

    private final KubeContext context;
    private final AuthInfo user;
    private final InstantSource clock;
    private final @Nullable ExecPlugin plugin;
    private final @Nullable Path tokenFile;
    private final PluginKeys keys = new PluginKeys();
    private final Runnable dropConnections;
    private final ReentrantLock lock = new ReentrantLock();
    private ExecPlugin.@Nullable Credential given;

    Credentials(KubeContext context, InstantSource clock, Runnable dropConnections) {
        this.context = context;
        this.user = context.user();
        this.clock = clock;
        this.dropConnections = dropConnections;
        if (user.getAuthProvider() != null) {
            throw bad("uses auth-provider, which kubectl dropped too; use an exec plugin.", null);
        }
        boolean password = filled(user.getUsername());
        if (password && (filled(user.getToken()) || filled(user.getTokenFile()))) {
            throw bad("has both a token and a user name with password; keep one.", null);
        }
        this.tokenFile =
                filled(user.getTokenFile())
                        ? context.userFolder().resolve(user.getTokenFile())
                        : null;
        boolean other = password || filled(user.getToken()) || tokenFile != null;
        this.plugin =
                user.getExec() == null || other ? null : new ExecPlugin(context, PLUGIN_LIMIT);
    }

    /** Whether a request will carry a secret. */
    boolean secret() {
        return plugin != null
                || tokenFile != null
                || filled(user.getToken())
                || filled(user.getUsername());
    }

    /** Client certificates of the plugin, for the TLS handshake; null when there is no plugin. */
    @Nullable PluginKeys pluginKeys() {
        return plugin == null ? null : keys;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        String first = authorization(null);
        Response response = chain.proceed(with(chain.request(), first));
        var body = chain.request().body();
        boolean renewable = plugin != null || tokenFile != null;
        if (response.code() != 401 || !renewable || (body != null && body.isOneShot())) {
            return response;
        }
        String second = authorization(first == null ? "" : first);
        if (second != null && second.equals(first)) {
            return response;
        }
        response.close();
        return chain.proceed(with(chain.request(), second));
    }

    private Request with(Request request, @Nullable String authorization) {
        Request.Builder builder = request.newBuilder();
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        if (filled(user.getAs())) {
            builder.header("Impersonate-User", user.getAs());
            (user.getAsGroups() == null ? List.<String>of() : user.getAsGroups())
                    .forEach(group -> builder.addHeader("Impersonate-Group", group));
            if (filled(user.getAsUid())) {
                builder.header("Impersonate-Uid", user.getAsUid());
            }
            (user.getAsUserExtra() == null ? Map.<String, List<String>>of() : user.getAsUserExtra())
                    .forEach((key, values) ->
                            values.forEach(
                                    value -> builder.addHeader("Impersonate-Extra-" + key, value)));
        }
        return builder.build();
    }

    /** The header's value; {@code refused} is the one that the server wouldn't take. */
    private @Nullable String authorization(@Nullable String refused) throws Trouble {
        try {
            if (tokenFile != null) {
                return "Bearer " + readToken(tokenFile);
            }
            if (filled(user.getToken())) {
                return "Bearer " + user.getToken();
            }
            if (filled(user.getUsername())) {
                String pair =
                        user.getUsername()
                                + ":"
                                + (user.getPassword() == null ? "" : user.getPassword());
                return "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            }
            return plugin == null ? null : fromPlugin(plugin, refused);
        } catch (ConnectorException e) {
            throw new Trouble(e.kind(), String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable String fromPlugin(ExecPlugin plugin, @Nullable String refused) {
        lock.lock();
        try {
            ExecPlugin.Credential held = given;
            boolean useless =
                    held == null
                            || expired(held.expires())
                            || (refused != null && refused.equals(value(held)));
            if (held == null || useless) {
                held = plugin.run();
                given = held;
                if (keys.use(held.keys())) {
                    dropConnections.run();
                }
            }
            String value = value(held);
            return value.isEmpty() ? null : value;
        } finally {
            lock.unlock();
        }
    }

    private static String value(ExecPlugin.Credential credential) {
        return credential.token() == null ? "" : "Bearer " + credential.token();
    }

    private boolean expired(@Nullable Instant expires) {
        return expires != null && !clock.instant().plus(EARLY).isBefore(expires);
    }

    private String readToken(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.length() > 65_536) {
                throw bad(
                        "names token file " + file + ", which holds no token; write one there.",
                        null);
            }
            return token;
        } catch (IOException e) {
            throw bad(
                    "names token file "
                            + file
                            + ", which can't be read; check the path and its permissions.",
                    e);
        }
    }

    private ConnectorException bad(String what, @Nullable Throwable cause) {
        return new ConnectorException(
                Kind.BAD_INPUT, "the user of context \"" + context.name() + "\" " + what, cause);
    }

    private static boolean filled(@Nullable String text) {
        return text != null && !text.isEmpty();
    }
}
