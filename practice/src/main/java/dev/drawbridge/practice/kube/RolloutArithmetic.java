package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How many pods a rolling update may have more, and how many it may lack (after
 * k8s.io/kubernetes/pkg/controller/deployment/util ResolveFenceposts).
 *
 * @param surge more than wanted
 * @param unavailable fewer than wanted
 */
record RolloutArithmetic(int wanted, int surge, int unavailable) {
    static RolloutArithmetic of(JsonNode deployment) {
        JsonNode spec = deployment.path("spec");
        int wanted = spec.path("replicas").asInt();
        JsonNode rolling = spec.at("/strategy/rollingUpdate");
        int surge = scaled(rolling.path("maxSurge"), wanted, true);
        int unavailable = scaled(rolling.path("maxUnavailable"), wanted, false);
        return new RolloutArithmetic(
                wanted, surge, surge == 0 && unavailable == 0 ? 1 : Math.min(unavailable, wanted));
    }

    private static int scaled(JsonNode value, int of, boolean up) {
        if (!value.isTextual()) {
            return value.asInt();
        }
        int percent = Integer.parseInt(value.asText().replace("%", "").strip());
        return up ? Math.ceilDiv(percent * of, 100) : percent * of / 100;
    }

    int mostPods() {
        return wanted + surge;
    }

    int leastAvailable() {
        return wanted - unavailable;
    }

    /** How many the new ReplicaSet shall have, when there are so many of all now. */
    int newSize(int newSize, int all) {
        if (newSize >= wanted) {
            return wanted;
        }
        return newSize + Math.max(0, Math.min(mostPods() - all, wanted - newSize));
    }
}
