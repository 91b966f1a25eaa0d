package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes the changes of a collection to one client, from a revision on, until it goes away. */
final class Watches {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(20);

    private final ObjectStore store;

    Watches(ObjectStore store) {
        this.store = store;
    }

    /** Takes one event; fails once the client is gone. */
    interface Sink {
        void send(String type, JsonNode object) throws IOException;
    }

    /**
     * Runs until the client is gone, the time it asked for is over, or this thread is interrupted.
     */
    void run(ApiRequest request, Predicate<JsonNode> selected, Sink sink)
            throws IOException, InterruptedException {
        try {
            follow(request, selected, sink, start(request, selected, sink));
        } catch (ApiException e) {
            sink.send("ERROR", e.status());
        }
    }

    private long start(ApiRequest request, Predicate<JsonNode> selected, Sink sink)
            throws IOException {
        String version = request.option("resourceVersion");
        boolean initial = request.flag("sendInitialEvents");
        if (!initial && !version.isEmpty() && !version.equals("0")) {
            long since = revision(version);
            if (since > store.revision()) {
                throw ApiException.of(
                        504,
                        "Timeout",
                        "Too large resource version: %d, current: %d"
                                .formatted(since, store.revision()));
            }
            return since;
        }
        if (request.query().containsKey("sendInitialEvents") && !initial) {
            return store.revision();
        }
        ObjectStore.Snapshot now = store.list(request.type(), namespace(request));
        for (ObjectNode object : now.items()) {
            if (selected.test(object)) {
                sink.send("ADDED", object);
            }
        }
        if (initial) {
            ObjectNode bookmark = bookmark(request.type(), now.revision());
            Json.child(Json.child(bookmark, "metadata"), "annotations")
                    .put("k8s.io/initial-events-end", "true");
            sink.send("BOOKMARK", bookmark);
        }
        return now.revision();
    }

    static long revision(String version) {
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(
                    "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                            .formatted(version, version));
        }
    }

    static @Nullable String namespace(ApiRequest request) {
        return request.namespace().isEmpty() ? null : request.namespace();
    }

    private void follow(ApiRequest request, Predicate<JsonNode> selected, Sink sink, long from)
            throws IOException, InterruptedException {
        long since = from;
        String asked = request.option("timeoutSeconds");
        Duration longest = asked.isEmpty() ? LONGEST : Duration.ofSeconds(revision(asked));
        long end = System.nanoTime() + longest.toNanos();
        long bookmark = System.nanoTime() + BOOKMARK_EVERY.toNanos();
        while (System.nanoTime() < end) {
            long wait = Math.min(end, bookmark) - System.nanoTime();
            store.awaitAfter(since, Math.max(1, wait / 1_000_000));
            for (ObjectStore.StoredChange change : store.after(since)) {
                since = change.revision();
                tell(request, selected, sink, change);
            }
            if (System.nanoTime() >= bookmark) {
                bookmark = System.nanoTime() + BOOKMARK_EVERY.toNanos();
                if (request.flag("allowWatchBookmarks")) {
                    sink.send("BOOKMARK", bookmark(request.type(), since));
                }
            }
        }
    }

    private static void tell(
            ApiRequest request,
            Predicate<JsonNode> selected,
            Sink sink,
            ObjectStore.StoredChange change)
            throws IOException {
        ObjectKey key = change.key();
        if (!key.type().equals(request.type())
                || !(request.namespace().isEmpty()
                        || request.namespace().equals(key.namespace()))) {
            return;
        }
        ObjectNode after = change.after();
        ObjectNode before = change.before();
        boolean was = before != null && selected.test(before);
        if (after != null && selected.test(after)) {
            sink.send(was ? "MODIFIED" : "ADDED", after);
        } else if (was && before != null) {
            ObjectNode last = before.deepCopy();
            Json.child(last, "metadata").put("resourceVersion", Long.toString(change.revision()));
            sink.send("DELETED", last);
        }
    }

    private static ObjectNode bookmark(ResourceType type, long revision) {
        ObjectNode bookmark = Json.object();
        bookmark.put("kind", type.kind()).put("apiVersion", type.apiVersion());
        bookmark.putObject("metadata")
                .put("resourceVersion", Long.toString(revision))
                .putNull("creationTimestamp");
        return bookmark;
    }
}
