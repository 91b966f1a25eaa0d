package dev.drawbridge.delivery.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drawbridge.delivery.workspace.GatePlan.ApprovalRule;
import dev.drawbridge.delivery.workspace.GatePlan.RequestField;
import dev.drawbridge.delivery.workspace.Service.ByTag;
import dev.drawbridge.delivery.workspace.Service.SourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceReaderTest {

    private final WorkspaceReader reader = new WorkspaceReader();

    @TempDir Path folder;

    @Test
    void readsEveryPartOfTheCore() throws IOException {
        Workspace shop = reader.read(WorkspaceFolder.write(folder, WorkspaceFolder.SHOP));

        assertThat(shop.name()).isEqualTo("shop");
        assertThat(shop.team()).isEqualTo("storefront");
        assertThat(shop.order())
                .extracting(Environment::name)
                .containsExactly("dev", "staging", "production");
        assertThat(shop.first().name()).isEqualTo("dev");
        assertThat(shop.first().promoteAuto()).isTrue();
        assertThat(shop.first().recordsNamespace()).isEqualTo("shop");
        assertThat(shop.first().rollbackFree()).isEqualTo(Duration.ofDays(30));
        assertThat(shop.groups(Role.OPERATOR)).containsExactly("release-managers", "sre");

        Environment production = shop.environment("production");
        assertThat(production.protectedEnv()).isTrue();
        assertThat(production.recordsNamespace()).isEqualTo("shop-releases");
        assertThat(production.rollbackFree()).isEqualTo(Duration.ofDays(14));
        assertThat(production.cluster().uid()).isEqualTo("5d2c0000-0000-0000-0000-000000000001");
        GatePlan gate = production.gate();
        assertThat(gate.soak()).isEqualTo(Duration.ofMinutes(30));
        assertThat(gate.maxAge()).isEqualTo(Map.of("vulnerability-scan", Duration.ofHours(24)));
        assertThat(gate.require())
                .containsExactly(RequestField.REASON, RequestField.TICKET, RequestField.BACK_OUT);
        assertThat(gate.approvals())
                .containsExactly(new ApprovalRule(1, List.of("release-managers")));
        assertThat(gate.freeze()).isEqualTo(folder.resolve("calendars/freeze.ics"));
        assertThat(gate.parameters().get("image.registry_allowed"))
                .hasToString("{\"hosts\":[\"registry.example.org:5000\"]}");

        Service checkout = shop.service("checkout");
        assertThat(checkout.candidate()).isEqualTo(new ByTag("main"));
        assertThat(checkout.source())
                .isEqualTo(new SourceRef("https://git.example.org/shop/checkout", "checkout/"));
        assertThat(checkout.workloadName(production)).isEqualTo("checkout-v1");
        assertThat(checkout.workloadName(shop.first())).isEqualTo("checkout");
        assertThat(shop.personOfClusterUser("arn:aws:iam::1:user/rita").orElseThrow().name())
                .isEqualTo("Rita R.");
        assertThat(shop.personOfGitAddress("BOT@example.org").orElseThrow().bot()).isTrue();
        assertThat(shop.trust().getFirst().kinds()).containsExactlyInAnyOrder("signature", "test");
        assertThat(shop.connections().registries().getFirst().settings().ca())
                .isEqualTo(folder.resolve("certs/company-ca.pem"));
    }

    @Test
    void aGitHostHasSettingsOfItsOwn() throws IOException {
        String git = "  git: [{ host: git.example.org, ca: certs/company-ca.pem }]\n";
        String workspace = WorkspaceFolder.SHOP.replaceFirst("(?m)^  policy:", git + "  policy:");

        Workspace shop = reader.read(WorkspaceFolder.write(folder, workspace));

        assertThat(shop.connections().git())
                .singleElement()
                .satisfies(host -> {
                    assertThat(host.host()).isEqualTo("git.example.org");
                    assertThat(host.settings().ca())
                            .isEqualTo(folder.resolve("certs/company-ca.pem"));
                });
    }

    @Test
    void namesWhatItHasWhenAskedForWhatItHasNot() throws IOException {
        Workspace shop = reader.read(WorkspaceFolder.write(folder, WorkspaceFolder.SHOP));

        assertThatThrownBy(() -> shop.environment("prodction"))
                .isInstanceOf(WorkspaceException.class)
                .hasMessageContaining("no environment 'prodction'")
                .hasMessageContaining("did you mean 'production'?");
        assertThatThrownBy(() -> shop.service("zzz"))
                .hasMessageContaining("it has checkout, payments.");
    }

    @Test
    void answersManyMistakesAtOnceInTheFilesOrder() throws IOException {
        String yaml =
                WorkspaceFolder.SHOP
                        .replace("team: storefront", "taem: storefront")
                        .replace("soak: 30m", "soak: 30")
                        .replace("after: [dev]", "after: [dve]");
        Path file = WorkspaceFolder.write(folder, yaml);

        assertThat(reader.check(file))
                .extracting(Problem::line, Problem::hint)
                .containsExactly(
                        tuple(3, "did you mean 'team'?"),
                        tuple(31, "a number without a unit could mean anything"),
                        tuple(45, "did you mean 'dev'?"));
        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(WorkspaceException.class)
                .hasMessageStartingWith(
                        file
                                + ":3:25: found the unknown key 'taem', expected one of name, team; did you mean 'team'?");
    }

    @Test
    void findsTheFileHereOrAbove() throws IOException {
        Path file = WorkspaceFolder.write(folder, WorkspaceFolder.SHOP);
        Path deep = Files.createDirectories(folder.resolve("a/b"));

        assertThat(WorkspaceFinder.find(deep)).contains(file);
        assertThat(WorkspaceFinder.find(folder)).contains(file);
        Files.delete(file);
        assertThat(WorkspaceFinder.find(deep)).isNotEqualTo(Optional.of(file));
    }

    @Test
    void showsWhatItResolvesToTheSameFromEveryFolder(@TempDir Path other) throws IOException {
        Workspace here = reader.read(WorkspaceFolder.write(folder, WorkspaceFolder.SHOP));
        Workspace there = reader.read(WorkspaceFolder.write(other, WorkspaceFolder.SHOP));

        var shown = new WorkspaceWriter(here).show();
        assertThat(shown).isEqualTo(new WorkspaceWriter(there).show());
        assertThat(shown.at("/environments/0/records/namespace").asText()).isEqualTo("shop");
        assertThat(shown.at("/environments/0/gate/soak").asText()).isEqualTo("0s");
        assertThat(shown.at("/environments/2/gate/freeze").asText())
                .isEqualTo("calendars/freeze.ics");
        assertThat(shown.at("/trust/keys/0/file").asText()).isEqualTo("keys/build.pub");
    }
}
