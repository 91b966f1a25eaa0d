package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.testbed.RealOpa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One pack, two engines, the same bytes: held against a real OPA. */
class EnginesAgreeIT {

    @TempDir static Path folder;

    private static RealOpa opa;
    private static RestEngine rest;
    private static EmbeddedEngine embedded;

    static List<Corpus.Case> cases() {
        return Corpus.cases();
    }

    @BeforeAll
    static void start() throws Exception {
        Path bundle = Files.write(folder.resolve("bundle.tar.gz"), Pack.restBundle());
        opa = RealOpa.start("-b", bundle.toString());
        rest = RestEngine.open(opa.uri(), new OkHttpClient());
        embedded = EmbeddedEngine.open();
    }

    @AfterAll
    static void stop() {
        embedded.close();
        rest.close();
        opa.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bothGiveTheSameBytes(Corpus.Case each) {
        byte[] input = CanonicalJson.bytes(each.input());

        assertThat(CanonicalJson.text(rest.evaluate(input)))
                .isEqualTo(CanonicalJson.text(embedded.evaluate(input)));
    }

    @Test
    void bothGiveTheSameAssessment() {
        GateInput input = Inputs.good();
        AssessmentSubject subject = AssessmentSubject.of(input, Pack.digest());

        assertThat(Assessment.of(subject, new Gate(rest).judge(input).findings()))
                .isEqualTo(Assessment.of(subject, new Gate(embedded).judge(input).findings()));
    }

    @Test
    void theRealOneSaysWhoItIsAndHowLongItTook() {
        RestEngine.Answer answer = rest.ask(CanonicalJson.bytes(Inputs.good()));

        assertThat(answer.handlerNanos()).isPositive();
        assertThat(rest.info().version()).startsWith("OPA 1.");
        assertThat(rest.info().claimedBy()).isEqualTo(opa.uri());
    }

    @Test
    void aRealOneWithoutOurPackIsForeign() {
        try (RealOpa empty = RealOpa.start();
                RestEngine engine = RestEngine.open(empty.uri(), new OkHttpClient())) {
            assertThatThrownBy(() -> engine.evaluate(Inputs.good()))
                    .isInstanceOfSatisfying(
                            PolicyEngineException.class,
                            failure ->
                                    assertThat(failure.kind())
                                            .isEqualTo(PolicyEngineException.Kind.FOREIGN_PACK));
            assertThat(new Gate(engine).judge(Inputs.good()).level()).isEqualTo(Level.CANT_TELL);
        }
    }

    @Test
    void aRealOneThatEndsIsCantTell() {
        RealOpa ending = RealOpa.start();
        try (RestEngine engine = RestEngine.open(ending.uri(), new OkHttpClient())) {
            ending.close();

            assertThat(new Gate(engine).judge(Inputs.good()).findings())
                    .extracting(Finding::id)
                    .containsExactly("gate.engine_failed");
        }
    }
}
