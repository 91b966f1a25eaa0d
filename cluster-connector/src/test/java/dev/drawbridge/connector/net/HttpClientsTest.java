package dev.drawbridge.connector.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClientsTest {

    private static final ConnectionOptions WITH_HEADER =
            new ConnectionOptions(
                    null, null, null, null, Map.of("X-Key", "secret-word"), Duration.ofSeconds(5));

    @TempDir Path folder;
    private final MockWebServer server = new MockWebServer();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Response get(OkHttpClient client, String url) throws IOException {
        return client.newCall(new Request.Builder().url(url).build()).execute();
    }

    @Test
    void headersGoToTheOneHostAndRedirectsAreHandedBack() throws Exception {
        server.enqueue(
                new MockResponse.Builder()
                        .code(307)
                        .addHeader("Location", "http://localhost:1/elsewhere")
                        .build());
        String host = "127.0.0.1:" + server.getPort();
        try (Response response =
                get(HttpClients.create(WITH_HEADER, host), "http://" + host + "/v2/")) {
            assertThat(response.code()).isEqualTo(307);
        }
        assertThat(server.takeRequest().getHeaders().get("X-Key")).isEqualTo("secret-word");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void everyRequestIsToldOfWithHowItEnded() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        server.enqueue(new MockResponse.Builder().code(404).build());
        String host = "127.0.0.1:" + server.getPort();
        List<String> told = new ArrayList<>();
        Traffic traffic = (target, outcome, took) -> told.add(target + " " + outcome);
        OkHttpClient client = HttpClients.create(WITH_HEADER.observedBy(traffic), host);

        get(client, "http://" + host + "/").close();
        get(client, "http://" + host + "/").close();
        server.close();
        assertThatThrownBy(() -> get(client, "http://" + host + "/"))
                .isInstanceOf(IOException.class);

        assertThat(told).containsExactly(host + " 2xx", host + " 4xx", host + " failed");
    }

    @Test
    void whatIsWrittenIsSentAtOnce() throws Exception {
        server.enqueue(new MockResponse.Builder().build());
        String host = "127.0.0.1:" + server.getPort();
        AtomicBoolean prompt = new AtomicBoolean();
        OkHttpClient client =
                HttpClients.create(WITH_HEADER, host)
                        .newBuilder()
                        .addNetworkInterceptor(chain -> {
                            prompt.set(chain.connection().socket().getTcpNoDelay());
                            return chain.proceed(chain.request());
                        })
                        .build();

        get(client, "http://" + host + "/").close();

        assertThat(prompt).isTrue();
    }

    @Test
    void aRequestToAnotherHostIsHeldBack() {
        OkHttpClient client = HttpClients.create(WITH_HEADER, "registry.example");
        assertThatThrownBy(() -> get(client, "http://127.0.0.1:" + server.getPort() + "/"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was held back");
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void optionsNeverShowAHeadersValueAndLoseAllCredentialsOnDemand() {
        assertThat(WITH_HEADER.toString()).contains("X-Key").doesNotContain("secret-word");
        assertThat(WITH_HEADER.withoutCredentials().headers()).isEmpty();
    }

    @Test
    void filesThatCantBeUsedAreBadInput() throws IOException {
        Path nothing = Files.writeString(folder.resolve("ca.pem"), "not a certificate");
        for (ConnectionOptions options :
                new ConnectionOptions[] {
                    new ConnectionOptions(
                            nothing, null, null, null, Map.of(), Duration.ofSeconds(1)),
                    new ConnectionOptions(
                            folder, null, null, null, Map.of(), Duration.ofSeconds(1)),
                    new ConnectionOptions(
                            null, nothing, null, null, Map.of(), Duration.ofSeconds(1)),
                    new ConnectionOptions(
                            null, nothing, nothing, null, Map.of(), Duration.ofSeconds(1))
                }) {
            assertThatThrownBy(() -> HttpClients.create(options, "h"))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.BAD_INPUT));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https, api.example, proxy.example:3128",
        "http, api.example, plain.example:80",
        "https, 127.0.0.1, ",
        "https, a.internal.example, ",
        "https, exact.example, "
    })
    void theEnvironmentsProxyIsTakenAsCurlDoes(String scheme, String host, String proxy) {
        Map<String, String> environment =
                Map.of(
                        "https_proxy", "http://proxy.example:3128",
                        "HTTP_PROXY", "plain.example",
                        "NO_PROXY", ".internal.example, exact.example");
        Proxy chosen = Proxies.choose(null, scheme, host, environment);
        if (proxy == null) {
            assertThat(chosen).isEqualTo(Proxy.NO_PROXY);
        } else {
            InetSocketAddress address = (InetSocketAddress) chosen.address();
            assertThat(address.getHostString() + ":" + address.getPort()).isEqualTo(proxy);
        }
    }

    @Test
    void aNamedProxyWinsAndMustBeOne() {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://other:1");
        Proxy socks = Proxies.choose(URI.create("socks5://s:9"), "https", "h", environment);
        assertThat(socks.type()).isEqualTo(Proxy.Type.SOCKS);
        assertThatThrownBy(() -> Proxies.choose(URI.create("ftp://x"), "https", "h", environment))
                .isInstanceOf(ConnectorException.class);
    }

    @Test
    void onlyWhatNobodyAnsweredIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() ->
                        Retries.read(() -> {
                            tries.incrementAndGet();
                            throw new ConnectorException(ConnectorException.Kind.DENIED, "no.");
                        }))
                .isInstanceOf(ConnectorException.class);
        assertThat(tries).hasValue(1);
    }
}
