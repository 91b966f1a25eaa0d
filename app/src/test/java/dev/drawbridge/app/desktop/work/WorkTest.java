package dev.drawbridge.app.desktop.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkTest {
    private final LinkedBlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private final Work work = new Work(window::add, () -> Instant.EPOCH);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void whatComesOfItIsToldOnTheWindowsThreadAlone() throws InterruptedException {
        Job job = work.ask("count", step -> "three", told::add, problem -> told.add("no"));

        assertThat(work.jobs()).containsExactly(job);
        Runnable hop = hop();
        assertThat(told).as("nothing before the window's thread gets to it").isEmpty();
        hop.run();
        assertThat(told).containsExactly("three");
        assertThat(work.jobs()).isEmpty();
    }

    @Test
    void itsStepsAreToldOnTheWay() throws InterruptedException {
        Job job =
                work.ask(
                        "roll",
                        step -> {
                            step.accept("1 of 3 pods ready");
                            return "done";
                        },
                        told::add,
                        problem -> {});

        hop().run();
        assertThat(job.step().get()).isEqualTo("1 of 3 pods ready");
        hop().run();
        assertThat(told).containsExactly("done");
    }

    @Test
    void aFailureIsASentenceWithACode() throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        work.<String>read(
                "read",
                step -> {
                    throw new ConnectorException(
                            ConnectorException.Kind.UNREACHABLE,
                            "nobody answers; password: hunter2",
                            null);
                },
                told::add,
                problems::add);

        hop().run();
        assertThat(told).isEmpty();
        assertThat(problems).hasSize(1);
        Problem problem = problems.getFirst();
        assertThat(problem.ending()).isEqualTo(Ending.CANT_TELL);
        assertThat(problem.sentence()).startsWith("nobody answers");
        assertThat(problem.code()).matches("DB-[0-9A-F]{4}");
        assertThat(problem.details()).contains("ConnectorException").doesNotContain("hunter2");
        assertThat(work.jobs()).isEmpty();
    }

    @Test
    void whatIsCancelledStopsAndSaysSo() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        List<Problem> problems = new ArrayList<>();
        Job job =
                work.ask(
                        "wait",
                        step -> {
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                throw new IllegalStateException(e);
                            }
                            return "never";
                        },
                        told::add,
                        problems::add);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        job.cancel();

        hop().run();
        assertThat(told).isEmpty();
        assertThat(problems)
                .singleElement()
                .satisfies(p -> assertThat(p.sentence()).startsWith("stopped"));
    }

    @Test
    void whatWasReadBeforeStaysAndSaysThatItIsOld() {
        Problem silent = Problem.of(new IllegalStateException("silent"));
        Shown<String> read = Shown.ready("2 pods", Instant.EPOCH);

        assertThat(read.failed(silent).known()).contains("2 pods");
        assertThat(read.failed(silent).trouble()).contains(silent);
        assertThat(Shown.<String>loading().failed(silent).known()).isEmpty();
        assertThat(read.failed(silent).map(String::length))
                .isEqualTo(Shown.ready(6, Instant.EPOCH).failed(silent));
    }

    private Runnable hop() throws InterruptedException {
        Runnable hop = window.poll(10, TimeUnit.SECONDS);
        assertThat(hop).isNotNull();
        return java.util.Objects.requireNonNull(hop);
    }
}
