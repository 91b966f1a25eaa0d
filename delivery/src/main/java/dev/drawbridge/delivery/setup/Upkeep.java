package dev.drawbridge.delivery.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.RecordsMark;
import dev.drawbridge.delivery.records.ReleaseRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records that say since when the policies stand as they do: {@code upkeep-<n>}, each with the
 * UID and generation of every policy and binding.
 */
final class Upkeep {

    /**
     * What {@code cluster setup} writes under the key {@code upkeep}; {@code restored} and {@code
     * pruned} are others.
     */
    private static final String SETUP = "setup";

    /**
     * One policy or binding as it stands: any change of it raises its generation, any new one has
     * another UID.
     */
    record Standing(String kind, String name, String uid, long generation) {}

    private final RecordStore store;
    private final NumberedRecords records;

    Upkeep(RecordStore store) {
        this.store = store;
        this.records = new NumberedRecords(store, RecordKind.UPKEEP);
    }

    /** The policies and bindings of the records namespace that are there now. */
    static List<Standing> live(ClusterConnection cluster, String recordsNamespace) {
        List<Standing> found = new ArrayList<>();
        for (String name : PolicyManifests.names(recordsNamespace)) {
            add(found, read(cluster, ValidatingAdmissionPolicy.class, name));
            add(found, read(cluster, ValidatingAdmissionPolicyBinding.class, name));
        }
        return List.copyOf(found);
    }

    private static <T extends HasMetadata> @Nullable T read(
            ClusterConnection cluster, Class<T> type, String name) {
        return cluster.read(
                "read " + type.getSimpleName() + " " + name,
                k -> k.resources(type).withName(name).get());
    }

    private static void add(List<Standing> found, @Nullable HasMetadata object) {
        if (object != null) {
            ObjectMeta meta = object.getMetadata();
            Long generation = meta.getGeneration();
            found.add(
                    new Standing(
                            object.getKind(),
                            meta.getName(),
                            meta.getUid(),
                            generation == null ? 0 : generation));
        }
    }

    /**
     * Writes that the platform role looked at records that went back, and stands by what is there.
     */
    ReleaseRecord<RecordBody.Other> restored(String reason, int count) {
        return records.add(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("upkeep", RecordsMark.RESTORED)
                        .put("reason", reason)
                        .put("records", count));
    }

    /** The last record of a setup. */
    Optional<ReleaseRecord<RecordBody.Other>> last() {
        List<ReleaseRecord<RecordBody.Other>> all = setups();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    private List<ReleaseRecord<RecordBody.Other>> setups() {
        return records.all().stream()
                .filter(r -> SETUP.equals(r.body().content().path("upkeep").asText()))
                .toList();
    }

    /** What a record says of the policies. */
    static List<Standing> policies(ReleaseRecord<RecordBody.Other> record) {
        List<Standing> found = new ArrayList<>();
        for (JsonNode node : record.body().content().path("policies")) {
            found.add(
                    new Standing(
                            node.path("kind").asText(),
                            node.path("name").asText(),
                            node.path("uid").asText(),
                            node.path("generation").asLong()));
        }
        return List.copyOf(found);
    }

    /**
     * Since when policies were in force without a gap, if they stand as this record says: the time
     * of the record, or of the first one that it continues.
     */
    Instant since(ReleaseRecord<RecordBody.Other> record) {
        List<ReleaseRecord<RecordBody.Other>> all = setups();
        ReleaseRecord<RecordBody.Other> first = record;
        for (int i = all.size() - 1; i >= 0; i--) {
            ReleaseRecord<RecordBody.Other> before = all.get(i);
            if (before.isNamedBy(continued(first))) {
                first = before;
            }
        }
        return first.created();
    }

    private static RecordRef continued(ReleaseRecord<RecordBody.Other> record) {
        JsonNode ref = record.body().content().path("continues");
        return new RecordRef(
                ref.path("name").asText(), ref.path("uid").asText(), ref.path("sha256").asText());
    }

    /**
     * Writes how the policies stand.
     *
     * @param continues the record before, where nobody but this setup changed them since; null:
     *     there may be a gap
     */
    ReleaseRecord<RecordBody.Other> write(
            List<Standing> policies, @Nullable ReleaseRecord<RecordBody.Other> continues) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("upkeep", SETUP);
        ArrayNode list = body.putArray("policies");
        for (Standing policy : policies) {
            list.add(RecordJson.tree(policy));
        }
        body.put("records", store.all().all().size());
        if (continues != null) {
            body.set("continues", RecordJson.tree(continues.ref()));
            body.putArray("restsOn").add(RecordJson.tree(continues.ref()));
        }
        return records.add(body);
    }
}
