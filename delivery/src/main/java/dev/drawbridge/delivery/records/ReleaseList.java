package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one mutable object among the records: which digest may run in which workload's container. The
 * platform role makes it; where there is none (an unprotected environment) every call that would
 * change it does nothing. Blocks on the network.
 */
public final class ReleaseList {
    /** The ConfigMap's name. */
    public static final String NAME = "release-list";

    /** Stands for the grant of what ran when the environment was set up. */
    public static final String SETUP = "setup";

    private static final int TRIES = 5;

    private final ClusterConnection cluster;
    private final String namespace;

    /** The list of the environment whose records lie in {@code namespace}. */
    public ReleaseList(ClusterConnection cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Where an entry stands. */
    public enum State {
        /** Granted and never served; only another than its grantor brings it in. */
        GRANTED,
        /** Served with a healthy outcome: anyone who may act puts it back. */
        SERVED,
        /** Its grant ended unused. */
        VOID,
        /** Still admitted for a rollback, and shown as revoked. */
        REVOKED
    }

    /**
     * One entry.
     *
     * @param state where it stands
     * @param grant the grant's name, or {@link #SETUP}
     * @param grantor who granted it
     */
    public record Entry(State state, String grant, String grantor) {
        /**
         * Reads {@code state|grant|grantor}; the grantor is last since a user's name holds
         * anything.
         */
        public static Optional<Entry> parse(String value) {
            String[] parts = value.split("\\|", 3);
            if (parts.length != 3) {
                return Optional.empty();
            }
            for (State state : State.values()) {
                if (word(state).equals(parts[0])) {
                    return Optional.of(new Entry(state, parts[1], parts[2]));
                }
            }
            return Optional.empty();
        }

        /** Whether its digest ran ready when the environment was set up. */
        public boolean ranBefore() {
            return state == State.SERVED && grant.equals(SETUP);
        }

        /** The same entry after its grant ended unused. */
        public Entry voided() {
            return new Entry(State.VOID, grant, grantor);
        }

        @Override
        public String toString() {
            return word(state) + "|" + grant + "|" + grantor;
        }

        private static String word(State state) {
            return state.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The key of a digest in a workload's container: {@code sha256.<hex>.<workload>.<container>}.
     */
    public static String key(String digest, String workload, String container) {
        return digest.replace(':', '.') + "." + workload + "." + container;
    }

    /** Every entry by its key; empty where there is no list. */
    public Optional<Map<String, String>> read() {
        return Optional.ofNullable(get())
                .map(map -> Optional.ofNullable(map.getData()).orElse(Map.of()));
    }

    /** The entry under {@code key}. */
    public Optional<Entry> find(String key) {
        return read().map(entries -> entries.get(key)).flatMap(Entry::parse);
    }

    /** Sets an entry; does nothing where there is no list or the entry says so already. */
    public void put(String key, Entry entry) {
        write(key, null, entry);
    }

    /** Sets an entry that says {@code from}; does nothing where it says anything else. */
    public void replace(String key, Entry from, Entry to) {
        write(key, from, to);
    }

    private void write(String key, @Nullable Entry from, Entry entry) {
        ConnectorException last = null;
        for (int i = 0; i < TRIES; i++) {
            ConfigMap list = get();
            String value = list == null ? null : value(list, key);
            if (list == null
                    || entry.toString().equals(value)
                    || from != null && !from.toString().equals(value)) {
                return;
            }
            try {
                patch(list, key, entry);
                return;
            } catch (ConnectorException e) {
                if (e.kind() != ConnectorException.Kind.CONFLICT) {
                    throw e;
                }
                last = e; // somebody else changed another entry meanwhile
            }
        }
        if (last != null) {
            throw last;
        }
    }

    private void patch(ConfigMap list, String key, Entry entry) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.putObject("metadata")
                .put("resourceVersion", list.getMetadata().getResourceVersion());
        change.putObject("data").put(key, entry.toString());
        PatchContext how = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();
        cluster.ask(
                "write entry " + key + " of the release list in namespace " + namespace,
                k ->
                        k.configMaps()
                                .inNamespace(namespace)
                                .withName(NAME)
                                .patch(how, change.toString()));
    }

    private static @Nullable String value(ConfigMap list, String key) {
        return list.getData() == null ? null : list.getData().get(key);
    }

    private @Nullable ConfigMap get() {
        return cluster.read(
                "read the release list in namespace " + namespace,
                k -> k.configMaps().inNamespace(namespace).withName(NAME).get());
    }
}
