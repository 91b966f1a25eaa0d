package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {

    private static EmbeddedEngine engine;

    static List<Corpus.Case> cases() {
        return Corpus.cases();
    }

    @BeforeAll
    static void compile() {
        engine = EmbeddedEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachRuleSaysWhatIsExpectedOfIt(Corpus.Case each) {
        Verdict verdict = new Gate(engine).judge(each.input());

        assertThat(each.differences(verdict)).isEmpty();
        assertThat(verdict.level())
                .isEqualTo(
                        each.expect().isEmpty() ? Level.FINE : Level.worst(each.expect().values()));
    }

    @Test
    void aRuleThatLetsEverythingPassIsADifference() {
        assertThat(Corpus.differences(answering(Level.FINE)))
                .isNotEmpty()
                .allSatisfy(each -> {
                    assertThat(each.rule()).isEqualTo("vuln.no_blocking_cve");
                    assertThat(each.expected()).isNotEqualTo(Level.FINE);
                    assertThat(each.found()).isEqualTo(Level.FINE);
                });
    }

    @Test
    void aRuleThatNoLongerReportsIsADifference() {
        assertThat(Corpus.differences(answering(null)))
                .extracting(Corpus.Difference::rule)
                .contains("gate.rule_silent");
    }

    /** The engine, but for one rule that always says the same, or nothing. */
    private static PolicyEngine answering(@Nullable Level ofTheVulnerabilities) {
        return new PolicyEngine() {
            @Override
            public List<Finding> evaluate(byte[] inputJson) {
                return engine.evaluate(inputJson).stream()
                        .filter(each -> ofTheVulnerabilities != null || !concerned(each))
                        .map(each ->
                                concerned(each)
                                        ? new Finding(
                                                each.id(),
                                                each.title(),
                                                Objects.requireNonNull(ofTheVulnerabilities),
                                                each.controls(),
                                                each.subject(),
                                                each.message(),
                                                each.remedy(),
                                                each.facts(),
                                                each.depends(),
                                                each.effectiveOn())
                                        : each)
                        .toList();
            }

            private static boolean concerned(Finding finding) {
                return finding.id().equals("vuln.no_blocking_cve");
            }

            @Override
            public EngineInfo info() {
                return engine.info();
            }

            @Override
            public void close() {}
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachMessageIsAWholeSentence(Corpus.Case each) {
        assertThat(engine.evaluate(each.input()))
                .allSatisfy(finding -> {
                    assertThat(finding.message()).endsWith(".").doesNotContain("<undefined>", "..");
                    assertThat(finding.remedy()).endsWith(".");
                    assertThat(finding.controls()).isNotEmpty();
                    assertThat(finding.subject()).isNotBlank();
                });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePublishedSchemaAcceptsIt(Corpus.Case each) throws Exception {
        String published = Files.readString(Path.of("schema/gate-input.schema.json"));
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(published, InputFormat.JSON);

        assertThat(schema.validate(CanonicalJson.text(each.input()), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsJsonReadsBackToTheSameBytes(Corpus.Case each) throws Exception {
        byte[] written = CanonicalJson.bytes(each.input());

        assertThat(CanonicalJson.bytes(CanonicalJson.read(written, GateInput.class)))
                .isEqualTo(written);
    }

    @Test
    void itHoldsManyCasesOfDifferentNames() {
        assertThat(cases())
                .extracting(Corpus.Case::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(100);
    }

    @Test
    void theSchemaRefusesAValueOfAnEnvironmentVariable() throws Exception {
        String input = CanonicalJson.text(Inputs.good());
        String leaking =
                input.replace(
                        "{\"name\":\"LOG_LEVEL\",", "{\"name\":\"LOG_LEVEL\",\"value\":\"x\",");
        assertThat(leaking).isNotEqualTo(input);
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(Path.of("schema/gate-input.schema.json")),
                                InputFormat.JSON);

        assertThat(schema.validate(leaking, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void theJsonIsSortedAndTight() {
        assertThat(
                        new String(
                                CanonicalJson.bytes(Map.of("b", 1, "a", List.of(2))),
                                StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":[2],\"b\":1}");
    }
}
