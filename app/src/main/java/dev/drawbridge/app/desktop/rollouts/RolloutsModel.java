package dev.drawbridge.app.desktop.rollouts;

import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.desktop.desk.Deeds;
import dev.drawbridge.app.desktop.desk.OpenDesk;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.work.Job;
import dev.drawbridge.app.desktop.work.Notice;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.rollout.RollbackPlan;
import dev.drawbridge.delivery.workspace.Environment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What the Rollouts screen knows and can do. Used on the window's thread. */
public final class RolloutsModel {
    private static final Duration PATIENCE = Duration.ofHours(12);

    private final OpenDesk desk;
    private final Work work;
    private final Deeds deeds;
    private final Map<String, Job> watched = new HashMap<>();
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

    /** Reads every environment's promotions anew, and follows those that roll out. */
    public void refresh() {
        for (Environment environment : state.get().environments()) {
            work.read(
                    Texts.of("rollouts.reading", environment.name()),
                    step -> read(environment),
                    read -> show(environment, read),
                    problem ->
                            state.set(
                                    state.get().with(environment.name(), p -> p.failed(problem))));
        }
    }

    private List<PromotionResult> read(Environment environment) {
        Workflow workflow = desk.workflow();
        return workflow.promotions().all(workflow.desk().site(environment.name())).stream()
                .map(p -> PromotionResult.of(p, null, null))
                .toList();
    }

    private void show(Environment environment, List<PromotionResult> read) {
        state.set(
                state.get()
                        .with(environment.name(), p -> Shown.ready(read, work.clock().instant())));
        read.stream()
                .filter(p -> p.phase().equals("rolling out"))
                .map(PromotionResult::id)
                .filter(id -> !watched.containsKey(id))
                .forEach(this::follow);
    }

    /** Whoever drives it, wherever: what its pods do is seen from here. */
    private void follow(String id) {
        watched.put(
                id,
                work.read(
                        Texts.of("rollouts.watching", id),
                        step -> desk.workflow().watching().watch(id, PATIENCE, Deeds.told(step)),
                        ended -> unfollow(id),
                        problem -> unfollow(id)));
    }

    private void unfollow(String id) {
        watched.remove(id);
        refresh();
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
        state.get()
                .shown()
                .ifPresent(promotion -> {
                    state.set(state.get().withBack(Optional.of(Shown.loading())));
                    work.ask(
                            Texts.of("rollouts.previewing", promotion.service()),
                            step -> plan(promotion),
                            plan ->
                                    state.set(
                                            state.get()
                                                    .withBack(
                                                            Optional.of(
                                                                    Shown.ready(
                                                                            plan,
                                                                            work.clock()
                                                                                    .instant())))),
                            problem -> tell(Notice.failed(problem)));
                });
    }

    private RollbackPlan plan(PromotionResult promotion) {
        Workflow workflow = desk.workflow();
        return workflow.rollbacks(workflow.desk().site(promotion.environment()))
                .preview(workflow.desk().service(promotion.service()), null);
    }

    /** Nobody wants it any more. */
    public void leave() {
        state.set(state.get().withBack(Optional.empty()));
    }

    /** Puts back what was previewed. */
    public void rollBack(String reason) {
        RolloutsState now = state.get();
        now.shown()
                .ifPresent(promotion ->
                        now.back()
                                .flatMap(Shown::known)
                                .ifPresent(plan ->
                                        deeds.rollBack(
                                                promotion.service(),
                                                promotion.environment(),
                                                plan,
                                                reason,
                                                new Deeds.Ears(
                                                        done -> tell(Notice.done(done)),
                                                        why -> tell(Notice.failed(why))))));
        leave();
    }

    private void tell(Notice notice) {
        state.set(state.get().withNotice(notice));
        refresh();
    }
}
