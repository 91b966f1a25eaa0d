package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.Retries;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import okhttp3.Challenge;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Requests to one registry: logs in when asked to, repeats what may be repeated, follows redirects
 * of reads without any credential, and never reads more than it was told to.
 */
final class RegistryHttp implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final long LARGEST_ERROR = 16 << 10;

    /**
     * @param what what the request is for, as in "read manifest X"
     * @param repository whose scope is needed
     * @param largest bytes of a good answer's body
     */
    record Ask(
            String method,
            HttpUrl url,
            String what,
            String repository,
            boolean push,
            Map<String, String> headers,
            byte @Nullable [] body,
            long largest) {
        static Ask read(String method, HttpUrl url, String what, String repository, long largest) {
            return new Ask(method, url, what, repository, false, Map.of(), null, largest);
        }

        static Ask write(
                String method,
                HttpUrl url,
                String what,
                String repository,
                String type,
                byte[] body) {
            return new Ask(
                    method,
                    url,
                    what,
                    repository,
                    true,
                    Map.of("Content-Type", type),
                    body,
                    LARGEST_ERROR);
        }

        Ask with(String header, String value) {
            return new Ask(
                    method, url, what, repository, push, Map.of(header, value), body, largest);
        }

        String scope() {
            return "repository:" + repository + (push ? ":pull,push" : ":pull");
        }
    }

    /** An answer with its body in memory; of an error at most 16 KiB. */
    record Answer(int code, Headers headers, byte[] body, List<Challenge> challenges) {
        boolean good() {
            return code >= 200 && code < 300;
        }

        String mediaType() {
            return MediaTypes.ofHeader(headers.get("Content-Type"));
        }
    }

    private final RegistryOptions options;
    private final HttpUrl base;
    private final Clients clients;
    private final Authorizer authorizer;

    RegistryHttp(RegistryOptions options, DockerCredentials credentials) {
        this.options = options;
        HttpUrl parsed = HttpUrl.parse(options.scheme() + "://" + options.apiHost() + "/");
        if (parsed == null) {
            throw new ConnectorException(
                    Kind.BAD_INPUT,
                    "\"%s\" is not a registry's host; expected a name with a port where needed."
                            .formatted(Text.shown(options.host())));
        }
        this.base = parsed;
        this.clients = new Clients(options.options(), parsed);
        this.authorizer = new Authorizer(options, parsed, credentials, clients);
    }

    /** An address under {@code /v2/REPOSITORY/}. */
    HttpUrl url(String repository, String path) {
        return base.newBuilder().addPathSegments("v2/" + repository + "/" + path).build();
    }

    /**
     * An address that the registry named for a further request of the same talk; null if on another
     * host.
     */
    @Nullable HttpUrl own(HttpUrl from, String location) {
        HttpUrl url = from.resolve(location);
        return url != null
                        && url.scheme().equals(base.scheme())
                        && url.host().equals(base.host())
                        && url.port() == base.port()
                ? url
                : null;
    }

    /** A request that may be repeated: nothing changes if it arrives twice. */
    Answer repeatable(Ask ask) {
        return Retries.read(() -> once(ask));
    }

    /**
     * Sends it and gives any answer but these, which are exceptions: no answer, 429 and 5xx
     * (UNREACHABLE), 401 and 403 (DENIED), a body that is too large.
     */
    Answer once(Ask ask) {
        Authorizer.Answer login = authorizer.known(ask.scope());
        Answer answer = send(ask, login);
        if (answer.code() == 401) {
            login = authorizer.answer(answer.challenges(), ask.scope());
            answer = send(ask, login);
        }
        if (answer.code() == 401 || answer.code() == 403) {
            throw authorizer.denied(
                    "Can't %s: %s refused with %s"
                            .formatted(ask.what(), options.host(), said(answer)),
                    login == null ? null : login.withheld());
        }
        if (answer.code() == 429 || answer.code() >= 500) {
            throw new ConnectorException(
                    Kind.UNREACHABLE,
                    "Can't %s: %s answered %s; try again later."
                            .formatted(ask.what(), options.host(), said(answer)));
        }
        return answer;
    }

    private Answer send(Ask ask, Authorizer.@Nullable Answer login) {
        Request.Builder request = new Request.Builder().url(ask.url());
        RequestBody body =
                ask.body() == null
                        ? null
                        : RequestBody.create(
                                ask.body(),
                                MediaType.parse(
                                        ask.headers()
                                                .getOrDefault(
                                                        "Content-Type",
                                                        "application/octet-stream")));
        request.method(ask.method(), body);
        ask.headers().forEach(request::header);
        // Digests are of the bytes as they are stored, so no coding on the way.
        request.header("Accept-Encoding", "identity");
        if (login != null && login.header() != null) {
            request.header("Authorization", login.header());
        }
        boolean read = ask.method().equals("GET") || ask.method().equals("HEAD");
        return exchange(clients.main(), request.build(), ask, read ? MOST_REDIRECTS : 0);
    }

    private Answer exchange(OkHttpClient client, Request request, Ask ask, int redirects) {
        String where = Clients.authority(request.url());
        HttpUrl next;
        try (Response response = client.newCall(request).execute()) {
            String location = response.header("Location");
            if (response.code() / 100 != 3 || location == null) {
                boolean good = response.isSuccessful();
                byte[] body =
                        good
                                ? Clients.bounded(response, ask.largest(), subject(ask))
                                : response.peekBody(LARGEST_ERROR).bytes();
                return new Answer(response.code(), response.headers(), body, response.challenges());
            }
            next = redirect(request.url(), location, ask, redirects);
        } catch (IOException e) {
            throw Clients.failed(ask.what(), where, e);
        }
        Request bare = request.newBuilder().url(next).removeHeader("Authorization").build();
        return exchange(clients.stranger(next), bare, ask, redirects - 1);
    }

    /** What the request is about, for a sentence that begins with it. */
    private static String subject(Ask ask) {
        return ask.what().substring(ask.what().indexOf(' ') + 1);
    }

    private HttpUrl redirect(HttpUrl from, String location, Ask ask, int left) {
        HttpUrl next = from.resolve(location);
        if (left <= 0 || next == null || (from.isHttps() && !next.isHttps())) {
            throw new ConnectorException(
                    Kind.NOT_ITSELF,
                    "Can't %s: %s sends on to another address %s; check the registry's host."
                            .formatted(
                                    ask.what(),
                                    Clients.authority(from),
                                    left <= 0
                                            ? "where or more often than is followed"
                                            : "that isn't https"));
        }
        return next;
    }

    /** The code and the registry's own words. */
    static String said(Answer answer) {
        String words = "";
        try {
            JsonNode error = Manifests.JSON.readTree(answer.body());
            if (error != null) {
                JsonNode first = error.path("errors").path(0);
                words = first.path("code").asText("") + " " + first.path("message").asText("");
            }
        } catch (IOException e) {
            // No JSON: the code says enough.
            words = "";
        }
        return (answer.code() + " " + Text.shown(words)).strip();
    }

    String host() {
        return options.host();
    }

    @Override
    public void close() {
        clients.close();
    }
}
