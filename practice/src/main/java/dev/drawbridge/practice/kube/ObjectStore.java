package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a cluster, each change with a revision of its own that only grows, and the last
 * changes for watches. Objects in it are never changed in place: what is read may be shared, what
 * is to be changed is copied first. For any thread; {@link #locked} joins several steps.
 */
final class ObjectStore {
    private final TreeMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
    private final ArrayDeque<StoredChange> changes = new ArrayDeque<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final RandomGenerator random;
    private final int history;
    private long revision = 1;
    private long forgotten = 1;

    ObjectStore(RandomGenerator random, int history) {
        this.random = random;
        this.history = history;
    }

    /**
     * A change as watches need it.
     *
     * @param before null when it is new
     * @param after null when it is gone; {@code before} then bears the revision of the deletion
     */
    record StoredChange(
            long revision,
            ObjectKey key,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after) {}

    /** Objects at one moment. */
    record Snapshot(long revision, List<ObjectNode> items) {}

    /** Runs several steps as one. */
    synchronized <T> T locked(Supplier<T> steps) {
        return steps.get();
    }

    synchronized long revision() {
        return revision;
    }

    synchronized Optional<ObjectNode> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** Objects of a type, in one namespace or, where it is null, in all, by namespace and name. */
    synchronized Snapshot list(ResourceType type, @Nullable String namespace) {
        List<ObjectNode> items = new ArrayList<>();
        ObjectKey first = new ObjectKey(type, namespace == null ? "" : namespace, "");
        for (var entry : objects.tailMap(first).entrySet()) {
            ObjectKey key = entry.getKey();
            if (!key.type().equals(type)
                    || (namespace != null && !key.namespace().equals(namespace))) {
                break;
            }
            items.add(entry.getValue());
        }
        return new Snapshot(revision, items);
    }

    synchronized List<ObjectNode> everything() {
        return List.copyOf(objects.values());
    }

    /** Keeps this object, which must not be touched afterwards, under the next revision. */
    synchronized ObjectNode put(ObjectKey key, ObjectNode object) {
        revision++;
        Json.child(object, "metadata").put("resourceVersion", Long.toString(revision));
        ObjectNode before = objects.put(key, object);
        remember(new StoredChange(revision, key, before, object));
        return object;
    }

    /** Takes the object away and gives its last state, under the revision of the deletion. */
    synchronized Optional<ObjectNode> remove(ObjectKey key) {
        ObjectNode object = objects.remove(key);
        if (object == null) {
            return Optional.empty();
        }
        revision++;
        ObjectNode last = object.deepCopy();
        Json.child(last, "metadata").put("resourceVersion", Long.toString(revision));
        remember(new StoredChange(revision, key, last, null));
        return Optional.of(last);
    }

    private void remember(StoredChange change) {
        changes.addLast(change);
        if (changes.size() > history) {
            forgotten = changes.removeFirst().revision();
        }
        notifyAll();
        listeners.forEach(Runnable::run);
    }

    /**
     * Changes after that revision.
     *
     * @throws ApiException 410 if some of them are no longer known
     */
    synchronized List<StoredChange> after(long since) {
        if (since < forgotten) {
            throw ApiException.expired(
                    "too old resource version: %d (%d)".formatted(since, forgotten));
        }
        List<StoredChange> later = new ArrayList<>();
        for (var all = changes.descendingIterator(); all.hasNext(); ) {
            StoredChange change = all.next();
            if (change.revision() <= since) {
                break;
            }
            later.add(change);
        }
        return later.reversed();
    }

    /** Waits until there is something after that revision, at most so long. */
    synchronized void awaitAfter(long since, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (revision <= since) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** Calls back after each change, under the store's lock: the callee must be quick. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    synchronized String newUid() {
        return new java.util.UUID(
                        (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
                        (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L)
                .toString();
    }

    /** A suffix as generated names have it. */
    synchronized String newSuffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append("bcdfghjklmnpqrstvwxz2456789".charAt(random.nextInt(27)));
        }
        return suffix.toString();
    }

    /** The object that this one's controller reference names, if it is there and the same. */
    Optional<ObjectNode> controllerOf(JsonNode object) {
        for (JsonNode owner : Json.at(object, "metadata", "ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                ObjectKey key =
                        ObjectKey.of(
                                ResourceType.ofKind(Json.text(owner, "kind")),
                                Json.object("{}")
                                        .set(
                                                "metadata",
                                                Json.object()
                                                        .put(
                                                                "namespace",
                                                                Json.text(
                                                                        object,
                                                                        "metadata",
                                                                        "namespace"))
                                                        .put("name", Json.text(owner, "name"))));
                return get(key).filter(o ->
                        Json.text(o, "metadata", "uid").equals(Json.text(owner, "uid")));
            }
        }
        return Optional.empty();
    }
}
