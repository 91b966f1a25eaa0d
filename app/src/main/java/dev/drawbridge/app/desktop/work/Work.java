package dev.drawbridge.app.desktop.work;

import dev.drawbridge.app.cli.desk.Interrupts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work away from the window's thread and hands back to it what came of it: the one place that
 * hops threads. Called on the window's thread, where its consumers are called too.
 */
public final class Work implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Work.class);

    private final Executor window;
    private final InstantSource clock;
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ticks").factory());
    private final ObservableList<Job> jobs = FXCollections.observableArrayList();
    private final ObservableList<Job> shown = FXCollections.unmodifiableObservableList(jobs);
    private volatile boolean closed;

    /**
     * @param window runs on the window's thread, in order
     * @param clock this machine's
     */
    public Work(Executor window, InstantSource clock) {
        this.window = window;
        this.clock = clock;
    }

    /** Something to be done. */
    @FunctionalInterface
    public interface Body<T> {
        /** Does it, blocking; tells on the way how far it has come. */
        T run(Consumer<String> step);
    }

    /** What is being done now, oldest first. */
    public ObservableList<Job> jobs() {
        return shown;
    }

    /** This machine's clock, for how old something is. */
    public InstantSource clock() {
        return clock;
    }

    /** Does what a person asked for. */
    public <T> Job ask(
            String what, Body<T> body, Consumer<? super T> done, Consumer<Problem> failed) {
        return start(what, Job.Kind.ASKED, body, done, failed);
    }

    /** Reads what a screen shows. */
    public <T> Job read(
            String what, Body<T> body, Consumer<? super T> done, Consumer<Problem> failed) {
        return start(what, Job.Kind.READING, body, done, failed);
    }

    /** Calls something on the window's thread again and again, until it is closed. */
    public AutoCloseable every(Duration time, Runnable again) {
        Future<?> ticking =
                ticks.scheduleWithFixedDelay(
                        () -> window.execute(again),
                        time.toMillis(),
                        time.toMillis(),
                        TimeUnit.MILLISECONDS);
        return () -> ticking.cancel(false);
    }

    private <T> Job start(
            String what,
            Job.Kind kind,
            Body<T> body,
            Consumer<? super T> done,
            Consumer<Problem> failed) {
        AtomicReference<Job> self = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .unstarted(
                                () -> run(Objects.requireNonNull(self.get()), body, done, failed));
        Job job = new Job(what, kind, clock.instant(), thread::interrupt);
        self.set(job);
        if (!closed) {
            jobs.add(job);
            thread.start();
        }
        return job;
    }

    private <T> void run(
            Job job, Body<T> body, Consumer<? super T> done, Consumer<Problem> failed) {
        try {
            T value = body.run(step -> window.execute(() -> job.at(step)));
            end(job, () -> done.accept(value));
        } catch (RuntimeException | Error e) {
            if (!Interrupts.caused(e)) {
                log.debug("{} failed", job.what(), e);
            }
            Problem problem = Problem.of(e);
            end(job, () -> failed.accept(problem));
        }
    }

    private void end(Job job, Runnable then) {
        window.execute(() -> {
            jobs.remove(job);
            then.run();
        });
    }

    /** Stops all that is being done, and does nothing from then on. */
    @Override
    public void close() {
        closed = true;
        ticks.shutdownNow();
        List.copyOf(jobs).forEach(Job::cancel);
    }
}
