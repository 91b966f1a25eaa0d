package dev.drawbridge.app.desktop.releases;

import dev.drawbridge.app.cli.view.GateResult;
import dev.drawbridge.app.cli.view.Offer;
import dev.drawbridge.app.cli.view.Offer.Deed;
import dev.drawbridge.app.cli.view.PromotionResult;
import dev.drawbridge.app.cli.view.Showing;
import dev.drawbridge.app.desktop.desk.Deeds;
import dev.drawbridge.app.desktop.desk.OpenDesk;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.work.Notice;
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
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What the Releases screen knows and can do. Used on the window's thread. */
public final class ReleasesModel {
    private final OpenDesk desk;
    private final Work work;
    private final Deeds deeds;
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
            work.read(
                    Texts.of("releases.reading", environment.name()),
                    step -> desk.workflow().board().into(environment, desk.workspace().services()),
                    arrows -> show(environment, arrows),
                    problem ->
                            state.set(
                                    state.get()
                                            .withColumn(
                                                    environment.name(), c -> c.failed(problem))));
        }
    }

    private void show(Environment environment, List<Arrow> arrows) {
        state.set(
                state.get()
                        .withColumn(
                                environment.name(),
                                c -> Shown.ready(arrows, work.clock().instant())));
        for (Arrow arrow : arrows) {
            if (leads(arrow)) {
                look(new Place(arrow.service().name(), environment.name()), arrow);
            }
        }
    }

    private static boolean leads(Arrow arrow) {
        return arrow.next() instanceof Arrow.Candidate || arrow.next() instanceof Arrow.Open;
    }

    /** Shows one place's detail. */
    public void pick(Place place) {
        state.set(state.get().withPicked(place));
    }

    private void look(Place place, Arrow arrow) {
        state.set(state.get().withDetail(place, d -> d));
        work.read(
                Texts.of("releases.judging", place.service(), place.environment()),
                step -> detail(place, arrow),
                detail ->
                        state.set(
                                state.get()
                                        .withDetail(
                                                place,
                                                d -> Shown.ready(detail, work.clock().instant()))),
                problem -> state.set(state.get().withDetail(place, d -> d.failed(problem))));
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
        return new ArrowDetail(
                gate(workflow.requests().gate(place.environment(), place.service(), null)),
                null,
                List.of(
                        new Offer(
                                Deed.ASK,
                                "drawbridge request "
                                        + place.service()
                                        + " -e "
                                        + place.environment()
                                        + " --reason 'why'")));
    }

    private static GateResult gate(Judged judged) {
        return GateResult.of(judged.input(), judged.verdict(), judged.assessment());
    }

    /**
     * Somebody is about to do something there, and has to say or confirm more; none: not any more.
     */
    public void begin(Optional<Deed> deed) {
        state.set(state.get().withDoing(deed));
    }

    /** The environment of the place that is shown. */
    public Optional<Environment> environment() {
        return state.get().picked().map(place -> desk.workspace().environment(place.environment()));
    }

    /** Asks for what is shown, by the digest that was judged. */
    public void ask(RequestWords words) {
        withDetail((place, detail) ->
                deeds.request(
                        place.service(),
                        place.environment(),
                        Digest.parse(detail.gate().digest()),
                        words,
                        ears()));
    }

    /** Approves the promotion that is shown. */
    public void approve() {
        withPromotion(id -> deeds.approve(id, ears()));
    }

    /** Says no to the promotion that is shown. */
    public void refuse(String reason) {
        withPromotion(id -> deeds.refuse(id, reason, ears()));
    }

    /**
     * Brings the promotion that is shown in.
     *
     * @param takeField takes the image field over from kubectl, Helm or CI
     */
    public void promote(boolean takeField) {
        withPromotion(id -> deeds.promote(id, takeField, ears()));
    }

    private void withPromotion(Consumer<String> then) {
        withDetail((place, detail) -> {
            PromotionResult promotion = detail.promotion();
            if (promotion != null) {
                then.accept(promotion.id());
            }
        });
    }

    private void withDetail(BiConsumer<Place, ArrowDetail> then) {
        ReleasesState now = state.get();
        now.picked()
                .ifPresent(place ->
                        now.detail(place)
                                .flatMap(Shown::known)
                                .ifPresent(detail -> then.accept(place, detail)));
        begin(Optional.empty());
    }

    private Deeds.Ears ears() {
        return new Deeds.Ears(
                sentence -> tell(Notice.done(sentence)), problem -> tell(Notice.failed(problem)));
    }

    private void tell(Notice notice) {
        state.set(state.get().withNotice(notice));
        refresh();
    }
}
