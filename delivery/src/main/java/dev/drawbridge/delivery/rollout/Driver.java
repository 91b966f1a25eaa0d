package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.Journal;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workload.WorkloadWriter;
import dev.drawbridge.delivery.workspace.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one granted promotion to its end, under the service's Lease: fence, intent, act,
 * observation, outcome. May be called again after a crash: open steps are settled by looking, and
 * what is done isn't done twice. Blocks until the end; call it from a virtual thread.
 */
public final class Driver {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final Duration LISTEN = Duration.ofSeconds(1);

    private final Site site;
    private final Pace pace;
    private final String desk;
    private final Outcomes outcomes;
    private final Registries registries;

    /**
     * @param desk this desk's id, written into each step
     * @param registries asked which digests mean that what a rollback puts back runs
     */
    public Driver(Site site, Pace pace, String desk, Outcomes outcomes, Registries registries) {
        this.site = site;
        this.pace = pace;
        this.desk = desk;
        this.outcomes = outcomes;
        this.registries = registries;
    }

    /**
     * What is to be driven.
     *
     * @param request the promotion's request
     * @param grant its grant, valid at the start
     * @param running digests of which any, as imageID, means that the candidate runs
     * @param takeField takes the image field from kubectl, Helm or CI
     * @param again asked once, when its pods are ready: what speaks against it by then that didn't
     *     when it was granted, one sentence that marks the outcome; blocks, in a thread of its own
     */
    public record Order(
            Service service,
            ReleaseRecord<RecordBody.Request> request,
            ReleaseRecord<RecordBody.Grant> grant,
            Set<Digest> running,
            boolean takeField,
            Supplier<Optional<String>> again) {}

    /**
     * Drives to the end and writes the outcome.
     *
     * @param lease held by the caller for the whole time
     * @throws WorkloadWriter.FencedOff never: being fenced off ends the promotion as overtaken
     * @throws Refused LOOK_NOW where the image was set and its effect can't be seen, or pods run
     *     after the end where none should
     */
    public ReleaseRecord<RecordBody.Outcome> drive(
            Order order, ServiceLease lease, RolloutEvents events) {
        Optional<ReleaseRecord<RecordBody.Outcome>> ended = outcome(order);
        if (ended.isPresent()) {
            serve(order, ended.get());
            return ended.get();
        }
        WorkloadPlace place = site.place(order.service());
        Records records = site.records().ofService(order.service().name());
        WorkloadSnapshot snapshot = site.reader().read(place);
        site.journal().settle(order.service().name(), records, snapshot);
        Optional<ReleaseRecord<RecordBody.Rollback>> back = rollback(order);
        if (back.isPresent()) {
            return obey(order, back.get(), events);
        }
        String image = order.request().body().image();
        try {
            if (!snapshot.image().equals(image)) {
                if (site.records()
                        .ofService(order.service().name())
                        .anyStepDone(order.grant().ref())) {
                    return overtaken(
                            order, "the workload was set to " + snapshot.image() + " since");
                }
                act(order, place, snapshot, records, events);
            }
        } catch (WorkloadWriter.FencedOff e) {
            Optional<ReleaseRecord<RecordBody.Rollback>> fenced = rollback(order);
            return fenced.isPresent()
                    ? obey(order, fenced.get(), events)
                    : overtaken(order, String.valueOf(e.getMessage()));
        }
        return observe(order, lease, events);
    }

    private Optional<ReleaseRecord<RecordBody.Outcome>> outcome(Order order) {
        return site.records()
                .find(RecordNames.outcome(order.grant().name()), RecordBody.Outcome.class);
    }

    private void act(
            Order order,
            WorkloadPlace place,
            WorkloadSnapshot before,
            Records records,
            RolloutEvents events) {
        RecordBody.Request request = order.request().body();
        String promotion = order.request().name();
        Fence fence = site.writer().takeFence(place, site.id(promotion));
        RecordBody.Step step =
                new RecordBody.Step(
                        order.grant().ref(),
                        order.service().name(),
                        "set-image",
                        fence.toString(),
                        before.image(),
                        request.image(),
                        before.generation(),
                        desk);
        Journal.Intent intent =
                site.journal().begin(order.grant().name(), promotion, step, records);
        events.step("set image of deployment " + place + " to " + request.image());
        try {
            site.writer().setImage(place, request.image(), fence, order.takeField());
        } catch (WorkloadWriter.FencedOff e) {
            site.journal()
                    .end(
                            intent,
                            "overtaken",
                            String.valueOf(e.getMessage()),
                            before.generation(),
                            false);
            throw e;
        } catch (ConnectorException e) {
            // the server may have taken it all the same: what stands is what counts
            WorkloadSnapshot now = aftermath(order).snapshot();
            if (!now.image().equals(request.image())) {
                site.journal()
                        .end(
                                intent,
                                "not-done",
                                String.valueOf(e.getMessage()),
                                now.generation(),
                                false);
                throw e;
            }
        }
        aftermath(order)
                .look(() -> {
                    long generation = WorkloadSnapshot.generation(site.reader().deployment(place));
                    String why = "the workload asks for " + request.image();
                    site.journal().end(intent, "done", why, generation, false);
                    return generation;
                });
    }

    private Aftermath aftermath(Order order) {
        return new Aftermath(
                site, pace, site.place(order.service()), order.request().body().image());
    }

    private ReleaseRecord<RecordBody.Outcome> observe(
            Order order, ServiceLease lease, RolloutEvents events) {
        RolloutObserver observer =
                new RolloutObserver(order.request().body().image(), order.running());
        Aftermath aftermath = aftermath(order);
        WaitingEvents waiting = new WaitingEvents(site.cluster());
        Progress last = null;
        @Nullable Aside<Optional<String>> again = null;
        long listened = System.nanoTime();
        while (true) {
            // judging again takes a while: the pods, and who wants it back, are looked at after it
            Optional<Optional<String>> mark = again == null ? Optional.empty() : again.now();
            WorkloadSnapshot snapshot = aftermath.snapshot();
            Progress progress = observer.judge(snapshot, waiting.about(snapshot));
            if (!progress.equals(last)) {
                events.progress(progress);
                last = progress;
            }
            boolean done = progress.state() == Progress.State.HEALTHY && mark.isPresent();
            if (done || System.nanoTime() - listened > LISTEN.toNanos()) {
                listened = System.nanoTime();
                Optional<ReleaseRecord<RecordBody.Rollback>> back =
                        aftermath.look(() -> rollback(order));
                if (back.isPresent()) {
                    return obey(order, back.get(), events);
                }
            }
            switch (progress.state()) {
                case HEALTHY -> {
                    if (mark.isPresent()) {
                        return ended(order, snapshot, progress, aftermath, mark.get());
                    }
                    if (again == null) {
                        again = Aside.ask(order.again());
                    }
                }
                case FAILED -> {
                    return ended(order, snapshot, progress, aftermath, Optional.empty());
                }
                case OVERTAKEN -> {
                    Optional<ReleaseRecord<RecordBody.Rollback>> back =
                            aftermath.look(() -> rollback(order));
                    return back.isPresent()
                            ? obey(order, back.get(), events)
                            : overtaken(order, progress.why());
                }
                case UNDER_WAY -> {
                    if (lease.lost()) {
                        throw new LeaseLost(order.service().name());
                    }
                }
            }
            pace.await(LOOK);
        }
    }

    /**
     * Somebody wants it back: whoever drives does that, too, since the desk that asked may be gone.
     */
    private ReleaseRecord<RecordBody.Outcome> obey(
            Order order, ReleaseRecord<RecordBody.Rollback> back, RolloutEvents events) {
        Records records = site.records().ofService(order.service().name());
        if (PutBack.open(records).contains(back)) {
            new PutBack(site, pace, desk, outcomes, registries)
                    .settle(
                            new PutBack.Order(order.service(), back.ref(), back.body(), records),
                            events);
        }
        return overtaken(order, back.who() + " put it back: " + back.body().reason());
    }

    private Optional<ReleaseRecord<RecordBody.Rollback>> rollback(Order order) {
        String id = site.id(order.request().name());
        return site
                .records()
                .ofService(order.service().name())
                .of(RecordBody.Rollback.class)
                .stream()
                .filter(r -> id.equals(r.body().ends()))
                .findFirst();
    }

    private ReleaseRecord<RecordBody.Outcome> ended(
            Order order,
            WorkloadSnapshot snapshot,
            Progress progress,
            Aftermath aftermath,
            Optional<String> mark) {
        boolean healthy = progress.state() == Progress.State.HEALTHY;
        String why =
                progress.causes().isEmpty()
                        ? progress.why()
                        : progress.why() + ": " + progress.causes().getFirst();
        Outcomes.End end =
                new Outcomes.End(
                        order.grant().ref(),
                        order.service(),
                        order.request().name(),
                        healthy ? "healthy" : "failed",
                        why,
                        mark.orElse(null),
                        order.running());
        ReleaseRecord<RecordBody.Outcome> outcome =
                aftermath.look(() -> outcomes.write(end, snapshot, progress));
        serve(order, outcome);
        if (healthy) {
            Leftovers.afterHealthy(site.place(order.service()), snapshot, outcome.created())
                    .ifPresent(sentence -> {
                        throw new Refused(Ending.LOOK_NOW, sentence);
                    });
        }
        return outcome;
    }

    /** A release that was healthy may be put back by anyone who may act. */
    private void serve(Order order, ReleaseRecord<RecordBody.Outcome> outcome) {
        String key = order.grant().body().listKey();
        // The cluster lets nobody mark as served what they granted. Where no approvals are named
        // and one person did both, the entry stays as it is: the outcome's record says the rest.
        if (outcome.body().result().equals("healthy")
                && !key.isEmpty()
                && !outcome.who().equals(order.grant().who())) {
            String grant = order.grant().name();
            String grantor = order.grant().who();
            site.list()
                    .replace(
                            key,
                            new ReleaseList.Entry(ReleaseList.State.GRANTED, grant, grantor),
                            new ReleaseList.Entry(ReleaseList.State.SERVED, grant, grantor));
        }
    }

    private ReleaseRecord<RecordBody.Outcome> overtaken(Order order, String why) {
        WorkloadSnapshot snapshot = site.reader().read(site.place(order.service()));
        return outcomes.write(
                new Outcomes.End(
                        order.grant().ref(),
                        order.service(),
                        order.request().name(),
                        "overtaken",
                        why,
                        null,
                        order.running()),
                snapshot,
                new Progress(Progress.State.OVERTAKEN, 0, snapshot.wanted(), 0, why, List.of()));
    }

    /** Another desk holds the Lease now, or the cluster didn't answer for its whole length. */
    public static final class LeaseLost extends RuntimeException {
        LeaseLost(String service) {
            super(
                    "this desk no longer holds the Lease of service "
                            + service
                            + ", so it stopped; the rollout goes on in the cluster, `drawbridge rollout drive` takes it up");
        }
    }
}
