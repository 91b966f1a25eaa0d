package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Where an object is kept; the namespace is empty for kinds without one. */
record ObjectKey(ResourceType type, String namespace, String name)
        implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing((ObjectKey key) -> key.type.qualified())
                    .thenComparing(ObjectKey::namespace)
                    .thenComparing(ObjectKey::name);

    static ObjectKey of(JsonNode object) {
        ResourceType type =
                ResourceType.ofKind(Json.text(object, "apiVersion"), Json.text(object, "kind"))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "The practice API server has no kind %s in %s."
                                                .formatted(
                                                        Json.text(object, "kind"),
                                                        Json.text(object, "apiVersion"))));
        return of(type, object);
    }

    static ObjectKey of(ResourceType type, JsonNode object) {
        String namespace = type.namespaced() ? Json.text(object, "metadata", "namespace") : "";
        return new ObjectKey(type, namespace, Json.text(object, "metadata", "name"));
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }
}
