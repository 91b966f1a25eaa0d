package dev.drawbridge.delivery.setup;

import static dev.drawbridge.delivery.setup.PolicyCase.allowed;
import static dev.drawbridge.delivery.setup.PolicyCase.refused;

import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.stream.Stream;

/** What the records policy lets pass and refuses, person by person. */
final class RecordPolicyCases {
    private RecordPolicyCases() {}

    private static String madeByRita(ShopCluster s) {
        return s.make("rita", s.record("request", "rita")).getMetadata().getName();
    }

    private static PolicyCase beyondRole(String name, String person, String kind) {
        return refused(
                name,
                "your role may not make a record of kind " + kind + " here",
                s -> s.make(person, s.record(kind, person)));
    }

    static Stream<PolicyCase> records() {
        return Stream.of(
                allowed("rita requests", s -> s.make("rita", s.record("request", "rita"))),
                allowed(
                        "omar approves, in his group",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar")
                                                .addToData("groups", "release-managers"))),
                allowed("sam writes a step", s -> s.make("sam", s.record("step", "sam"))),
                allowed("lee breaks glass", s -> s.make("lee", s.record("break-glass", "lee"))),
                allowed("cora freezes", s -> s.make("cora", s.record("freeze", "cora"))),
                allowed("pat writes upkeep", s -> s.make("pat", s.record("upkeep", "pat"))),
                beyondRole("rita approves", "rita", "approval"),
                beyondRole("sam approves", "sam", "approval"),
                beyondRole("rita grants", "rita", "grant"),
                beyondRole("omar writes pins", "omar", "pins"),
                beyondRole("sam writes upkeep", "sam", "upkeep"),
                beyondRole("eve approves", "eve", "approval"),
                refused(
                        "omar approves as rita",
                        "who must be omar",
                        s -> s.make("omar", s.record("approval", "rita"))),
                refused(
                        "omar approves without a name",
                        "who must be omar",
                        s -> s.make("omar", s.record("approval", "omar").removeFromData("who"))),
                refused(
                        "omar claims a group",
                        "only groups its maker is in",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar")
                                                .addToData(
                                                        "groups", "release-managers\ncompliance"))),
                refused(
                        "omar, not immutable",
                        "is immutable",
                        s -> s.make("omar", s.record("approval", "omar").withImmutable(false))),
                refused(
                        "omar, immutable left out",
                        "is immutable",
                        s -> s.make("omar", s.record("approval", "omar").withImmutable(null))),
                refused(
                        "eve without a kind",
                        "names no kind of record",
                        s ->
                                s.make(
                                        "eve",
                                        s.record("x", "eve")
                                                .editMetadata()
                                                .withLabels(Map.of())
                                                .endMetadata())),
                refused(
                        "eve, unknown kind",
                        "names no kind of record",
                        s -> s.make("eve", s.record("notice", "eve"))),
                refused(
                        "omar with an owner that would take it away",
                        "no binary data, no owner",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar")
                                                .editMetadata()
                                                .withOwnerReferences(
                                                        new OwnerReferenceBuilder()
                                                                .withApiVersion("v1")
                                                                .withKind("ConfigMap")
                                                                .withName("x")
                                                                .withUid("1")
                                                                .build())
                                                .endMetadata())),
                refused(
                        "omar with words the hash doesn't cover",
                        "no binary data",
                        s ->
                                s.make(
                                        "omar",
                                        s.record("approval", "omar").addToBinaryData("x", "AAAA"))),
                refused(
                        "eve, as the cluster's certificate",
                        "names no kind of record",
                        s ->
                                s.make(
                                        "eve",
                                        s.record("notice", "eve")
                                                .editMetadata()
                                                .withName("kube-root-ca.crt")
                                                .endMetadata())),
                refused(
                        "eve makes the cluster's certificate an approval",
                        "don't change",
                        s -> s.relabel("eve", "kube-root-ca.crt", "approval")),
                refused(
                        "eve deletes a record",
                        "can't be deleted",
                        s -> s.deleteConfigMap("eve", madeByRita(s))),
                refused(
                        "pat deletes a record",
                        "can't be deleted",
                        s -> s.deleteConfigMap("pat", madeByRita(s))),
                refused(
                        "eve deletes them all",
                        "can't be deleted",
                        s -> {
                            madeByRita(s);
                            s.as("eve")
                                    .configMaps()
                                    .inNamespace(ShopCluster.RECORDS)
                                    .withLabel("drawbridge.dev/kind")
                                    .delete();
                        }),
                refused(
                        "eve relabels a record",
                        "don't change",
                        s -> s.relabel("eve", madeByRita(s), "grant")),
                refused(
                        "omar annotates his own",
                        "forbidden",
                        s ->
                                s.mergeConfigMap(
                                        "omar",
                                        s.make("omar", s.record("approval", "omar"))
                                                .getMetadata()
                                                .getName(),
                                        "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}")));
    }
}
