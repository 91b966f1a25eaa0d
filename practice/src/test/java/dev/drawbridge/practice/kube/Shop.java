package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** A Deployment {@code shop/checkout} in a practice server, and what has become of it. */
record Shop(PracticeApiServer server) {
    static ObjectNode checkout(String image, int replicas) {
        return Json.object(
                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "checkout", "namespace": "shop"},
                 "spec": {"replicas": %d, "progressDeadlineSeconds": 60, "selector": {"matchLabels": {"app": "checkout"}},
                  "template": {"metadata": {"labels": {"app": "checkout"}},
                   "spec": {"containers": [{"name": "app", "image": "%s"}]}}}}
                """
                        .formatted(replicas, image));
    }

    void deployed(Instant at, String image) {
        server.deployed(at, "kubectl-client-side-apply", checkout(image, 2));
    }

    /** As when someone changes it now. */
    void wants(String image) {
        ObjectNode changed = (ObjectNode) deployment().deepCopy();
        ((ObjectNode) changed.at("/spec/template/spec/containers/0")).put("image", image);
        Json.child(changed, "metadata")
                .put("generation", changed.at("/metadata/generation").asLong() + 1);
        server.seed(changed);
    }

    JsonNode deployment() {
        return server.objects("Deployment", "shop").getFirst();
    }

    List<JsonNode> pods(String image) {
        return server.objects("Pod", "shop").stream()
                .filter(pod -> pod.at("/spec/containers/0/image").asText().equals(image))
                .toList();
    }

    List<String> waiting(String image) {
        return pods(image).stream()
                .map(pod -> pod.at("/status/containerStatuses/0/state/waiting/reason").asText())
                .toList();
    }

    String progressing() {
        return Conditions.find(deployment().path("status"), "Progressing")
                .map(condition -> Json.text(condition, "reason"))
                .orElse("");
    }

    List<String> eventReasons() {
        return server.objects("Event", "shop").stream().map(e -> Json.text(e, "reason")).toList();
    }

    boolean complete() {
        return DeploymentStatus.isComplete(deployment());
    }
}
