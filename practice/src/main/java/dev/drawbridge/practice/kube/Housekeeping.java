package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The controllers that tidy up: what a gone owner leaves, namespaces on their way out, the
 * cluster's certificate in each namespace, old events.
 */
final class Housekeeping {
    private static final String ROOT_CA = "kube-root-ca.crt";
    private static final ResourceType CONFIG_MAPS = ResourceType.ofKind("ConfigMap");

    private final ObjectStore store;
    private final ControllerWrites writes;
    private final EventRecorder events;

    Housekeeping(ObjectStore store, ControllerWrites writes, EventRecorder events) {
        this.store = store;
        this.writes = writes;
        this.events = events;
    }

    void pass(Instant now) {
        namespaces(now);
        orphans(now);
        events.forgetOld(now);
    }

    private void namespaces(Instant now) {
        for (ObjectNode namespace : store.list(ResourceType.ofKind("Namespace"), null).items()) {
            String name = Json.text(namespace, "metadata", "name");
            if (namespace.path("metadata").has("deletionTimestamp")) {
                store.everything().stream()
                        .filter(object -> Json.text(object, "metadata", "namespace").equals(name))
                        .forEach(writes::remove);
                writes.remove(namespace);
            } else if (store.get(new ObjectKey(CONFIG_MAPS, name, ROOT_CA)).isEmpty()) {
                ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
                map.putObject("metadata").put("name", ROOT_CA).put("namespace", name);
                map.putObject("data").put("ca.crt", "");
                writes.create(map, null, now);
            }
        }
    }

    private void orphans(Instant now) {
        List<ObjectNode> all = store.everything();
        Set<String> uids = new HashSet<>();
        all.forEach(object -> uids.add(Json.text(object, "metadata", "uid")));
        for (ObjectNode object : all) {
            JsonNode owners = object.at("/metadata/ownerReferences");
            boolean abandoned =
                    !owners.isEmpty()
                            && owners.valueStream()
                                    .noneMatch(o -> uids.contains(Json.text(o, "uid")));
            boolean leaving = object.path("metadata").has("deletionTimestamp");
            if (abandoned && !leaving) {
                boolean placed = !Json.text(object, "spec", "nodeName").isEmpty();
                if (placed) {
                    ObjectNode marked = Deletion.marked(object, now, -1);
                    store.put(ObjectKey.of(marked), marked);
                } else {
                    writes.remove(object);
                }
            }
        }
    }
}
