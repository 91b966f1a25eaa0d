package dev.drawbridge.delivery.records;

import java.time.Instant;
import java.util.List;

/**
 * One record as it stands in the cluster.
 *
 * @param kind what it is
 * @param name the ConfigMap's name
 * @param uid the object's uid
 * @param sha256 lower-case hex SHA-256 over the canonical JSON of its data
 * @param created the API server's time of its making, to the second
 * @param who the user it names; true only where the records policy was in force when it was made
 * @param groups the groups it names, as {@code who}
 * @param service the service it is about; empty where it is about the environment
 * @param promotion the request's name where it belongs to a promotion, else empty
 * @param body what it says
 */
public record ReleaseRecord<T extends RecordBody>(
        RecordKind kind,
        String name,
        String uid,
        String sha256,
        Instant created,
        String who,
        List<String> groups,
        String service,
        String promotion,
        T body) {

    public ReleaseRecord {
        groups = List.copyOf(groups);
    }

    /** How another record names this one. */
    public RecordRef ref() {
        return new RecordRef(name, uid, sha256);
    }

    /** Whether {@code ref} names this very object, not one made again under its name. */
    public boolean isNamedBy(RecordRef ref) {
        return ref().equals(ref);
    }
}
