package dev.drawbridge.delivery.rollout;

import java.util.List;

/**
 * How far a rollout is, from observed pods.
 *
 * @param state where it stands
 * @param ready pods of the wanted image that are ready
 * @param wanted pods the workload wants
 * @param old pods of other images that still run
 * @param why one sentence
 * @param causes what keeps it, in the cluster's own words; empty where nothing does
 */
public record Progress(
        State state, int ready, int wanted, int old, String why, List<StuckCause> causes) {
    /** Where a rollout stands. */
    public enum State {
        /** Pods are turning. */
        UNDER_WAY,
        /** Every wanted pod runs the wanted digest and is ready, and no other is left. */
        HEALTHY,
        /**
         * The workload's progress deadline passed, or a pod runs another digest than was assessed.
         */
        FAILED,
        /** The workload asks for another image than this rollout set: somebody else wrote it. */
        OVERTAKEN
    }

    public Progress {
        causes = List.copyOf(causes);
    }
}
