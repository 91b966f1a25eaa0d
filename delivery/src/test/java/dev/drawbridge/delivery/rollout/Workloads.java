package dev.drawbridge.delivery.rollout;

import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;

/** Objects as an API server shows them, for judging without one. */
final class Workloads {
    private Workloads() {}

    static String digest(char c) {
        return "sha256:" + String.valueOf(c).repeat(64);
    }

    static Deployment deployment(String image, long revision, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("checkout")
                .withNamespace("shop")
                .withUid("d")
                .withGeneration(revision)
                .addToAnnotations(WorkloadSnapshot.REVISION, String.valueOf(revision))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(revision)
                .endStatus()
                .build();
    }

    static ReplicaSet set(String hash, String image, long revision) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("checkout-" + hash)
                .withUid(hash)
                .addToLabels("pod-template-hash", hash)
                .addToAnnotations(WorkloadSnapshot.REVISION, String.valueOf(revision))
                .withCreationTimestamp("2026-11-0" + revision + "T10:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("pod-template-hash", hash)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    static Pod ready(String name, String hash, String imageId) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .addToLabels("pod-template-hash", hash)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .addNewContainerStatus()
                .withName("app")
                .withImageID(imageId)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    /** A pod that was evicted: it runs no more, and nobody has deleted it. */
    static Pod evicted(String name, String hash, String imageId) {
        return new PodBuilder(ready(name, hash, imageId))
                .withNewStatus()
                .withPhase("Failed")
                .withReason("Evicted")
                .endStatus()
                .build();
    }

    static Pod waiting(String name, String hash, String reason, String message) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .addToLabels("pod-template-hash", hash)
                .endMetadata()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("app")
                .withImageID("")
                .withNewState()
                .withNewWaiting(message, reason)
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
