package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PolicyDocsTest {

    @Test
    void thePublishedReferenceIsThatOfThePack() throws Exception {
        Published.isCurrent(
                Path.of("../docs/reference/policies.md"), PolicyDocs.markdown(Catalogue.bundled()));
    }

    @Test
    void everyRuleAndParameterIsInIt() {
        Catalogue catalogue = Catalogue.bundled();
        String page = PolicyDocs.markdown(catalogue);

        assertThat(catalogue.rules())
                .allSatisfy(rule -> {
                    assertThat(page).contains("### " + rule.id() + "\n", rule.remedy());
                    rule.controls().forEach(control -> assertThat(page).contains(control));
                    rule.parameters()
                            .forEach(
                                    each -> assertThat(page).contains("| `" + each.name() + "` |"));
                });
    }
}
