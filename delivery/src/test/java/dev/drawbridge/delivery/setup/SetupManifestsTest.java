package dev.drawbridge.delivery.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import dev.drawbridge.delivery.workspace.WorkspaceFolder;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SetupManifestsTest {

    @TempDir Path folder;

    private Workspace shop(String from, String to) throws IOException {
        return new WorkspaceReader()
                .read(WorkspaceFolder.write(folder, WorkspaceFolder.SHOP.replace(from, to)));
    }

    private SetupManifests manifests() throws IOException {
        Workspace shop = shop("", "");
        return new SetupManifests(shop, shop.environment("production"));
    }

    private static <T extends HasMetadata> T find(
            List<HasMetadata> all, Class<T> type, String name) {
        return all.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(o -> o.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theKindsAreThoseOfTheRecords() {
        assertThat(RoleTable.allKinds())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(RecordKind.values()).map(RecordKind::label).toList());
    }

    @Test
    void eachRoleMayMakeItsKindsAndNoOthers() throws IOException {
        List<HasMetadata> all = manifests().all();
        for (Role role : Role.values()) {
            if (role == Role.READER) {
                continue;
            }
            var made =
                    find(
                            all,
                            io.fabric8.kubernetes.api.model.rbac.Role.class,
                            "drawbridge-" + role.word());
            List<String> kinds =
                    made.getRules().stream()
                            .filter(r -> r.getApiGroups().contains("drawbridge.dev"))
                            .flatMap(r -> r.getResources().stream())
                            .filter(r -> !r.equals("release-list"))
                            .toList();
            assertThat(kinds).containsExactlyElementsOf(RoleTable.kinds(role));
            assertThat(find(all, RoleBinding.class, "drawbridge-" + role.word()).getSubjects())
                    .extracting(Subject::getName)
                    .containsExactlyElementsOf(shop("", "").groups(role));
        }
    }

    @Test
    void whoeverHasARoleReadsAndAReaderDoesNoMore() throws IOException {
        Workspace shop = shop("roles:\n", "roles:\n  reader: [viewers]\n");
        List<HasMetadata> all = new SetupManifests(shop, shop.environment("production")).all();
        List<String> everyone =
                shop.roles().values().stream().flatMap(List::stream).distinct().toList();
        assertThat(everyone).contains("viewers", "developers", "platform");

        assertThat(
                        all.stream()
                                .filter(RoleBinding.class::isInstance)
                                .map(RoleBinding.class::cast)
                                .filter(b -> b.getRoleRef().getName().equals("drawbridge-reader")))
                .extracting(b -> b.getMetadata().getNamespace())
                .containsExactlyInAnyOrder("shop", "shop-releases");
        for (HasMetadata object : all) {
            if (object instanceof RoleBinding binding) {
                boolean reads = binding.getRoleRef().getName().equals("drawbridge-reader");
                List<String> groups = binding.getSubjects().stream().map(Subject::getName).toList();
                assertThat(groups.contains("viewers")).isEqualTo(reads);
                assertThat(!reads || groups.containsAll(everyone)).isTrue();
            }
            if (object instanceof io.fabric8.kubernetes.api.model.rbac.Role role
                    && role.getMetadata().getName().equals("drawbridge-reader")) {
                role.getRules()
                        .forEach(rule ->
                                assertThat(rule.getVerbs()).isSubsetOf("get", "list", "watch"));
            }
        }
    }

    @Test
    void nobodyMayChangeRecordsReadSecretsOrDoEverything() throws IOException {
        for (HasMetadata object : manifests().all()) {
            if (object instanceof io.fabric8.kubernetes.api.model.rbac.Role role) {
                for (PolicyRule rule : role.getRules()) {
                    assertThat(rule.getVerbs()).doesNotContain("*");
                    assertThat(rule.getResources()).doesNotContain("*", "secrets");
                    if (role.getMetadata().getNamespace().equals("shop-releases")
                            && rule.getResources().contains("configmaps")
                            && !rule.getResourceNames().contains("release-list")) {
                        assertThat(rule.getVerbs()).isSubsetOf("get", "list", "watch", "create");
                    }
                }
            }
        }
    }

    @Test
    void printsWholeDocumentsWithNothingLeftToFillIn() throws IOException {
        String text = manifests().print();

        assertThat(text).doesNotContain("${");
        assertThat(
                        StreamSupport.stream(
                                new Load(LoadSettings.builder().build())
                                        .loadAllFromString(text)
                                        .spliterator(),
                                false))
                .hasSize(manifests().all().size());
    }

    @Test
    void aPolicyAnswersWithItsOwnVersion() throws IOException {
        Workspace shop = shop("", "");
        SetupManifests manifests = manifests();
        var policy =
                find(
                        manifests.all(),
                        ValidatingAdmissionPolicy.class,
                        PolicyManifests.recordsPolicy("shop-releases"));
        String other =
                new SetupManifests(
                                shop("records: shop-releases", "records: other"),
                                shop("records: shop-releases", "records: other")
                                        .environment("production"))
                        .policies()
                        .recordsVersion();

        assertThat(policy.getSpec().getValidations().getFirst().getMessage())
                .isEqualTo("policy version " + manifests.policies().recordsVersion() + " answers");
        assertThat(other).isNotEqualTo(manifests.policies().recordsVersion());
        assertThat(shop.environment("production").recordsNamespace()).isEqualTo("shop-releases");
    }

    @Test
    void refusesWhatWouldStopTheApplicationOrLeaveNobodyToAct() throws IOException {
        Workspace shop = shop("", "");
        assertThatThrownBy(() -> new SetupManifests(shop, shop.environment("dev")))
                .isInstanceOf(WorkspaceException.class)
                .hasMessageContaining("such as records: shop-releases");
        Workspace nobody = shop("  platform: [platform]\n", "");
        assertThatThrownBy(() -> new SetupManifests(nobody, nobody.environment("production")))
                .hasMessageContaining("no group has the role platform");
    }
}
