package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Which objects a pass of the controllers looks after. */
interface Scope {
    /** All of them. */
    Scope ALL = object -> true;

    boolean holds(ObjectNode object);

    /** One Deployment, its ReplicaSets and their pods. */
    static Scope of(ObjectStore store, ObjectKey deployment) {
        return object -> {
            Optional<ObjectNode> at = Optional.of(object);
            while (at.isPresent()) {
                if (ObjectKey.of(at.get()).equals(deployment)) {
                    return true;
                }
                at = store.controllerOf(at.get());
            }
            return false;
        };
    }
}
