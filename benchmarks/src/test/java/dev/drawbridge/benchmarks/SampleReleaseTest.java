package dev.drawbridge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.policies.CanonicalJson;
import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.Gate;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Level;
import dev.drawbridge.policies.Verdict;
import org.junit.jupiter.api.Test;

class SampleReleaseTest {

    @Test
    void isOfThePromisedSizeAndJudgedByEveryRuleOfItsCollections() {
        try (EmbeddedEngine engine = EmbeddedEngine.open()) {
            GateInput release = SampleRelease.input(engine.info().packDigest());
            Verdict verdict = new Gate(engine).judge(release);

            assertThat(CanonicalJson.bytes(release)).hasSizeBetween(20_000, 22_000);
            assertThat(verdict.findings()).isNotEmpty();
            assertThat(verdict.level()).isIn(Level.FINE, Level.WARN);
        }
    }
}
