package dev.drawbridge.delivery.gate;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.State;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an environment that comes before shows of a candidate: its last outcome, and its pods as
 * this desk sees them. Blocks.
 */
final class AfterReader {
    private AfterReader() {}

    /** What pods run, all ready and all the same. */
    private record Running(String digest, Instant since) {}

    /**
     * @param candidate the digest to be promoted
     * @param reachable the digests that mean it runs
     */
    static GateInput.AfterState read(
            Site site, Service service, Digest candidate, Set<String> reachable) {
        String name = site.environment().name();
        boolean guarded = site.environment().protectedEnv();
        Records records = site.records().ofService(service.name());
        Optional<ReleaseRecord<RecordBody.Outcome>> last = last(records);
        Optional<String> unreadable =
                records.of(RecordBody.Unreadable.class).stream()
                        .filter(r -> r.body().kind() == RecordKind.OUTCOME)
                        .filter(r -> last.isEmpty() || !r.created().isBefore(last.get().created()))
                        .map(r -> r.body().why())
                        .findFirst();
        if (unreadable.isPresent()) {
            return absent(name, guarded, State.UNREADABLE, unreadable.get());
        }
        Optional<Running> running =
                site.reader()
                        .find(site.place(service))
                        .flatMap(snapshot -> running(snapshot, candidate, reachable));
        return new GateInput.AfterState(
                name,
                guarded,
                State.READ,
                null,
                last.map(o -> o.body().digest()).orElse(null),
                last.map(o -> word(o.body())).orElse(null),
                last.map(o -> o.created().getEpochSecond()).orElse(null),
                running.map(Running::digest).orElse(null),
                running.map(r -> r.since().getEpochSecond()).orElse(null),
                site.cluster().now().getEpochSecond());
    }

    /**
     * The last outcome of a service. One that was overtaken says nothing of what runs, and may be
     * written long after what overtook it ended: it is passed over.
     */
    static Optional<ReleaseRecord<RecordBody.Outcome>> last(Records records) {
        return records.of(RecordBody.Outcome.class).stream()
                .filter(outcome -> !outcome.body().result().equals("overtaken"))
                .reduce((a, b) -> b);
    }

    /** What was marked when it was judged again is nothing to promote further on. */
    private static String word(RecordBody.Outcome outcome) {
        return outcome.marked() == null ? outcome.result() : outcome.result() + " but marked";
    }

    static GateInput.AfterState absent(String name, boolean guarded, State state, String why) {
        return new GateInput.AfterState(
                name, guarded, state, why, null, null, null, null, null, null);
    }

    /** Since when all wanted pods are ready with one digest: the youngest one's word counts. */
    private static Optional<Running> running(
            WorkloadSnapshot snapshot, Digest candidate, Set<String> reachable) {
        List<Pod> pods =
                snapshot.pods().stream()
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                        .toList();
        if (pods.isEmpty() || pods.size() < snapshot.wanted()) {
            return Optional.empty();
        }
        Set<String> digests = new HashSet<>();
        Instant since = Instant.MIN;
        for (Pod pod : pods) {
            Optional<Instant> ready = readySince(pod);
            String digest = snapshot.status(pod).map(AfterReader::digest).orElse(null);
            if (ready.isEmpty() || digest == null) {
                return Optional.empty();
            }
            digests.add(reachable.contains(digest) ? candidate.value() : digest);
            since = ready.get().isAfter(since) ? ready.get() : since;
        }
        return digests.size() == 1
                ? Optional.of(new Running(digests.iterator().next(), since))
                : Optional.empty();
    }

    private static Optional<Instant> readySince(Pod pod) {
        if (!WorkloadSnapshot.ready(pod)) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(PodCondition::getLastTransitionTime)
                .filter(time -> time != null && !time.isEmpty())
                .map(Instant::parse)
                .findFirst();
    }

    /** The digest in an imageID, whatever stands before it. */
    static @Nullable String digest(ContainerStatus status) {
        String id = status.getImageID() == null ? "" : status.getImageID();
        int at = id.lastIndexOf("sha256:");
        String digest = at < 0 ? "" : id.substring(at);
        return Digest.isDigest(digest) ? digest : null;
    }
}
