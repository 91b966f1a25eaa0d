package dev.drawbridge.delivery.rollout;

/**
 * Why new pods don't start.
 *
 * @param kind a word for it
 * @param subject the pod or ReplicaSet
 * @param message the cluster's own words
 */
public record StuckCause(Kind kind, String subject, String message) {
    /** What keeps pods from starting. */
    public enum Kind {
        IMAGE_PULL("the image can't be pulled"),
        CRASH_LOOP("the container starts and ends again"),
        QUOTA("a quota refuses more pods"),
        NO_NODE("no node fits"),
        PROBE("the container runs and its probe says it isn't ready"),
        ADMISSION("admission refuses the pods"),
        CONFIG("the container's configuration can't be made");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** In words, for a person. */
        public String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return subject + ": " + kind.words() + (message.isEmpty() ? "" : " (" + message + ")");
    }
}
