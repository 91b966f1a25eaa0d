package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestEngineTest {

    private static final String OURS =
            "\"provenance\":{\"version\":\"1.22.0\",\"bundles\":{\"b\":{\"revision\":\""
                    + Pack.digest()
                    + "\"}}}";

    private final MockWebServer server = new MockWebServer();
    private RestEngine engine =
            RestEngine.open(URI.create("http://127.0.0.1:1"), new OkHttpClient());

    @BeforeEach
    void start() throws Exception {
        server.start();
        engine =
                RestEngine.open(
                        server.url("/").uri(),
                        new OkHttpClient.Builder().readTimeout(Duration.ofMillis(300)).build());
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    private void answer(int status, String body) {
        server.enqueue(new MockResponse.Builder().code(status).body(body).build());
    }

    @Test
    void readsFindingsAndOpasOwnMeasure() throws Exception {
        answer(
                200,
                """
                {"result":[{"id":"a","title":"A","level":"cant-tell","controls":["c"],"subject":"s","message":"m.",
                 "remedy":"r.","facts":[],"depends":["time"],"effectiveOn":7}],
                 "metrics":{"timer_server_handler_ns":1234},%s}
                """
                        .formatted(OURS));

        RestEngine.Answer answer = engine.ask("{\"now\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.handlerNanos()).isEqualTo(1234);
        assertThat(answer.findings()).hasSize(1);
        assertThat(answer.findings().getFirst().level()).isEqualTo(Level.CANT_TELL);
        assertThat(
                        Objects.requireNonNull(answer.findings().getFirst().effectiveOn())
                                .getEpochSecond())
                .isEqualTo(7);
        assertThat(engine.info().version()).isEqualTo("OPA 1.22.0");
        assertThat(engine.info().claimedBy()).isEqualTo(server.url("/").uri());
        RecordedRequest request = server.takeRequest();
        assertThat(request.getTarget())
                .isEqualTo(
                        "/v1/data/drawbridge/gate/findings?metrics=true&provenance=true&strict-builtin-errors=true");
        assertThat(Objects.requireNonNull(request.getBody()).utf8())
                .isEqualTo("{\"input\":{\"now\":1}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    200 | {OURS}                                                   | NOT_ITSELF   | answered without findings
                    200 | {"result":{},OURS}                                       | NOT_ITSELF   | answered without findings
                    200 | {"result":[{"id":"a"}],OURS}                             | NOT_ITSELF   | findings of another shape
                    200 | {"result":[{"id":"a","level":"splendid"}],OURS}          | NOT_ITSELF   | findings of another shape
                    200 | {}                                                       | FOREIGN_PACK | foreign pack
                    200 | {"result":[]}                                            | FOREIGN_PACK | foreign pack
                    200 | {"result":[],"provenance":{"bundles":{"b":{"revision":"v7"}}}} | FOREIGN_PACK | v7
                    200 | <html>Please log in</html>                               | NOT_ITSELF   | isn't JSON
                    200 | []                                                       | NOT_ITSELF   | something else than OPA's JSON
                    200 | {"result":[                                              | NOT_ITSELF   | isn't JSON
                    302 | Elsewhere                                                | NOT_ITSELF   | it answered 302
                    401 | {"code":"unauthorized","message":"request rejected"}     | NOT_ITSELF   | doesn't let this desk in (401)
                    404 | <html>                                                   | NOT_ITSELF   | it answered 404
                    500 | {"errors":[{"code":"eval_builtin_error","message":"div: divide by zero"}]} | NOT_ITSELF | a rule failed there (500): div: divide by zero
                    """)
    void anythingButFindingsOfOurPackIsAFailure(
            int status, String body, PolicyEngineException.Kind kind, String words) {
        answer(status, body.replace("OURS", OURS));

        assertThatThrownBy(() -> engine.evaluate(Inputs.good()))
                .isInstanceOfSatisfying(
                        PolicyEngineException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining(words)
                .hasMessageContaining(server.url("/").toString());
    }

    @Test
    void anUndefinedPathNeverOpensAGate() {
        answer(200, "{" + OURS + "}");

        Verdict verdict = new Gate(engine).judge(Inputs.good());

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(verdict.findings())
                .extracting(Finding::id)
                .containsExactly("gate.engine_failed");
    }

    @Test
    void anEmptyResultNeverOpensAGate() {
        answer(200, "{\"result\":[]," + OURS + "}");

        Verdict verdict = new Gate(engine).judge(Inputs.good());

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(verdict.findings())
                .hasSize(11)
                .allMatch(each -> each.id().equals("gate.rule_silent"));
    }

    @Test
    void silenceIsAFailure() {
        // nothing is enqueued, so that the server never answers
        assertThatThrownBy(() -> engine.evaluate(Inputs.good()))
                .isInstanceOfSatisfying(
                        PolicyEngineException.class,
                        failure ->
                                assertThat(failure.kind())
                                        .isEqualTo(PolicyEngineException.Kind.UNREACHABLE))
                .hasMessageContaining("can't be reached");
    }

    @Test
    void nobodyThereIsAFailure() {
        server.close();

        assertThatThrownBy(() -> engine.evaluate(Inputs.good()))
                .isInstanceOf(PolicyEngineException.class)
                .hasMessageContaining("can't be reached");
    }

    @Test
    void anUnreachableOpaNeverOpensAGate() {
        server.close();

        Verdict verdict = new Gate(engine).judge(Inputs.good());

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(verdict.findings())
                .extracting(Finding::id)
                .containsExactly("gate.engine_failed");
    }

    @Test
    void anAddressWithAPasswordIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() ->
                        RestEngine.open(
                                URI.create("https://u:hunter2@opa.example.org"),
                                new OkHttpClient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anAddressThatIsNotHttpIsRefused() {
        assertThatThrownBy(() -> RestEngine.open(URI.create("unix:///tmp/opa"), new OkHttpClient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unix:///tmp/opa");
    }
}
