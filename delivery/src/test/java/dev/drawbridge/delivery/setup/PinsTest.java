package dev.drawbridge.delivery.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceFolder;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinsTest {

    private static final EngineFacts ENGINE = new EngineFacts("embedded", "sha256:aa");
    private static final ClusterFacts CLUSTER = new ClusterFacts("c", "n", "r");

    @TempDir Path folder;

    private Pins pins(String yaml) throws IOException {
        Path file = folder.resolve("drawbridge.yaml");
        if (Files.exists(file)) {
            Files.writeString(file, yaml);
        } else {
            WorkspaceFolder.write(folder, yaml);
        }
        Workspace shop = new WorkspaceReader().read(file);
        return Pins.current(shop, shop.environment("production"), ENGINE, CLUSTER);
    }

    @Test
    void theSameWorkspaceHasTheSamePins() throws IOException {
        Pins once = pins(WorkspaceFolder.SHOP);
        Pins again =
                pins("# a comment\n" + WorkspaceFolder.SHOP.replace("soak: 30m", "soak: 1800s"));

        assertThat(again.sha256()).isEqualTo(once.sha256());
        assertThat(Pins.compare(once.content(), again.content())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "soak: 30m | soak: 5m | environment.gate.soak was \"30m\" and is \"5m\"",
                "[minimal, change-basic] | [minimal] | environment.gate.collections was [\"minimal\",\"change-basic\"] and is [\"minimal\"]",
                "count: 1 | count: 2 | environment.gate.approvals[0].count was 1 and is 2",
                "vulnerability-scan: 24h | vulnerability-scan: 90d | environment.gate.evidence.maxAge.vulnerability-scan was \"1d\" and is \"90d\"",
                "candidate: { tag: main } | candidate: { tag: next } | services.'checkout'.candidate.tag was \"main\" and is \"next\"",
                "name: checkout, container: app | name: checkout, container: web | services.'checkout'.workload.container was \"app\" and is \"web\"",
                "git: [bot@example.org] | git: [human@example.org] | people.'renovate'.git was [\"bot@example.org\"] and is [\"human@example.org\"]",
                "platform: [platform] | platform: [everyone] | roles.platform was [\"platform\"] and is [\"everyone\"]",
                "file: keys/scanner.pub | file: keys/build.pub | trust.'scanner'.sha256 was",
                "for: [vulnerability-scan] | for: [vulnerability-scan, test] | trust.'scanner'.for was",
            })
    void namesWhatDiffers(String from, String to, String words) throws IOException {
        Pins pinned = pins(WorkspaceFolder.SHOP);
        List<String> differences =
                Pins.compare(
                        pinned.content(), pins(WorkspaceFolder.SHOP.replace(from, to)).content());

        assertThat(differences).singleElement().asString().startsWith(words);
    }

    @Test
    void noticesAnotherCalendarClusterAndPack() throws IOException {
        Pins pinned = pins(WorkspaceFolder.SHOP);
        Files.writeString(
                folder.resolve("calendars/freeze.ics"), "BEGIN:VCALENDAR\nX-A:1\nEND:VCALENDAR\n");
        Workspace shop = new WorkspaceReader().read(folder.resolve("drawbridge.yaml"));
        Pins now =
                Pins.current(
                        shop,
                        shop.environment("production"),
                        new EngineFacts("opa", "sha256:bb"),
                        new ClusterFacts("c", "n", "made-again"));

        assertThat(Pins.compare(pinned.content(), now.content()))
                .anyMatch(d -> d.startsWith("freeze was"))
                .contains(
                        "engine.kind was \"embedded\" and is \"opa\"",
                        "engine.pack was \"sha256:aa\" and is \"sha256:bb\"",
                        "cluster.records was \"r\" and is \"made-again\"")
                .hasSize(4);
    }

    @Test
    void holdsNothingOfWhereThisDeskKeepsItsFiles() throws IOException {
        assertThat(pins(WorkspaceFolder.SHOP).json())
                .doesNotContain(folder.toString())
                .doesNotContain("shop-prod");
    }
}
