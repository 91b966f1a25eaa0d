package dev.drawbridge.connector.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizerTest {
    private static final String TAGS = "/v2/shop/app/tags/list";
    private static final String QUERY = "?scope=repository%3Ashop%2Fapp%3Apull&service=reg";

    private final FakeRegistry registry = new FakeRegistry();
    private final FakeRegistry tokens = new FakeRegistry();
    private final AtomicReference<String> good = new AtomicReference<>("t1");

    @BeforeEach
    void protect() {
        String challenge =
                "Bearer realm=\"%s\",service=\"reg\",scope=\"repository:other:pull\""
                        .formatted(tokens.url("/token"));
        registry.on(
                "GET " + TAGS,
                request ->
                        ("Bearer " + good.get()).equals(authorization(request))
                                ? FakeRegistry.content("application/json", "{\"tags\": [\"a\"]}")
                                : new MockResponse.Builder()
                                        .code(401)
                                        .addHeader("WWW-Authenticate", challenge)
                                        .build());
        tokens.on(
                "GET /token" + QUERY,
                request ->
                        FakeRegistry.content(
                                "application/json", "{\"token\": \"%s\"}".formatted(good.get())));
    }

    @AfterEach
    void close() {
        registry.close();
        tokens.close();
    }

    private static String authorization(RecordedRequest request) {
        return Objects.requireNonNullElse(request.getHeaders().get("Authorization"), "");
    }

    @Test
    void aTokenForEveryoneIsEnoughWhereTheRegistryGivesOne() {
        assertThat(registry.repository().tags()).containsExactly("a");
        assertThat(authorization(tokens.requests().getFirst())).isEmpty();
    }

    @Test
    void theLoginGoesToANamedTokenHost() {
        DockerCredentials login = Logins.of(registry.host(), "user", "password");
        assertThat(registry.repository(login, Set.of(tokens.host())).tags()).containsExactly("a");
        assertThat(authorization(tokens.requests().getFirst()))
                .isEqualTo("Basic dXNlcjpwYXNzd29yZA==");
        assertThat(tokens.requests().getFirst().getHeaders().get("X-Company-Secret")).isNull();
    }

    @Test
    void theLoginDoesNotGoToAnyOtherHostThatTheRegistryNames() {
        DockerCredentials login = Logins.of(registry.host(), "user", "password");
        tokens.on("GET /token" + QUERY, FakeRegistry.status(401));
        assertThatThrownBy(() -> registry.repository(login, Set.of()).tags())
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining("not shown to " + tokens.host())
                .hasMessageContaining("tokenHosts");
        assertThat(tokens.requests()).allSatisfy(r -> assertThat(authorization(r)).isEmpty());
        assertThat(registry.requests()).allSatisfy(r -> assertThat(authorization(r)).isEmpty());
    }

    @Test
    void aTokenIsUsedAgainUntilTheRegistryRefusesIt() {
        Repository repository = registry.repository();
        repository.tags();
        repository.tags();
        assertThat(tokens.requests()).hasSize(1);
        good.set("t2");
        assertThat(repository.tags()).containsExactly("a");
        assertThat(tokens.requests()).hasSize(2);
    }

    @Test
    void anIdentityTokenIsExchanged() {
        DockerCredentials login =
                Logins.json(
                        "{\"auths\": {\"%s\": {\"identitytoken\": \"refresh\"}}}"
                                .formatted(registry.host()));
        tokens.on(
                "POST /token",
                FakeRegistry.content("application/json", "{\"access_token\": \"t1\"}"));
        assertThat(registry.repository(login, Set.of(tokens.host())).tags()).containsExactly("a");
        assertThat(tokens.requests().getFirst().getBody())
                .satisfies(body ->
                        assertThat(String.valueOf(body == null ? "" : body.utf8()))
                                .contains("refresh_token=refresh")
                                .contains("scope=repository%3Ashop%2Fapp%3Apull"));
    }

    @Test
    void aTokenServiceThatAnswersAWebPageIsUnreadable() {
        tokens.on("GET /token" + QUERY, FakeRegistry.content("text/html", "<html>"));
        assertThatThrownBy(() -> registry.repository().tags())
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE))
                .hasMessageContaining("token service");
    }

    @Test
    void anAddressThatIsNotEncryptedIsNotAskedForAToken() {
        registry.on(
                "GET " + TAGS,
                new MockResponse.Builder()
                        .code(401)
                        .addHeader("WWW-Authenticate", "Bearer realm=\"http://auth.example.org/\"")
                        .build());
        assertThatThrownBy(() -> registry.repository().tags())
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_ITSELF))
                .hasMessageContaining("auth.example.org");
    }

    @Test
    void aRefusedLoginIsDeniedAndNeverInTheMessage() {
        registry.on(
                "GET " + TAGS,
                new MockResponse.Builder()
                        .code(401)
                        .addHeader("WWW-Authenticate", "Basic realm=\"r\"")
                        .build());
        DockerCredentials login = Logins.of(registry.host(), "user", "hunter2");
        assertThatThrownBy(() -> registry.repository(login, Set.of()).tags())
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining("docker login " + registry.host())
                .hasMessageNotContaining("hunter2");
        assertThat(registry.requests()).hasSize(2);
    }
}
