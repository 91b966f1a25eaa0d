package dev.drawbridge.delivery.rollout;

import static dev.drawbridge.delivery.rollout.Workloads.deployment;
import static dev.drawbridge.delivery.rollout.Workloads.digest;
import static dev.drawbridge.delivery.rollout.Workloads.evicted;
import static dev.drawbridge.delivery.rollout.Workloads.ready;
import static dev.drawbridge.delivery.rollout.Workloads.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftoversTest {
    private static final String OLD = "r.example/shop/checkout@" + digest('a');
    private static final String NEW = "r.example/shop/checkout@" + digest('b');
    private static final WorkloadPlace PLACE = new WorkloadPlace("shop", "checkout", "app");
    private static final Instant NOW = Instant.parse("2026-11-05T10:00:00Z");

    @Test
    void namesAPodOfAnotherImageThatShouldHaveGoneLongAgo() {
        WorkloadSnapshot snapshot =
                snapshot(ready("one", "new", NEW), going("two", "2026-11-05T09:58:00Z"));

        assertThat(Leftovers.afterHealthy(PLACE, snapshot, NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("look at them now: two"));
    }

    @Test
    void leavesAPodItsOwnGrace() {
        WorkloadSnapshot snapshot =
                snapshot(ready("one", "new", NEW), going("two", "2026-11-05T10:00:20Z"));

        assertThat(Leftovers.afterHealthy(PLACE, snapshot, NOW)).isEmpty();
    }

    @Test
    void countsEachPodOfAnotherImageAfterARollbackThatDidNotSucceed() {
        WorkloadSnapshot snapshot = snapshot(ready("one", "new", NEW), ready("bad", "old", OLD));

        assertThat(Leftovers.afterFailedRollback(PLACE, snapshot))
                .hasValueSatisfying(why -> assertThat(why).contains("bad").doesNotContain("one"));
        assertThat(Leftovers.afterFailedRollback(PLACE, snapshot(ready("one", "new", NEW))))
                .isEmpty();
    }

    @Test
    void leavesOutAPodThatRunsNoMore() {
        WorkloadSnapshot snapshot = snapshot(ready("one", "new", NEW), evicted("two", "old", OLD));

        assertThat(Leftovers.afterHealthy(PLACE, snapshot, NOW)).isEmpty();
        assertThat(Leftovers.afterFailedRollback(PLACE, snapshot)).isEmpty();
    }

    private static WorkloadSnapshot snapshot(Pod... pods) {
        return new WorkloadSnapshot(
                deployment(NEW, 2, 1),
                "app",
                List.of(set("old", OLD, 1), set("new", NEW, 2)),
                List.of(pods));
    }

    private static Pod going(String name, String until) {
        return new PodBuilder(ready(name, "old", OLD))
                .editMetadata()
                .withDeletionTimestamp(until)
                .endMetadata()
                .build();
    }
}
