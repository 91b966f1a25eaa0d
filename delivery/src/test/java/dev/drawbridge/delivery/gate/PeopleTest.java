package dev.drawbridge.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.workspace.Connections;
import dev.drawbridge.delivery.workspace.Person;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.GateInput.IdentityKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private final People people =
            new People(
                    new Workspace(
                            "shop",
                            null,
                            Connections.NONE,
                            Map.of(),
                            List.of(),
                            List.of(),
                            List.of(
                                    new Person(
                                            "Rita R.",
                                            List.of("rita@shop", "kubernetes-admin"),
                                            List.of(),
                                            false),
                                    new Person("renovate", List.of("renovate"), List.of(), true)),
                            List.of(),
                            Path.of("drawbridge.yaml")));

    @Test
    void knowsAPersonByTheirClusterUser() {
        assertThat(people.kind("rita@shop")).isEqualTo(IdentityKind.PERSON);
        assertThat(people.person("rita@shop")).isEqualTo("Rita R.");
    }

    @Test
    void anIdentityThatSeveralHoldIsNobodyWhateverTheWorkspaceSays() {
        for (String user :
                List.of("kubernetes-admin", "system:serviceaccount:ci:deployer", "renovate")) {
            assertThat(people.kind(user)).isEqualTo(IdentityKind.SHARED);
            assertThat(people.person(user)).isNull();
        }
    }

    @Test
    void whoIsNotNamedIsUnmapped() {
        assertThat(people.kind("sam@shop")).isEqualTo(IdentityKind.UNMAPPED);
        assertThat(people.person("sam@shop")).isNull();
    }
}
