package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the API server writes into an object where the client said nothing. */
final class Defaults {
    private Defaults() {}

    static void fill(ResourceType type, ObjectNode object) {
        switch (type.kind()) {
            case "Namespace" -> namespace(object);
            case "Deployment" -> deployment(Json.child(object, "spec"));
            case "ReplicaSet" -> {
                ObjectNode spec = Json.child(object, "spec");
                number(spec, "replicas", 1);
                podSpec(Json.child(Json.child(spec, "template"), "spec"));
            }
            case "Pod" -> {
                podSpec(Json.child(object, "spec"));
                text(Json.child(object, "status"), "phase", "Pending");
            }
            case "Secret" -> text(object, "type", "Opaque");
            case "RoleBinding", "ClusterRoleBinding" -> {
                for (JsonNode subject : object.path("subjects")) {
                    if (!Json.text(subject, "kind").equals("ServiceAccount")) {
                        text((ObjectNode) subject, "apiGroup", "rbac.authorization.k8s.io");
                    }
                }
            }
            case "ValidatingAdmissionPolicy" ->
                    text(Json.child(object, "spec"), "failurePolicy", "Fail");
            default -> {}
        }
    }

    private static void namespace(ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        Json.child(metadata, "labels")
                .put("kubernetes.io/metadata.name", Json.text(metadata, "name"));
        ObjectNode spec = Json.child(object, "spec");
        if (!spec.has("finalizers")) {
            spec.putArray("finalizers").add("kubernetes");
        }
        text(Json.child(object, "status"), "phase", "Active");
    }

    private static void deployment(ObjectNode spec) {
        number(spec, "replicas", 1);
        number(spec, "revisionHistoryLimit", 10);
        number(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = Json.child(spec, "strategy");
        text(strategy, "type", "RollingUpdate");
        if (Json.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            text(rolling, "maxSurge", "25%");
            text(rolling, "maxUnavailable", "25%");
        }
        podSpec(Json.child(Json.child(spec, "template"), "spec"));
    }

    private static void podSpec(ObjectNode spec) {
        text(spec, "restartPolicy", "Always");
        text(spec, "dnsPolicy", "ClusterFirst");
        text(spec, "schedulerName", "default-scheduler");
        number(spec, "terminationGracePeriodSeconds", 30);
        Json.child(spec, "securityContext");
        spec.path("containers").forEach(Defaults::container);
        spec.path("initContainers").forEach(Defaults::container);
    }

    private static void container(JsonNode node) {
        if (!(node instanceof ObjectNode container)) {
            return;
        }
        String image = Json.text(container, "image");
        boolean latest =
                !image.contains("@") && !image.substring(image.lastIndexOf('/') + 1).contains(":");
        text(
                container,
                "imagePullPolicy",
                latest || image.endsWith(":latest") ? "Always" : "IfNotPresent");
        text(container, "terminationMessagePath", "/dev/termination-log");
        text(container, "terminationMessagePolicy", "File");
        Json.child(container, "resources");
        for (JsonNode port : container.path("ports")) {
            text((ObjectNode) port, "protocol", "TCP");
        }
        for (String probe : new String[] {"readinessProbe", "livenessProbe", "startupProbe"}) {
            if (container.get(probe) instanceof ObjectNode present) {
                number(present, "timeoutSeconds", 1);
                number(present, "periodSeconds", 10);
                number(present, "successThreshold", 1);
                number(present, "failureThreshold", 3);
                if (present.get("httpGet") instanceof ObjectNode get) {
                    text(get, "path", "/");
                    text(get, "scheme", "HTTP");
                }
            }
        }
    }

    private static void text(ObjectNode object, String name, String value) {
        if (!object.hasNonNull(name)) {
            object.put(name, value);
        }
    }

    private static void number(ObjectNode object, String name, int value) {
        if (!object.hasNonNull(name)) {
            object.put(name, value);
        }
    }
}
