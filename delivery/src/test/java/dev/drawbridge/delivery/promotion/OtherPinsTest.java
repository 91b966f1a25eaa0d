package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.setup.PinnedGate;
import dev.drawbridge.delivery.setup.StandingGate;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.PolicyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A desk whose workspace file isn't the one that the environment was pinned with. */
class OtherPinsTest {
    private static PracticeShop shop;

    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        shop = PracticeShop.start(folder, List.of("pinned"));
    }

    @AfterAll
    static void stop() throws Exception {
        shop.close();
    }

    @Test
    void isToldWhichPinsThereAreWhichItHasAndEachDifference() throws IOException {
        Site site = shop.desk("rita").desk().site("production");
        PinnedGate recorded = PinnedGate.read(site.records()).orElseThrow();

        GateInput.Pins same = new StandingGate(workspace("")).pins(site, engine());
        GateInput.Pins other =
                new StandingGate(workspace("operator: [release-managers, sre]"))
                        .pins(site, engine());

        assertThat(same.state()).isEqualTo(GateInput.State.READ);
        assertThat(other.state()).isEqualTo(GateInput.State.INVALID);
        assertThat(other.why())
                .startsWith(
                        recorded.record().name()
                                + ", set by "
                                + recorded.who()
                                + ", holds "
                                + recorded.sha256().substring(0, 12)
                                + ", and this desk has ")
                .endsWith(
                        "; from there to here, roles.operator was [\"release-managers\",\"sre\"] and is [\"sre\"].");
        assertThat(other.sha256()).isEqualTo(recorded.sha256());
    }

    /** The shop's own, with the role of operator changed where those words stand. */
    private static Workspace workspace(String operators) throws IOException {
        Path file = shop.world().workspaceFile();
        String text = Files.readString(file);
        if (!operators.isEmpty()) {
            assertThat(text).contains(operators);
            text = text.replace(operators, "operator: [sre]");
        }
        return new WorkspaceReader()
                .read(Files.writeString(file.resolveSibling("other.yaml"), text));
    }

    private static EngineInfo engine() {
        try (PolicyEngine engine = EmbeddedEngine.open()) {
            return engine.info();
        }
    }
}
