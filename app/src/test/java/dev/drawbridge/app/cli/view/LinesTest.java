package dev.drawbridge.app.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.workspace.ClusterRef;
import dev.drawbridge.delivery.workspace.ConnectionSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void wordsAreQuotedAsAShellTakesThem() {
        assertThat(Lines.quote("production/checkout-41be0aa7-1"))
                .isEqualTo("production/checkout-41be0aa7-1");
        assertThat(Lines.quote("it's here; rm")).isEqualTo("'it'\\''s here; rm'");
        assertThat(Lines.quote("$(id)")).isEqualTo("'$(id)'");
        assertThat(Lines.quote("")).isEqualTo("''");
    }

    @Test
    void theKubectlLineNamesTheClusterOfTheWorkspace() {
        ClusterRef cluster =
                new ClusterRef(
                        "shop prod",
                        Path.of("/home/rita/kube config"),
                        null,
                        ConnectionSettings.NONE);

        assertThat(Lines.create(cluster, "kind: ConfigMap\n"))
                .isEqualTo(
                        "kubectl --kubeconfig '/home/rita/kube config' --context 'shop prod' create -f - <<'EOF'\n"
                                + "kind: ConfigMap\nEOF");
    }

    @Test
    void ofSeveralEndingsTheOneThatMattersMostWins() {
        assertThat(Endings.first(List.of())).isEqualTo(Ending.DONE);
        assertThat(Endings.first(List.of(Ending.WAITS, Ending.CANT_TELL, Ending.DENIED)))
                .isEqualTo(Ending.DENIED);
        assertThat(Endings.first(List.of(Ending.DENIED, Ending.FAILED))).isEqualTo(Ending.FAILED);
        assertThat(Endings.first(List.of(Ending.FAILED, Ending.LOOK_NOW)))
                .isEqualTo(Ending.LOOK_NOW);
        assertThat(Endings.first(List.of(Ending.LOOK_NOW, Ending.BAD_INPUT)))
                .isEqualTo(Ending.BAD_INPUT);
    }

    @Test
    void aPromotionThatIsntThroughIsNeverDone() {
        for (Promotion.Phase phase : Promotion.Phase.values()) {
            assertThat(Endings.of(phase) == Ending.DONE)
                    .isEqualTo(phase == Promotion.Phase.HEALTHY);
        }
    }
}
