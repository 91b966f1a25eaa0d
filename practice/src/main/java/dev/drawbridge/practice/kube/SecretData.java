package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A Secret's {@code stringData} goes into its {@code data}. */
final class SecretData {
    private SecretData() {}

    static void fold(ResourceType type, ObjectNode object) {
        if (!type.kind().equals("Secret") || !object.has("stringData")) {
            return;
        }
        ObjectNode data = Json.child(object, "data");
        Json.map(object.path("stringData"))
                .forEach((key, value) ->
                        data.put(
                                key,
                                Base64.getEncoder()
                                        .encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        object.remove("stringData");
    }
}
