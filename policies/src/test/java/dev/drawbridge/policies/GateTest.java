package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

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
    void opensWhereEveryRuleIsFine() {
        Verdict verdict = new Gate(engine).judge(Inputs.good());

        assertThat(verdict.open()).isTrue();
        assertThat(verdict.level()).isEqualTo(Level.FINE);
        assertThat(verdict.findings()).isSortedAccordingTo(Finding.ORDER);
        assertThat(verdict.summary()).isEqualTo("0 deny, 0 can't tell, 0 waits, 0 warn, 11 fine");
        assertThat(verdict.inputJson()).isEqualTo(CanonicalJson.bytes(Inputs.good()));
        assertThat(verdict.engine().kind()).isEqualTo("embedded");
        assertThat(verdict.engine().packDigest()).isEqualTo(Pack.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void everyRuleThatKeepsSilentIsCantTell() {
        Gate gate = new Gate(answering(findings -> new ArrayList<>()));

        Verdict verdict = gate.judge(Inputs.good());

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(verdict.findings())
                .hasSize(11)
                .allMatch(each -> each.id().equals("gate.rule_silent"));
    }

    @Test
    void aFreezeIsLookedAtWhicheverRulesAnEnvironmentChose() {
        Gate gate = new Gate(answering(findings -> new ArrayList<>()));

        Verdict verdict =
                gate.judge(
                        Inputs.patched(
                                "{\"environment\":{\"collections\":[\"minimal\"],\"protected\":false,\"approvalsNeeded\":[]}}"));

        assertThat(verdict.findings())
                .filteredOn(each -> each.subject().equals("change.outside_freeze"))
                .singleElement()
                .satisfies(each -> assertThat(each.level()).isEqualTo(Level.CANT_TELL));
    }

    @Test
    void evidenceThatWasAskedWithAndIsGoneIsCantTellAndNamed() {
        Verdict verdict =
                new Gate(engine)
                        .judge(Inputs.patched("{\"request\":{\"evidenceGone\":[\"abc\"]}}"));

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(only(verdict, "gate.evidence_gone").subject()).isEqualTo("abc");
    }

    @Test
    void oneRuleLessIsNamed() {
        Gate gate =
                new Gate(
                        answering(findings -> {
                            findings.removeIf(each -> each.id().equals("test.unit_passed"));
                            return findings;
                        }));

        Verdict verdict = gate.judge(Inputs.good());

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(only(verdict, "gate.rule_silent").subject()).isEqualTo("test.unit_passed");
    }

    @Test
    void anEngineThatFailsIsCantTellAndItsSentenceIsShown() {
        Gate gate =
                new Gate(
                        answering(findings -> {
                            throw new PolicyEngineException(
                                    PolicyEngineException.Kind.UNREACHABLE,
                                    "The OPA is asleep.",
                                    null);
                        }));

        Verdict verdict = gate.judge(Inputs.good());

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(only(verdict, "gate.engine_failed").message()).isEqualTo("The OPA is asleep.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["minimal", "nonsense"]  | gate.collection_unknown       | nonsense; there are change-basic, minimal.
                    ["minimal", "slsa"]      | gate.collection_not_supported | slsa.builder_trusted_level
                    []                       | gate.no_collection            | names no collection
                    """)
    void aCollectionThatCannotBeJudgedIsNamed(String collections, String id, String words) {
        Verdict verdict =
                new Gate(engine)
                        .judge(
                                Inputs.patched(
                                        "{\"environment\":{\"collections\":" + collections + "}}"));

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(only(verdict, id).message()).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"test.unit_pased": {}}                         | gate.parameter_unknown | there is no such rule
                    {"test.unit_passed": {"minimun": 3}}            | gate.parameter_unknown | has no parameter minimun; it has maxSkipped, minimum
                    {"test.unit_passed": {"minimum": "3"}}          | gate.parameter_invalid | must be of the type integer
                    {"test.unit_passed": {"minimum": -3}}           | gate.parameter_invalid | must be of the type integer
                    {"image.digest_pinned": {"strict": "true"}}     | gate.parameter_invalid | must be of the type boolean
                    {"image.registry_allowed": {"hosts": "a"}}      | gate.parameter_invalid | must be of the type strings
                    {"image.registry_allowed": {"hosts": [1]}}      | gate.parameter_invalid | must be of the type strings
                    {"vuln.no_blocking_cve": {"severities": ["critcal"]}} | gate.parameter_invalid | must be a list of critical, high, medium, low, negligible, unknown
                    {"image.registry_allowed": ["a"]}               | gate.parameter_invalid | must be names with values
                    """)
    void aParameterThatCannotBeUsedIsNamed(String parameters, String id, String words) {
        Verdict verdict =
                new Gate(engine)
                        .judge(
                                Inputs.patched(
                                        "{\"environment\":{\"parameters\":" + parameters + "}}"));

        assertThat(verdict.open()).isFalse();
        assertThat(only(verdict, id).message()).contains(words);
    }

    @Test
    void aPackThatIsNotThePinnedOneIsCantTell() {
        Verdict verdict =
                new Gate(engine).judge(Inputs.patched("{\"pins\":{\"packDigest\":\"abc\"}}"));

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        assertThat(only(verdict, "gate.pack_not_pinned").message()).contains(Pack.digest(), "abc");
    }

    @Test
    void missingPinsAreCantTellWhereProtectedAndNothingElsewhere() {
        String missing =
                "\"pins\":{\"state\":\"missing\",\"why\":\"There is no pins record.\",\"packDigest\":null}";

        Verdict guarded = new Gate(engine).judge(Inputs.patched("{" + missing + "}"));
        Verdict open =
                new Gate(engine)
                        .judge(
                                Inputs.patched(
                                        "{" + missing + ",\"environment\":{\"protected\":false}}"));

        assertThat(only(guarded, "gate.pins_unknown").message())
                .endsWith("There is no pins record.");
        assertThat(guarded.level()).isEqualTo(Level.CANT_TELL);
        assertThat(open.open()).isTrue();
    }

    @Test
    void aDeskWithOtherPinsIsCantTellAndToldWhatDiffers() {
        Verdict verdict =
                new Gate(engine)
                        .judge(
                                Inputs.patched(
                                        """
                                        {"pins": {"state": "invalid", "why": "pins-1 has soak 30m, this desk 5m."}}
                                        """));

        assertThat(verdict.level()).isEqualTo(Level.CANT_TELL);
        Finding differ = only(verdict, "gate.pins_differ");
        assertThat(differ.message())
                .isEqualTo(
                        "What this desk would judge production by isn't what is pinned there: pins-1 has soak 30m, this desk 5m.");
        assertThat(differ.remedy()).contains("current workspace file", "pin this one anew");
        assertThat(verdict.findings()).noneMatch(f -> f.id().equals("gate.pins_unknown"));
    }

    @Test
    void theWorstLevelDecides() {
        assertThat(Level.worst(List.of(Level.FINE, Level.DENY, Level.CANT_TELL)))
                .isEqualTo(Level.DENY);
        assertThat(Level.worst(List.of(Level.WAITS, Level.CANT_TELL))).isEqualTo(Level.CANT_TELL);
        assertThat(Level.worst(List.of(Level.WARN, Level.WAITS))).isEqualTo(Level.WAITS);
        assertThat(Level.worst(List.of(Level.WARN, Level.FINE))).isEqualTo(Level.WARN);
        assertThat(Level.worst(List.of())).isEqualTo(Level.CANT_TELL);
    }

    @Test
    void theCatalogueTellsOfEachRuleWhatItIsFor() {
        Catalogue catalogue = Catalogue.bundled();

        assertThat(catalogue.pack()).isEqualTo(Pack.digest());
        assertThat(catalogue.rules()).hasSize(11);
        assertThat(catalogue.rules())
                .allSatisfy(rule -> {
                    assertThat(rule.title()).isNotBlank();
                    assertThat(rule.description()).isNotBlank();
                    assertThat(rule.remedy()).endsWith(".");
                    assertThat(rule.remedyCantTell()).endsWith(".");
                    assertThat(rule.controls()).isNotEmpty();
                    assertThat(rule.depends()).isSubsetOf("time", "approvals");
                    assertThat(rule.parameters())
                            .allSatisfy(parameter -> {
                                assertThat(parameter.meaning()).isNotBlank();
                                assertThat(parameter.accepts(parameter.fallback())).isTrue();
                            });
                });
        assertThat(catalogue.collection("minimal").map(catalogue::missing)).contains(List.of());
        assertThat(catalogue.collection("change-basic").map(catalogue::missing))
                .contains(List.of());
        assertThat(catalogue.rule("vuln.no_blocking_cve").orElseThrow().parameters())
                .anySatisfy(parameter -> {
                    assertThat(parameter.name()).isEqualTo("onlyFixed");
                    assertThat(parameter.fallback())
                            .isEqualTo(JsonNodeFactory.instance.booleanNode(true));
                });
    }

    private static Finding only(Verdict verdict, String id) {
        List<Finding> found =
                verdict.findings().stream().filter(each -> each.id().equals(id)).toList();
        assertThat(found).as(verdict.findings().toString()).hasSize(1);
        return found.getFirst();
    }

    private static PolicyEngine answering(UnaryOperator<List<Finding>> change) {
        return new PolicyEngine() {
            @Override
            public List<Finding> evaluate(byte[] inputJson) {
                return change.apply(new ArrayList<>(engine.evaluate(inputJson)));
            }

            @Override
            public EngineInfo info() {
                return engine.info();
            }

            @Override
            public void close() {}
        };
    }
}
