package dev.drawbridge.delivery.workspace;

import java.time.Duration;
import java.util.List;

/**
 * One place that releases are promoted into.
 *
 * @param name unique in the workspace
 * @param cluster which cluster
 * @param namespace where the services' workloads are
 * @param records where the records of this environment are kept
 * @param after the environments a release must have been healthy in before; empty: candidates enter
 *     here
 * @param promoteAuto {@code rollout drive} takes up new candidates by itself
 * @param production counts for the delivery metrics
 * @param protectedEnv the gate is pinned in the cluster, and approvals bind
 * @param rollbackFree how long ago a revision may last have served to be put back without a
 *     promotion
 * @param gate what a promotion into it must pass
 */
public record Environment(
        String name,
        ClusterRef cluster,
        String namespace,
        RecordsPlace records,
        List<String> after,
        boolean promoteAuto,
        boolean production,
        boolean protectedEnv,
        Duration rollbackFree,
        GatePlan gate) {

    /** Used where the file doesn't say. */
    public static final Duration DEFAULT_ROLLBACK_FREE = Duration.ofDays(30);

    public Environment {
        after = List.copyOf(after);
    }

    /** The namespace of this environment's records. */
    public String recordsNamespace() {
        return records.namespace();
    }

    /** Whether candidates enter the workspace here. */
    public boolean isFirst() {
        return after.isEmpty();
    }
}
