package dev.drawbridge.app.desktop.rollouts;

import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.desk.Deeds;
import dev.drawbridge.app.desktop.desk.OpenDesk;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.work.Job;
import dev.drawbridge.app.desktop.work.Newest;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import dev.drawbridge.delivery.workspace.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What the Rollouts screen knows and can do. Used on the window's thread. */
public final class RolloutsModel {
    private static final Duration PATIENCE = Duration.ofHours(12);

    private final OpenDesk desk;
    private final Work work;
    private final Deeds deeds;
    private final Newest<String> newest = new Newest<>();
    private final Map<String, Job> watched = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final ReadOnlyObjectWrapper<RolloutsState> state;

    public RolloutsModel(OpenDesk desk, Work work) {
        this.desk = desk;
        this.work = work;
        this.deeds = new Deeds(desk, work);
        this.state = new ReadOnlyObjectWrapper<>(RolloutsState.start(desk.workspace().order()));
    }

    /** All that is shown. */
    public ReadOnlyObjectProperty<RolloutsState> state() {
        return state.getReadOnlyProperty();
    }

    /** Looks at everything anew, also at what couldn't be followed. */
    public void look() {
        lost.clear();
        refresh();
    }

    /** Reads every environment's promotions anew, and follows those that roll out. */
    public void refresh() {
        for (Environment environment : state.get().environments()) {
            String name = environment.name();
            int question = newest.ask(name);
            work.read(
                    Texts.of("rollouts.reading", name),
                    step -> read(environment),
                    read -> {
                        if (newest.counts(name, question)) {
                            show(environment, read);
                        }
                    },
                    problem -> {
                        if (newest.counts(name, question)) {
                            state.set(state.get().with(name, p -> p.failed(problem)));
                        }
                    });
        }
    }

    private List<PromotionResult> read(Environment environment) {
        Workflow workflow = desk.workflow();
        return workflow.promotions().all(workflow.desk().site(environment.name())).stream()
                .map(p -> PromotionResult.of(p, null, null))
                .toList();
    }

    private void show(Environment environment, List<PromotionResult> read) {
        read.stream()
                .filter(p -> p.phase().equals("rolling out"))
                .map(PromotionResult::id)
                .filter(id -> !watched.containsKey(id) && !lost.contains(id))
                .forEach(this::follow);
        state.set(
                state.get()
                        .with(environment.name(), p -> Shown.ready(read, work.clock().instant()))
                        .withWatched(watched.keySet()));
    }

    /**
     * Whoever drives it, wherever: what its pods do is seen from here. What can't be followed isn't
     * tried again until somebody looks.
     */
    private void follow(String id) {
        watched.put(
                id,
                work.read(
                        Texts.of("rollouts.watching", id),
                        step -> desk.workflow().watching().watch(id, PATIENCE, Deeds.told(step)),
                        ended -> {
                            watched.remove(id);
                            refresh();
                        },
                        problem -> {
                            watched.remove(id);
                            lost.add(id);
                            state.set(
                                    state.get()
                                            .withWatched(watched.keySet())
                                            .withNotice(Notice.failed(problem)));
                        }));
    }

    /** The job that follows a promotion, if one does. */
    public Optional<Job> watching(String id) {
        return Optional.ofNullable(watched.get(id));
    }

    /** Shows a promotion's panel. */
    public void pick(String id) {
        state.set(state.get().withPicked(id));
    }

    /** Looks what a rollback of the shown promotion's service would do. */
    public void preview() {
        state.get().shown().ifPresent(this::preview);
    }

    private void preview(PromotionResult from) {
        state.set(state.get().withBack(Optional.of(new Back(from, Shown.loading()))));
        work.ask(
                Texts.of("rollouts.previewing", from.service()),
                step -> plan(from),
                plan -> previewed(from, new Back(from, Shown.ready(plan, work.clock().instant()))),
                problem -> previewed(from, new Back(from, new Shown.Failed<>(problem))));
    }

    /** Counts only while that is still what the person looks at. */
    private void previewed(PromotionResult from, Back back) {
        if (state.get().back().filter(b -> b.from().id().equals(from.id())).isPresent()) {
            state.set(state.get().withBack(Optional.of(back)));
        }
    }

    private RollbackPlan plan(PromotionResult from) {
        Workflow workflow = desk.workflow();
        return workflow.rollbacks(workflow.desk().site(from.environment()))
                .preview(workflow.desk().service(from.service()), null);
    }

    /** Whether an environment is protected. */
    boolean isProtected(String environment) {
        return desk.workspace().environment(environment).protectedEnv();
    }

    /** Nobody wants it any more. */
    public void leave() {
        state.set(state.get().withBack(Optional.empty()));
    }

    /** Puts back what was previewed, where it still is what would be put back. */
    void rollBack(Back back, String reason) {
        Optional<RollbackPlan> plan = back.plan().known();
        if (plan.isEmpty() || state.get().running()) {
            return;
        }
        state.set(state.get().withRunning());
        deeds.rollBack(
                back.from().service(),
                back.from().environment(),
                plan.get(),
                reason,
                new Deeds.Ears(notice -> {
                    state.set(state.get().withNotice(notice));
                    refresh();
                }));
    }
}
