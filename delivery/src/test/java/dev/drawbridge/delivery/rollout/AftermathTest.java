package dev.drawbridge.delivery.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AftermathTest {
    private static final WorkloadSnapshot SNAPSHOT =
            new WorkloadSnapshot(
                    Workloads.deployment("r.example/x@" + Workloads.digest('a'), 1, 1),
                    "app",
                    List.of(),
                    List.of());
    private static final Duration LONG = ServiceLease.LENGTH.multipliedBy(3);

    private final AtomicLong nanos = new AtomicLong();
    private final Deque<Supplier<WorkloadSnapshot>> answers = new ArrayDeque<>();
    private final Aftermath aftermath =
            new Aftermath(
                    () -> answers.pop().get(),
                    duration -> nanos.addAndGet(duration.toNanos()),
                    new WorkloadPlace("shop", "checkout", "app"),
                    "r.example/x",
                    nanos::get);

    @Test
    void asksAgainAfterOneFailureHoweverLongTheLastLookIsAgo() {
        answers.add(() -> SNAPSHOT);
        aftermath.snapshot();
        nanos.addAndGet(LONG.toNanos());

        answers.add(AftermathTest::unreachable);
        answers.add(() -> SNAPSHOT);

        assertThat(aftermath.snapshot()).isEqualTo(SNAPSHOT);
    }

    @Test
    void beginsAnewAfterEachAnswer() {
        answers.add(AftermathTest::unreachable);
        answers.add(() -> SNAPSHOT);
        aftermath.snapshot();
        nanos.addAndGet(LONG.toNanos());

        answers.add(AftermathTest::unreachable);
        answers.add(() -> SNAPSHOT);

        assertThat(aftermath.snapshot()).isEqualTo(SNAPSHOT);
    }

    @Test
    void asksSomebodyToLookWhenNothingIsSeenForAsLongAsALeaseLasts() {
        for (int i = 0; i < 1000; i++) {
            answers.add(AftermathTest::unreachable);
        }

        assertThatThrownBy(aftermath::snapshot)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(Ending.LOOK_NOW));
    }

    private static WorkloadSnapshot unreachable() {
        throw new ConnectorException(
                ConnectorException.Kind.UNREACHABLE, "the cluster doesn't answer", null);
    }
}
