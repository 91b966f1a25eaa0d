package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedEngineTest {

    private static EmbeddedEngine engine;

    @BeforeAll
    static void compile() {
        engine = EmbeddedEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void manyThreadsGetTheAnswersThatOneGets() throws Exception {
        List<Corpus.Case> cases = Corpus.cases();
        List<List<Finding>> alone =
                cases.stream().map(each -> engine.evaluate(each.input())).toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Finding>>> together = new ArrayList<>();
            for (Corpus.Case each : cases) {
                together.add(threads.submit(() -> engine.evaluate(each.input())));
            }
            for (int i = 0; i < cases.size(); i++) {
                assertThat(together.get(i).get()).as(cases.get(i).name()).isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void anInputThatIsNotJsonIsAFailureAndTheNextInputIsJudged() {
        assertThatThrownBy(() -> engine.evaluate("{".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(PolicyEngineException.class)
                .hasMessageContaining("embedded policy engine");

        assertThat(engine.evaluate(Inputs.good())).hasSize(11);
    }

    @Test
    void anInputBeyondItsMemoryIsAFailureAndTheNextInputIsJudged() {
        byte[] huge = new byte[(WasmPolicy.MAX_PAGES << 16) + 1];
        Arrays.fill(huge, (byte) ' ');

        assertThatThrownBy(() -> engine.evaluate(huge))
                .isInstanceOf(PolicyEngineException.class)
                .hasMessageContaining("256 MiB");

        assertThat(engine.evaluate(Inputs.good())).hasSize(11);
    }

    @Test
    void thousandsOfVulnerabilitiesAreAllReported() {
        String many =
                IntStream.range(0, 5000)
                        .mapToObj(i ->
                                "{\"id\":\"CVE-%d\",\"severity\":\"high\",\"packageName\":\"p\",\"version\":\"1\",\"fix\":\"fixed\",\"fixedIn\":[]}"
                                        .formatted(i))
                        .collect(Collectors.joining(","));

        List<Finding> findings =
                engine.evaluate(
                        Inputs.patched(
                                "{\"evidence\":{\"vulnerabilityScan\":{\"vulnerabilities\":["
                                        + many
                                        + "]}}}"));

        assertThat(findings).filteredOn(each -> each.level() == Level.DENY).hasSize(5000);
    }

    @Test
    void aDamagedBundleIsRefused() {
        byte[] bundle = Pack.wasmBundle();

        assertThatThrownBy(
                        () -> Bundle.file(Arrays.copyOf(bundle, bundle.length / 2), "/policy.wasm"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Bundle.file(bundle, "/nothing")).isInstanceOf(IOException.class);
    }
}
