package dev.drawbridge.practice.kube;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong in the practice cluster while it is switched on.
 *
 * @param kind what goes wrong
 * @param scope where
 * @param detail of IMAGE_PULL and CRASH_LOOP what the runtime says, of QUOTA the quota's name, of
 *     WRONG_IMAGE_ID the image id shown instead, of NEVER_READY what the probe says; else empty
 * @param delay of SLOW_START how much longer a pod takes to become ready, in world time
 */
public record Fault(Kind kind, Scope scope, String detail, Duration delay) {
    /** What goes wrong. */
    public enum Kind {
        /** The node can't pull the image: ErrImagePull, then ImagePullBackOff. */
        IMAGE_PULL,
        /** The container ends as soon as it runs: CrashLoopBackOff. */
        CRASH_LOOP,
        /** Pods can't be made: FailedCreate, exceeded quota. */
        QUOTA,
        /** No node takes the pod: FailedScheduling. */
        NO_NODE,
        /** The readiness probe fails for good: Unhealthy. */
        NEVER_READY,
        /** What runs isn't what was named. */
        WRONG_IMAGE_ID,
        /** The pod takes longer to become ready. */
        SLOW_START
    }

    /**
     * Where a fault strikes; null is any.
     *
     * @param namespace of the pod
     * @param workload name of the Deployment, or of a pod without one
     * @param digest {@code sha256:…} that an image reference of the pod contains; for a scope with
     *     a digest only the containers with it are struck
     */
    public record Scope(
            @Nullable String namespace, @Nullable String workload, @Nullable String digest) {
        /** The whole cluster. */
        public static final Scope EVERYWHERE = new Scope(null, null, null);

        /** One Deployment. */
        public static Scope workload(String namespace, String workload) {
            return new Scope(namespace, workload, null);
        }

        /** One image, wherever it runs. */
        public static Scope digest(String digest) {
            return new Scope(null, null, digest);
        }

        boolean covers(String inNamespace, String ofWorkload, String image) {
            return (namespace == null || namespace.equals(inNamespace))
                    && (workload == null || workload.equals(ofWorkload))
                    && (digest == null || image.contains(digest));
        }
    }

    /** The image can't be pulled. */
    public static Fault imagePull(Scope scope, String runtimeSays) {
        return new Fault(Kind.IMAGE_PULL, scope, runtimeSays, Duration.ZERO);
    }

    /** The container ends at once, again and again. */
    public static Fault crashLoop(Scope scope) {
        return new Fault(Kind.CRASH_LOOP, scope, "", Duration.ZERO);
    }

    /** No more pods by quota. */
    public static Fault quota(Scope scope, String quotaName) {
        return new Fault(Kind.QUOTA, scope, quotaName, Duration.ZERO);
    }

    /** No node has room. */
    public static Fault noNode(Scope scope) {
        return new Fault(Kind.NO_NODE, scope, "", Duration.ZERO);
    }

    /** The readiness probe never passes. */
    public static Fault neverReady(Scope scope, String probeSays) {
        return new Fault(Kind.NEVER_READY, scope, probeSays, Duration.ZERO);
    }

    /** Another image runs than was named. */
    public static Fault wrongImageId(Scope scope, String imageId) {
        return new Fault(Kind.WRONG_IMAGE_ID, scope, imageId, Duration.ZERO);
    }

    /** Pods take longer to become ready. */
    public static Fault slowStart(Scope scope, Duration delay) {
        return new Fault(Kind.SLOW_START, scope, "", delay);
    }
}
