package dev.drawbridge.delivery.records;

/**
 * What a record rests on.
 *
 * @param name the ConfigMap's name
 * @param uid the object's uid, given by the API server: another object under the same name has
 *     another
 * @param sha256 lower-case hex SHA-256 over the canonical JSON of the object's {@code data}
 */
public record RecordRef(String name, String uid, String sha256) {}
