package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.Journal;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workload.WorkloadPlace;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workload.WorkloadWriter;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a rollback that stands on record to its end, by whichever desk finds it. All of them set
 * the same image under the rollback's own fence, so that several at once make one revision, one
 * step and one outcome. Blocks until the old pods are ready.
 */
final class PutBack {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Logger log = LoggerFactory.getLogger(PutBack.class);

    private final Site site;
    private final Pace pace;
    private final String desk;
    private final Outcomes outcomes;
    private final Registries registries;

    /**
     * @param desk this desk's id, written into the step
     * @param registries asked which digests mean that an image runs; it goes on without their
     *     answer
     */
    PutBack(Site site, Pace pace, String desk, Outcomes outcomes, Registries registries) {
        this.site = site;
        this.pace = pace;
        this.desk = desk;
        this.outcomes = outcomes;
        this.registries = registries;
    }

    /**
     * What is put back.
     *
     * @param ref names the rollback's record, or what would have been it
     * @param records what is on record of the service; empty where it can't be read
     */
    record Order(Service service, RecordRef ref, RecordBody.Rollback body, Records records) {}

    /** The rollbacks that nobody has brought to an end, oldest first. */
    static List<ReleaseRecord<RecordBody.Rollback>> open(Records records) {
        return records.of(RecordBody.Rollback.class).stream()
                .filter(r ->
                        records.named(RecordNames.outcome(r.name()), RecordBody.Outcome.class)
                                .isEmpty())
                .sorted(Comparator.comparingLong(r -> number(r.body().fence())))
                .toList();
    }

    /**
     * Settles a rollback that was found open, by looking: what is back already is only observed,
     * what was overtaken or changed since is left alone, anything else is put back.
     */
    Rollbacks.Result settle(Order order, RolloutEvents events) {
        WorkloadSnapshot snapshot = site.reader().read(site.place(order.service()));
        site.journal().settle(order.service().name(), order.records(), snapshot);
        Optional<String> overtaken = overtaken(order, snapshot);
        if (overtaken.isPresent()) {
            return ended(order, overtaken(snapshot, overtaken.get()), Set.of(), snapshot);
        }
        events.step("takes up " + order.ref().name() + ": " + order.body().reason());
        return carry(order, snapshot.deployment(), events);
    }

    private Optional<String> overtaken(Order order, WorkloadSnapshot snapshot) {
        Optional<Fence> standing = Fence.of(snapshot.deployment());
        boolean own = standing.equals(Fence.parse(order.body().fence()));
        if (!own && !isOfWhatItEnds(order, standing)) {
            return Optional.of(
                    "the workload is fenced by "
                            + standing.map(Fence::toString).orElse("nobody")
                            + " since");
        }
        if (snapshot.image().equals(order.body().to())) {
            return Optional.empty();
        }
        boolean wasBack = order.records().anyStepDone(order.ref());
        return wasBack || !isToGo(order, snapshot.image())
                ? Optional.of("the workload was set to " + snapshot.image() + " since")
                : Optional.empty();
    }

    /**
     * What stood when it was fenced, or what a driver that hadn't heard of the rollback yet set
     * after that.
     */
    private boolean isToGo(Order order, String image) {
        return image.equals(order.body().from())
                || order.records().of(RecordBody.Request.class).stream()
                        .filter(request -> site.id(request.name()).equals(order.body().ends()))
                        .anyMatch(request -> request.body().image().equals(image));
    }

    /** A driver that hadn't heard of the rollback yet took the fence once more. */
    private static boolean isOfWhatItEnds(Order order, Optional<Fence> standing) {
        return standing.filter(fence -> fence.owner().equals(order.body().ends())).isPresent();
    }

    /**
     * Puts the image back where it isn't yet, and sees it through.
     *
     * @param now the Deployment as it was read last
     */
    Rollbacks.Result carry(Order order, Deployment now, RolloutEvents events) {
        WorkloadPlace place = site.place(order.service());
        Aftermath aftermath = new Aftermath(site, pace, place, order.body().to());
        Aside<Set<Digest>> known = Aside.ask(() -> known(order));
        try {
            if (!WorkloadSnapshot.image(now, place.container()).equals(order.body().to())) {
                act(order, now, aftermath, events);
            }
        } catch (WorkloadWriter.FencedOff e) {
            WorkloadSnapshot snapshot = aftermath.snapshot();
            String why = String.valueOf(e.getMessage());
            return ended(order, overtaken(snapshot, why), Set.of(), snapshot);
        }
        Seen seen = observe(order, known, aftermath, events);
        return ended(order, seen.progress(), known.inTime(Set.of()), seen.snapshot())
                .with(
                        switch (seen.progress().state()) {
                            case HEALTHY ->
                                    Leftovers.afterHealthy(place, seen.snapshot(), seen.at());
                            case FAILED -> Leftovers.afterFailedRollback(place, seen.snapshot());
                            case OVERTAKEN, UNDER_WAY -> Optional.empty();
                        });
    }

    private void act(Order order, Deployment now, Aftermath aftermath, RolloutEvents events) {
        WorkloadPlace place = site.place(order.service());
        String image = order.body().to();
        Fence fence = Fence.parse(order.body().fence()).orElseThrow();
        RecordBody.Step step =
                new RecordBody.Step(
                        order.ref(),
                        order.service().name(),
                        Journal.PUT_BACK,
                        fence.toString(),
                        WorkloadSnapshot.image(now, place.container()),
                        image,
                        WorkloadSnapshot.generation(now),
                        desk);
        Journal.Intent intent = site.journal().beginWhateverHappens(order.ref().name(), step);
        try {
            set(order, fence);
        } catch (WorkloadWriter.FencedOff e) {
            endQuietly(intent, "overtaken", String.valueOf(e.getMessage()), step.generation());
            throw e;
        } catch (ConnectorException e) {
            // the server may have taken it all the same; if not, it stays open and is taken up
            if (!aftermath.snapshot().image().equals(image)) {
                throw e;
            }
        }
        events.step("put back image " + image);
        endQuietly(
                intent,
                "done",
                "the workload asks for " + image,
                WorkloadSnapshot.generation(aftermath.look(() -> site.reader().deployment(place))));
    }

    private void set(Order order, Fence fence) {
        WorkloadPlace place = site.place(order.service());
        try {
            site.writer().setImage(place, order.body().to(), fence, true);
        } catch (WorkloadWriter.FencedOff e) {
            if (!isOfWhatItEnds(order, Fence.of(site.reader().deployment(place)))) {
                throw e;
            }
            Fence higher = site.writer().takeFence(place, fence.owner());
            site.writer().setImage(place, order.body().to(), higher, true);
        }
    }

    private void endQuietly(Journal.Intent intent, String result, String why, long generation) {
        try {
            site.journal().end(intent, result, why, generation, false);
        } catch (ConnectorException e) {
            log.warn("the rollback's step couldn't be closed in the cluster: {}", e.getMessage());
        }
    }

    private record Seen(WorkloadSnapshot snapshot, Progress progress, Instant at) {}

    private Seen observe(
            Order order, Aside<Set<Digest>> known, Aftermath aftermath, RolloutEvents events) {
        Progress last = null;
        Instant start = aftermath.look(() -> site.cluster().now());
        while (true) {
            Optional<Set<Digest>> digests = known.now();
            RolloutObserver observer =
                    new RolloutObserver(order.body().to(), digests.orElse(Set.of()));
            WorkloadSnapshot snapshot = aftermath.snapshot();
            Instant now = aftermath.look(() -> site.cluster().now());
            // right after a stuck rollout was put back the Deployment still shows that one's end
            boolean own = now.isAfter(start.plus(snapshot.progressDeadline()));
            Progress progress = observer.judge(snapshot, List.of(), own);
            if (progress.state() == Progress.State.FAILED && digests.isEmpty() && !known.isLate()) {
                pace.await(LOOK); // an imageID that looks foreign may yet turn out its own
                continue;
            }
            if (!progress.equals(last)) {
                events.progress(progress);
                last = progress;
            }
            if (progress.state() != Progress.State.UNDER_WAY) {
                return new Seen(snapshot, progress, now);
            }
            pace.await(LOOK);
        }
    }

    /**
     * The digests an earlier outcome kept, so that the registry needn't answer; else whatever it
     * says now.
     */
    private Set<Digest> known(Order order) {
        String image = order.body().to();
        Set<Digest> kept =
                order.records().of(RecordBody.Outcome.class).stream()
                        .filter(o -> o.body().image().equals(image))
                        .flatMap(o -> o.body().running().stream())
                        .map(Digest::new)
                        .collect(Collectors.toSet());
        return kept.isEmpty() ? RunningDigests.ifKnown(registries, image) : kept;
    }

    private static Progress overtaken(WorkloadSnapshot snapshot, String why) {
        return new Progress(Progress.State.OVERTAKEN, 0, snapshot.wanted(), 0, why, List.of());
    }

    private Rollbacks.Result ended(
            Order order, Progress progress, Set<Digest> known, WorkloadSnapshot snapshot) {
        String result =
                switch (progress.state()) {
                    case HEALTHY -> "healthy";
                    case OVERTAKEN -> "overtaken";
                    case FAILED, UNDER_WAY -> "failed";
                };
        String why = "put back from " + order.body().from() + ": " + progress.why();
        Outcomes.End end =
                new Outcomes.End(
                        order.ref(), order.service(), "", result, why, marked(order), known);
        try {
            return new Rollbacks.Result(
                    progress,
                    Optional.of(outcomes.write(end, snapshot, progress)),
                    Optional.empty());
        } catch (ConnectorException e) {
            log.warn(
                    "the rollback's outcome couldn't be written in the cluster: {}",
                    e.getMessage());
            outcomes.keepUnpublished(end);
            return new Rollbacks.Result(progress, Optional.empty(), Optional.empty());
        }
    }

    /** What was marked when it was brought in stays so when it is put back. */
    private static @Nullable String marked(Order order) {
        return order.records().of(RecordBody.Outcome.class).stream()
                .filter(o -> o.body().image().equals(order.body().to()))
                .reduce((a, b) -> b)
                .map(o -> o.body().marked())
                .orElse(null);
    }

    private static long number(String fence) {
        return Fence.parse(fence).map(Fence::number).orElse(0L);
    }
}
