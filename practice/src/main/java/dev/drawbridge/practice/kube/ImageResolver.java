package dev.drawbridge.practice.kube;

/** What a node's container runtime does with an image reference. Called from any thread. */
@FunctionalInterface
public interface ImageResolver {
    /**
     * Pulls an image.
     *
     * @param image as the pod names it
     * @return the image id as a container status shows it, {@code <repository>@sha256:…}
     * @throws ImagePullException if it can't be had
     */
    String pull(String image) throws ImagePullException;
}
