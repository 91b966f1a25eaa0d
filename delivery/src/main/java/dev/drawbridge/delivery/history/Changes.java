package dev.drawbridge.delivery.history;

import dev.drawbridge.connector.kube.FieldOwner;
import dev.drawbridge.connector.kube.ImageOwner;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.history.Revisions.Revision;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.Fence;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes of image or pod template that no promotion and no rollback made. Each step on record
 * accounts for one revision, the one that came after it; any other is without a record, whatever
 * its image. Read from the ReplicaSets that the cluster still keeps: what was changed and pruned
 * from them since can't be seen. Blocks on the network.
 */
public final class Changes {
    /** API servers of one cluster may differ by that much, and their controllers take a moment. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Site site;
    private final Records records;
    private final Start start;

    /** Reads the environment's records, once. */
    public Changes(Site site) {
        this.site = site;
        this.records = site.records().all();
        this.start = start(records);
    }

    /**
     * One change without a record.
     *
     * @param revision the Deployment's revision that it made
     * @param at when, by the API server; of a revision that took an earlier ReplicaSet up again the
     *     latest it can have been
     * @param manager who owns the image field, where this is the revision that stands; null where
     *     nobody is known
     * @param diff what changed against the revision before it
     */
    public record Change(
            String service,
            long revision,
            Instant at,
            @Nullable String manager,
            String image,
            String diff) {}

    /**
     * What was found.
     *
     * @param revisions revisions looked at
     * @param since only those made after it; never earlier than the environment's setup, since what
     *     ran before needs no record
     * @param sinceWhy why it counts from then, such as {@code production was set up then}
     * @param unrecorded the ones nobody recorded, oldest first; empty when all are on record
     */
    public record Report(
            String environment,
            int revisions,
            Instant since,
            String sinceWhy,
            List<Change> unrecorded) {
        public Report {
            unrecorded = List.copyOf(unrecorded);
        }
    }

    /** From when on a change needs a record. */
    private record Start(Instant at, String why) {}

    private Start start(Records all) {
        String name = site.environment().name();
        return all.of(RecordBody.Other.class).stream()
                .filter(record -> record.kind() == RecordKind.UPKEEP)
                .findFirst()
                .map(first -> new Start(first.created(), name + " was set up then"))
                .or(() ->
                        all.all().stream()
                                .findFirst()
                                .map(first ->
                                        new Start(
                                                first.created(),
                                                "the first record of " + name + " is from then")))
                .orElse(new Start(Instant.EPOCH, "nothing is on record"));
    }

    /** Looks at every service's revisions made after {@code asked}. */
    public Report report(List<Service> services, Instant asked) {
        Start from =
                start.at().isAfter(asked) ? start : new Start(asked, "that is as far as was asked");
        List<Change> unrecorded = new ArrayList<>();
        int looked = 0;
        for (Service service : services) {
            Optional<WorkloadSnapshot> snapshot = site.reader().find(site.place(service));
            if (snapshot.isPresent()) {
                List<Revision> all = Revisions.of(snapshot.get(), site.cluster().now());
                List<Revision> recorded = recorded(all, acts(service));
                List<Revision> young = all.stream().filter(r -> younger(r, from.at())).toList();
                looked += young.size();
                young.stream()
                        .filter(revision -> !recorded.contains(revision))
                        .map(revision -> change(service, snapshot.get(), revision))
                        .forEach(unrecorded::add);
            }
        }
        unrecorded.sort(Comparator.comparing(Change::at).thenComparing(Change::revision));
        return new Report(site.environment().name(), looked, from.at(), from.why(), unrecorded);
    }

    /**
     * Why the image that stands isn't the one that the newest step or rollback put there, or that
     * stood when counting began; empty where it is.
     */
    public Optional<String> drift(Service service, WorkloadSnapshot snapshot) {
        Optional<Claim> newest = claim(service);
        if (newest.isPresent()) {
            Claim claim = newest.get();
            return claim.image().equals(snapshot.image())
                    ? Optional.empty()
                    : Optional.of(
                            "the newest record, "
                                    + claim.record()
                                    + ", put "
                                    + claim.image()
                                    + " there; somebody changed it since");
        }
        boolean stoodBefore =
                Revisions.of(snapshot, site.cluster().now()).stream()
                        .filter(Revision::changedImage)
                        .reduce((a, b) -> b)
                        .filter(revision -> !younger(revision, start.at()))
                        .isPresent();
        return stoodBefore
                ? Optional.empty()
                : Optional.of("no promotion and no rollback on record set this image");
    }

    private record Claim(String record, String image, Instant at) {}

    /** What the last step set, or a promotion found healthy without having to set it. */
    private Optional<Claim> claim(Service service) {
        Stream<Claim> acts =
                acts(service).stream()
                        .map(step -> new Claim(step.name(), step.body().after(), step.created()));
        Stream<Claim> healthy =
                records.about(service.name()).of(RecordBody.Outcome.class).stream()
                        .filter(outcome -> outcome.body().result().equals("healthy"))
                        .map(o -> new Claim(o.name(), o.body().image(), o.created()));
        return Stream.concat(acts, healthy).reduce((a, b) -> b.at().isBefore(a.at()) ? a : b);
    }

    /** The steps that changed the workload, or may have, oldest first. */
    private List<ReleaseRecord<RecordBody.Step>> acts(Service service) {
        Records own = records.about(service.name());
        Set<String> undone = new HashSet<>();
        own.of(RecordBody.StepDone.class).stream()
                .filter(done -> !done.body().result().equals("done"))
                .forEach(done -> undone.add(done.name()));
        return own.of(RecordBody.Step.class).stream()
                .filter(step -> !undone.contains(RecordNames.stepDone(step.name())))
                .sorted(
                        Comparator.comparing(
                                        (ReleaseRecord<RecordBody.Step> step) -> step.created())
                                .thenComparing(Changes::fence))
                .toList();
    }

    private static long fence(ReleaseRecord<RecordBody.Step> step) {
        return Fence.parse(step.body().fence()).map(Fence::number).orElse(0L);
    }

    /**
     * The revisions that the steps made: for each step, in order, the first with its image that can
     * have come between it and the next step.
     */
    private static List<Revision> recorded(
            List<Revision> revisions, List<ReleaseRecord<RecordBody.Step>> acts) {
        List<Revision> found = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < acts.size(); i++) {
            Instant from = acts.get(i).created().minus(SLACK);
            Instant until =
                    i + 1 < acts.size() ? acts.get(i + 1).created().plus(SLACK) : Instant.MAX;
            String image = acts.get(i).body().after();
            for (int r = next; r < revisions.size(); r++) {
                Revision revision = revisions.get(r);
                if (revision.changedImage()
                        && revision.image().equals(image)
                        && !revision.notBefore().isAfter(until)
                        && !revision.notAfter().isBefore(from)) {
                    found.add(revision);
                    next = r + 1;
                    break;
                }
            }
        }
        return found;
    }

    private static boolean younger(Revision revision, Instant since) {
        return revision.notAfter().isAfter(since);
    }

    private static Change change(Service service, WorkloadSnapshot snapshot, Revision revision) {
        @Nullable String manager =
                revision.number() == snapshot.revision()
                        ? new ImageOwner()
                                .of(snapshot.deployment(), snapshot.container())
                                .map(FieldOwner::manager)
                                .orElse(null)
                        : null;
        String diff =
                revision.changedImage()
                        ? "image " + revision.before() + " → " + revision.image()
                        : "pod template changed, image stayed";
        return new Change(
                service.name(),
                revision.number(),
                revision.notAfter(),
                manager,
                revision.image(),
                diff);
    }
}
