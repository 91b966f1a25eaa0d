package dev.drawbridge.delivery.rollout;

import static dev.drawbridge.delivery.rollout.Workloads.deployment;
import static dev.drawbridge.delivery.rollout.Workloads.digest;
import static dev.drawbridge.delivery.rollout.Workloads.evicted;
import static dev.drawbridge.delivery.rollout.Workloads.ready;
import static dev.drawbridge.delivery.rollout.Workloads.set;
import static dev.drawbridge.delivery.rollout.Workloads.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutObserverTest {
    private static final String OLD = "r.example/shop/checkout@" + digest('a');
    private static final String NEW = "r.example/shop/checkout@" + digest('b');
    private final RolloutObserver observer =
            new RolloutObserver(NEW, Set.of(new Digest(digest('b')), new Digest(digest('c'))));

    @Test
    void isHealthyWhenEveryPodRunsTheDigestAndNoOldOneIsLeft() {
        Progress progress = judge(ready("one", "new", NEW), ready("two", "new", NEW));

        assertThat(progress.state()).isEqualTo(Progress.State.HEALTHY);
        assertThat(progress.ready()).isEqualTo(2);
    }

    @Test
    void takesTheIndexsOwnChildUnderAnotherRepositorysName() {
        Progress progress =
                judge(
                        ready("one", "new", "mirror.example/x@" + digest('c')),
                        ready("two", "new", digest('c')));

        assertThat(progress.state()).isEqualTo(Progress.State.HEALTHY);
    }

    @Test
    void failsWhenAPodRunsADigestThatWasNotAssessed() {
        Progress progress =
                judge(ready("one", "new", NEW), ready("two", "new", "r.example/x@" + digest('e')));

        assertThat(progress.state()).isEqualTo(Progress.State.FAILED);
        assertThat(progress.why()).contains("pod two", digest('e'));
    }

    @Test
    void waitsWhileAnOldPodIsLeft() {
        Progress progress =
                judge(
                        ready("one", "new", NEW),
                        ready("two", "new", NEW),
                        ready("three", "old", OLD));

        assertThat(progress.state()).isEqualTo(Progress.State.UNDER_WAY);
        assertThat(progress.old()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForAPodThatHasEnded() {
        Progress progress =
                judge(
                        ready("one", "new", NEW),
                        ready("two", "new", NEW),
                        evicted("three", "new", NEW),
                        evicted("four", "old", OLD));

        assertThat(progress.state()).isEqualTo(Progress.State.HEALTHY);
        assertThat(progress.old()).isZero();
    }

    @Test
    void isOvertakenWhenTheWorkloadAsksForAnotherImage() {
        WorkloadSnapshot snapshot =
                new WorkloadSnapshot(deployment(OLD, 3, 1), "app", List.of(), List.of());

        assertThat(observer.judge(snapshot, List.of()).state()).isEqualTo(Progress.State.OVERTAKEN);
    }

    @Test
    void doesNotTakeTheStateBeforeTheControllerSawTheChange() {
        Deployment unseen =
                new DeploymentBuilder(deployment(NEW, 2, 1))
                        .editMetadata()
                        .withGeneration(7L)
                        .endMetadata()
                        .build();
        WorkloadSnapshot snapshot =
                new WorkloadSnapshot(
                        unseen,
                        "app",
                        List.of(set("new", NEW, 2)),
                        List.of(ready("one", "new", NEW)));

        assertThat(observer.judge(snapshot, List.of()).state()).isEqualTo(Progress.State.UNDER_WAY);
    }

    @Test
    void failsAtTheProgressDeadlineAndSaysWhyInTheClustersWords() {
        Deployment late =
                new DeploymentBuilder(deployment(NEW, 2, 1))
                        .editStatus()
                        .addNewCondition()
                        .withType("Progressing")
                        .withStatus("False")
                        .withReason("ProgressDeadlineExceeded")
                        .endCondition()
                        .endStatus()
                        .build();
        Event pull =
                new EventBuilder()
                        .withNewMetadata()
                        .withCreationTimestamp("2026-11-02T10:00:00Z")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withUid("one")
                        .endInvolvedObject()
                        .withReason("Failed")
                        .withMessage("Failed to pull image: 503")
                        .build();
        WorkloadSnapshot snapshot =
                new WorkloadSnapshot(
                        late,
                        "app",
                        List.of(set("new", NEW, 2)),
                        List.of(
                                waiting(
                                        "one",
                                        "new",
                                        "ImagePullBackOff",
                                        "Back-off pulling image")));

        assertThat(observer.judge(snapshot, List.of(pull), false).state())
                .as("a deadline that passed before is not this rollout's")
                .isEqualTo(Progress.State.UNDER_WAY);

        Progress progress = observer.judge(snapshot, List.of(pull));

        assertThat(progress.state()).isEqualTo(Progress.State.FAILED);
        assertThat(progress.causes())
                .containsExactly(
                        new StuckCause(
                                StuckCause.Kind.IMAGE_PULL,
                                "pod one",
                                "Failed to pull image: 503"));
    }

    private Progress judge(Pod... pods) {
        return observer.judge(
                new WorkloadSnapshot(
                        deployment(NEW, 2, 2),
                        "app",
                        List.of(set("old", OLD, 1), set("new", NEW, 2)),
                        List.of(pods)),
                List.of());
    }
}
