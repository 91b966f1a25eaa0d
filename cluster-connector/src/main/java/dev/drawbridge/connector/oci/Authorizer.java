package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Challenge;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Answers a registry's challenge: Basic, or Bearer with a token of the token service that it names
 * (distribution's token specification). An answer is kept for its scope until the registry refuses
 * it. The login goes to the registry and to the {@code tokenHosts} of its options; any other token
 * service is asked as anyone, which is enough for public images.
 */
final class Authorizer {
    private static final long LARGEST_TOKEN = 256 << 10;

    /**
     * @param header the Authorization header; null where there is nothing to show
     * @param withheld the token host that the login was not shown to, if so
     */
    record Answer(@Nullable String header, @Nullable String withheld) {}

    private final RegistryOptions options;
    private final HttpUrl base;
    private final DockerCredentials credentials;
    private final Clients clients;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    Authorizer(
            RegistryOptions options, HttpUrl base, DockerCredentials credentials, Clients clients) {
        this.options = options;
        this.base = base;
        this.credentials = credentials;
        this.clients = clients;
    }

    /** What was good for this scope before. */
    @Nullable Answer known(String scope) {
        return answers.get(scope);
    }

    /** Answers a challenge anew. */
    Answer answer(List<Challenge> challenges, String scope) {
        Challenge challenge =
                challenges.stream()
                        .filter(c -> is(c, "Bearer") || is(c, "Basic"))
                        .max(Comparator.comparing(c -> is(c, "Bearer")))
                        .orElseThrow(() ->
                                new ConnectorException(
                                        Kind.DENIED,
                                        "%s asks for a login of a kind that isn't known here; it must offer Basic or Bearer."
                                                .formatted(options.host())));
        Optional<Credential> login = credentials.of(options.host());
        Answer answer =
                is(challenge, "Bearer")
                        ? bearer(challenge, scope, login)
                        : new Answer(
                                login.filter(Authorizer::isPassword)
                                        .map(Credential::basic)
                                        .orElse(null),
                                null);
        answers.put(scope, answer);
        return answer;
    }

    private static boolean is(Challenge challenge, String scheme) {
        return challenge.scheme().equalsIgnoreCase(scheme);
    }

    private static boolean isPassword(Credential credential) {
        return credential.kind() == Credential.Kind.PASSWORD;
    }

    private Answer bearer(Challenge challenge, String scope, Optional<Credential> login) {
        if (login.isPresent() && login.get().kind() == Credential.Kind.REGISTRY_TOKEN) {
            return new Answer("Bearer " + login.get().secret(), null);
        }
        String named = challenge.authParams().get("realm");
        HttpUrl realm = named == null ? null : HttpUrl.parse(named);
        if (realm == null || !mayAsk(realm)) {
            throw new ConnectorException(
                    Kind.NOT_ITSELF,
                    "%s sends to \"%s\" for a token, which is not an address that may be asked: it must be https."
                            .formatted(options.host(), Text.shown(named == null ? "" : named)));
        }
        String service = challenge.authParams().get("service");
        boolean trusted = mayShowLogin(realm);
        String withheld = login.isPresent() && !trusted ? Clients.authority(realm) : null;
        Request request = request(realm, service, scope, trusted ? login : Optional.empty());
        return new Answer("Bearer " + token(request, withheld), withheld);
    }

    /**
     * Never from TLS to none; without TLS only where the registry itself has none and it is here or
     * itself.
     */
    private boolean mayAsk(HttpUrl realm) {
        return realm.isHttps()
                || (!base.isHttps()
                        && (RegistryOptions.loopback(realm.host())
                                || realm.host().equals(base.host())));
    }

    private boolean mayShowLogin(HttpUrl realm) {
        String authority = Clients.authority(realm);
        return authority.equals(Clients.authority(base))
                || options.tokenHosts().contains(authority);
    }

    private static Request request(
            HttpUrl realm, @Nullable String service, String scope, Optional<Credential> login) {
        if (login.isPresent() && login.get().kind() == Credential.Kind.IDENTITY_TOKEN) {
            FormBody.Builder form =
                    new FormBody.Builder()
                            .add("grant_type", "refresh_token")
                            .add("refresh_token", login.get().secret())
                            .add("client_id", "drawbridge")
                            .add("scope", scope);
            if (service != null) {
                form.add("service", service);
            }
            return new Request.Builder().url(realm).post(form.build()).build();
        }
        HttpUrl.Builder url = realm.newBuilder().addQueryParameter("scope", scope);
        if (service != null) {
            url.addQueryParameter("service", service);
        }
        Request.Builder request = new Request.Builder().url(url.build());
        login.ifPresent(credential -> request.header("Authorization", credential.basic()));
        return request.build();
    }

    private String token(Request request, @Nullable String withheld) {
        String where =
                "the token service " + Clients.authority(request.url()) + " of " + options.host();
        boolean itself = Clients.authority(request.url()).equals(Clients.authority(base));
        OkHttpClient client = itself ? clients.main() : clients.stranger(request.url());
        try (Response response = client.newCall(request).execute()) {
            if (response.code() == 401 || response.code() == 403) {
                throw denied(where + " refused with " + response.code(), withheld);
            }
            if (response.code() >= 500 || response.code() == 429) {
                throw new ConnectorException(
                        Kind.UNREACHABLE,
                        "%s answered %d; try again later.".formatted(where, response.code()));
            }
            if (!response.isSuccessful()) {
                throw new ConnectorException(
                        Kind.NOT_ITSELF,
                        "%s answered %d instead of a token; check the registry's address."
                                .formatted(where, response.code()));
            }
            JsonNode answer =
                    Manifests.tree(Clients.bounded(response, LARGEST_TOKEN, where), where);
            String token = answer.path("token").asText(answer.path("access_token").asText(""));
            if (token.isEmpty() || !token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                throw Manifests.unreadable(where, "its answer holds no token");
            }
            return token;
        } catch (IOException e) {
            throw Clients.failed("ask for a token", where, e);
        }
    }

    /** The sentence for a refusal. */
    ConnectorException denied(String what, @Nullable String withheld) {
        String next =
                withheld == null
                        ? "check the login (docker login %s) and its rights"
                                .formatted(options.host())
                        : "the login was not shown to %s, another host than the registry: if it is the registry's own token service, name it under tokenHosts"
                                .formatted(withheld);
        return new ConnectorException(Kind.DENIED, "%s; %s.".formatted(what, next));
    }
}
