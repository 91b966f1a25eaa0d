package dev.drawbridge.delivery.setup;

import static dev.drawbridge.delivery.setup.PolicyCase.allowed;
import static dev.drawbridge.delivery.setup.PolicyCase.refused;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.stream.Stream;

/** What the records policy makes of the release list. */
final class ListPolicyCases {
    private ListPolicyCases() {}

    static ConfigMapBuilder list(Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(ShopCluster.RECORDS)
                .withName("release-list")
                .endMetadata()
                .withData(data);
    }

    private static String inState(ShopCluster s, String state) {
        String key = s.freshKey();
        s.entry("omar", key, "granted|g1|omar");
        switch (state) {
            case "granted" -> {}
            case "void" -> s.entry("sam", key, "void|g1|omar");
            default -> {
                s.entry("sam", key, "served|g1|omar");
                if (state.equals("revoked")) {
                    s.entry("omar", key, "revoked|g1|omar");
                }
            }
        }
        return key;
    }

    static Stream<PolicyCase> list() {
        return Stream.of(
                refused(
                        "eve makes the release list",
                        "only the platform role makes",
                        s -> s.make("eve", list(Map.of()))),
                allowed("omar grants", s -> s.entry("omar", s.freshKey(), "granted|g1|omar")),
                refused(
                        "omar grants in sam's name",
                        "in their own name",
                        s -> s.entry("omar", s.freshKey(), "granted|g1|sam")),
                refused(
                        "omar adds as served",
                        "in their own name",
                        s -> s.entry("omar", s.freshKey(), "served|g1|omar")),
                refused(
                        "omar adds as set up",
                        "in their own name",
                        s -> s.entry("omar", s.freshKey(), "served|setup|omar")),
                refused(
                        "eve adds",
                        "in their own name",
                        s -> s.entry("eve", s.freshKey(), "granted|g1|eve")),
                refused(
                        "rita adds",
                        "forbidden",
                        s -> s.entry("rita", s.freshKey(), "granted|g1|rita")),
                refused(
                        "omar writes no entry",
                        "state|grant|grantor",
                        s -> s.entry("omar", s.freshKey(), "granted")),
                refused(
                        "omar writes no key",
                        "sha256.<hex>",
                        s -> s.entry("omar", "latest", "granted|g1|omar")),
                refused(
                        "omar takes one off",
                        "the platform role alone prunes it",
                        s -> s.entry("omar", inState(s, "served"), null)),
                refused(
                        "omar marks his own as served",
                        "can't go this way",
                        s -> s.entry("omar", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "rita marks it served",
                        "forbidden",
                        s -> s.entry("rita", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "eve marks it served",
                        "can't go this way",
                        s -> s.entry("eve", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "sam changes the grantor",
                        "can't go this way",
                        s -> s.entry("sam", inState(s, "granted"), "served|g1|sam")),
                refused(
                        "sam changes the grant",
                        "can't go this way",
                        s -> s.entry("sam", inState(s, "granted"), "served|g2|omar")),
                allowed(
                        "sam marks it served",
                        s -> s.entry("sam", inState(s, "granted"), "served|g1|omar")),
                refused(
                        "sam makes it granted again",
                        "in their own name",
                        s -> s.entry("sam", inState(s, "served"), "granted|g1|omar")),
                refused(
                        "omar makes what served granted",
                        "can't go this way",
                        s -> s.entry("omar", inState(s, "served"), "granted|g2|omar")),
                allowed(
                        "omar revokes",
                        s -> s.entry("omar", inState(s, "served"), "revoked|g1|omar")),
                allowed(
                        "omar takes that back",
                        s -> s.entry("omar", inState(s, "revoked"), "served|g1|omar")),
                allowed("sam voids it", s -> s.entry("sam", inState(s, "granted"), "void|g1|omar")),
                refused(
                        "sam brings back what is void",
                        "can't go this way",
                        s -> s.entry("sam", inState(s, "void"), "served|g1|omar")),
                refused(
                        "sam grants anew in omar's name",
                        "in their own name",
                        s -> s.entry("sam", inState(s, "void"), "granted|g2|omar")),
                allowed(
                        "omar grants it anew",
                        s -> s.entry("omar", inState(s, "void"), "granted|g2|omar")),
                refused(
                        "omar makes the list a record",
                        "is no record",
                        s -> s.relabel("omar", "release-list", "approval")),
                refused(
                        "omar closes the list",
                        "stays open",
                        s -> s.mergeConfigMap("omar", "release-list", "{\"immutable\":true}")),
                refused(
                        "eve empties the list",
                        "the platform role alone prunes it",
                        s -> s.mergeConfigMap("eve", "release-list", "{\"data\":null}")),
                refused(
                        "omar deletes the list",
                        "forbidden",
                        s -> s.deleteConfigMap("omar", "release-list")),
                refused(
                        "eve deletes the list",
                        "can't be deleted",
                        s -> s.deleteConfigMap("eve", "release-list")),
                refused(
                        "pat grants",
                        "in their own name",
                        s -> s.entry("pat", s.freshKey(), "granted|g1|pat")),
                allowed(
                        "pat adds what runs",
                        s -> s.entry("pat", s.freshKey(), "served|setup|pat")),
                allowed("pat prunes", s -> s.entry("pat", inState(s, "served"), null)));
    }
}
