package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.Offer;
import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.cli.view.Showing;
import dev.drawbridge.app.desktop.desk.Deeds;
import dev.drawbridge.app.desktop.desk.OpenDesk;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.work.Newest;
import dev.drawbridge.app.desktop.work.Shown;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.promotion.Approvals;
import dev.drawbridge.delivery.promotion.Arrow;
import dev.drawbridge.delivery.promotion.RequestWords;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.workspace.Environment;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What the Releases screen knows and can do. Used on the window's thread. */
public final class ReleasesModel {
    private final OpenDesk desk;
    private final Work work;
    private final Deeds deeds;
    private final Newest<Object> newest = new Newest<>();
    private final ReadOnlyObjectWrapper<ReleasesState> state;

    public ReleasesModel(OpenDesk desk, Work work) {
        this.desk = desk;
        this.work = work;
        this.deeds = new Deeds(desk, work);
        this.state =
                new ReadOnlyObjectWrapper<>(
                        ReleasesState.start(desk.workspace().order(), desk.workspace().services()));
    }

    /** All that is shown. */
    public ReadOnlyObjectProperty<ReleasesState> state() {
        return state.getReadOnlyProperty();
    }

    /** Reads every environment anew, each by itself, so that one that hangs holds up no other. */
    public void refresh() {
        for (Environment environment : state.get().environments()) {
            String name = environment.name();
            int question = newest.ask(name);
            work.read(
                    Texts.of("releases.reading", name),
                    step -> desk.workflow().board().into(environment, desk.workspace().services()),
                    arrows -> {
                        if (newest.counts(name, question)) {
                            show(name, arrows);
                        }
                    },
                    problem -> {
                        if (newest.counts(name, question)) {
                            state.set(state.get().withColumn(name, c -> c.failed(problem)));
                        }
                    });
        }
    }

    private void show(String environment, List<Arrow> arrows) {
        ReleasesState now =
                state.get()
                        .withColumn(environment, c -> Shown.ready(arrows, work.clock().instant()));
        for (Arrow arrow : arrows) {
            Place place = new Place(arrow.service().name(), environment);
            if (!isOf(now.detail(place), arrow)) {
                now = now.withoutDetail(place);
            }
        }
        state.set(now);
        for (Arrow arrow : arrows) {
            if (subject(arrow).isPresent()) {
                look(new Place(arrow.service().name(), environment), arrow);
            }
        }
    }

    /** What an arrow leads on with: a promotion's id, or a candidate's digest. */
    private static Optional<String> subject(Arrow arrow) {
        return switch (arrow.next()) {
            case Arrow.Open open -> Optional.of(open.promotion().id());
            case Arrow.Candidate candidate ->
                    Optional.ofNullable(candidate.release().digest()).map(Digest::value);
            case Arrow.Same same -> Optional.empty();
            case Arrow.Nothing nothing -> Optional.empty();
            case Arrow.Unknown unknown -> Optional.empty();
        };
    }

    /** A verdict on another release says nothing of this one. */
    private static boolean isOf(Optional<Shown<ArrowDetail>> detail, Arrow arrow) {
        return detail.flatMap(Shown::known).map(ArrowDetail::subject).equals(subject(arrow));
    }

    /** Shows one place's detail. */
    public void pick(Place place) {
        state.set(state.get().withPicked(place));
    }

    private void look(Place place, Arrow arrow) {
        state.set(state.get().withDetail(place, d -> d));
        int question = newest.ask(place);
        work.read(
                Texts.of("releases.judging", place.service(), place.environment()),
                step -> detail(place, arrow),
                detail -> {
                    if (newest.counts(place, question)) {
                        looked(place, arrow, detail);
                    }
                },
                problem -> {
                    if (newest.counts(place, question)) {
                        state.set(state.get().withDetail(place, d -> d.failed(problem)));
                    }
                });
    }

    /** The candidate may have changed between the two looks: then nothing is known of this one. */
    private void looked(Place place, Arrow arrow, ArrowDetail detail) {
        if (subject(arrow).equals(Optional.of(detail.subject()))) {
            state.set(
                    state.get()
                            .withDetail(place, d -> Shown.ready(detail, work.clock().instant())));
        } else {
            refresh();
        }
    }

    private ArrowDetail detail(Place place, Arrow arrow) {
        Workflow workflow = desk.workflow();
        if (arrow.next() instanceof Arrow.Open open) {
            Approvals.Preview preview = workflow.approvals().preview(open.promotion().id());
            return new ArrowDetail(
                    gate(preview.judged()),
                    PromotionResult.of(preview.found().promotion(), open.stillNeeded(), null),
                    new Showing(preview.found(), workflow.promotions()).offers());
        }
        String command =
                "drawbridge request %s -e %s --reason 'why'"
                        .formatted(place.service(), place.environment());
        return new ArrowDetail(
                gate(workflow.requests().gate(place.environment(), place.service(), null)),
                null,
                List.of(new Offer(Deed.ASK, command)));
    }

    private static GateResult gate(Judged judged) {
        return GateResult.of(judged.input(), judged.verdict(), judged.assessment());
    }

    /** Somebody begins something with what is shown, and has to say or confirm more. */
    public void begin(Deed deed) {
        ReleasesState now = state.get();
        now.picked()
                .ifPresent(place ->
                        now.detail(place)
                                .flatMap(Shown::known)
                                .ifPresent(detail ->
                                        state.set(
                                                now.withDoing(
                                                        Optional.of(
                                                                new Begun(deed, place, detail))))));
    }

    /** Nobody wants that any more. */
    public void leave() {
        state.set(state.get().withDoing(Optional.empty()));
    }

    /** Whether a place's environment is protected. */
    boolean isProtected(Place place) {
        return desk.workspace().environment(place.environment()).protectedEnv();
    }

    /** The environment of a place. */
    Environment environment(Place place) {
        return desk.workspace().environment(place.environment());
    }

    /** Asks for what was shown when it was begun, by its digest. */
    void ask(Begun begun, RequestWords words) {
        run(
                begun,
                (id, ears) ->
                        deeds.request(
                                begun.place().service(),
                                begun.place().environment(),
                                Digest.parse(id),
                                words,
                                ears));
    }

    /** Approves what was shown when it was begun. */
    void approve(Begun begun) {
        run(begun, deeds::approve);
    }

    /** Says no to what was shown when it was begun. */
    void refuse(Begun begun, String reason) {
        run(begun, (id, ears) -> deeds.refuse(id, reason, ears));
    }

    /**
     * Brings in what was shown when it was begun.
     *
     * @param takeField takes the image field over from kubectl, Helm or CI
     */
    void promote(Begun begun, boolean takeField) {
        run(begun, (id, ears) -> deeds.promote(id, takeField, ears));
    }

    /** What couldn't be done leaves its form, with what was typed. */
    private void run(Begun begun, BiConsumer<String, Deeds.Ears> deed) {
        Place place = begun.place();
        if (state.get().running().contains(place)) {
            return;
        }
        state.set(state.get().withRunning(place));
        deed.accept(
                begun.detail().subject(),
                new Deeds.Ears(notice -> {
                    ReleasesState now = state.get().withNotice(place, notice);
                    boolean same = now.doing().filter(begun::equals).isPresent();
                    state.set(same && notice.done() ? now.withDoing(Optional.empty()) : now);
                    refresh();
                }));
    }
}
