package dev.drawbridge.delivery.records;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.analytics.history.Mark;
import dev.drawbridge.connector.kube.ClusterConnection;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Notices records that went back: a records namespace that was deleted, made again or put back from
 * a copy. How far they had come is told by marks: what this desk last saw, and what desks published
 * beside the images.
 */
public final class RecordsMark {
    /** What an upkeep record says when the platform role stands by the records that are there. */
    public static final String RESTORED = "restored";

    /** Marks are made by servers' clocks; one that is further ahead is none. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    private final String environment;
    private final ClusterConnection cluster;
    private final String namespace;
    private final History history;

    public RecordsMark(
            String environment, ClusterConnection cluster, String namespace, History history) {
        this.environment = environment;
        this.cluster = cluster;
        this.namespace = namespace;
        this.history = history;
    }

    /**
     * Why the records can't be relied upon; empty where they are as the marks say, or further.
     *
     * @param records those there are now
     * @param published the marks beside the images, as far as they were read
     */
    public Optional<String> wentBack(Records records, List<Mark> published) {
        List<Mark> marks =
                Stream.concat(history.mark(environment).stream(), published.stream())
                        .filter(mark -> !restored(records, mark))
                        .filter(mark -> !mark.at().isAfter(cluster.now().plus(MOST_AHEAD)))
                        .toList();
        if (marks.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> uid = namespaceUid();
        int held = records.all().size();
        return marks.stream().flatMap(mark -> lost(held, uid, mark).stream()).findFirst();
    }

    private Optional<String> lost(long held, Optional<String> uid, Mark mark) {
        if (uid.isEmpty()) {
            return Optional.of(
                    "the records namespace "
                            + namespace
                            + " of environment "
                            + environment
                            + " is gone, and held "
                            + mark.records()
                            + " records at "
                            + mark.at());
        }
        if (!uid.get().equals(mark.namespaceUid())) {
            return Optional.of(
                    "the records namespace "
                            + namespace
                            + " of environment "
                            + environment
                            + " was deleted and made again since "
                            + mark.at());
        }
        if (held < mark.records()) {
            return Optional.of(
                    "environment "
                            + environment
                            + " holds "
                            + held
                            + " records and held "
                            + mark.records()
                            + " at "
                            + mark.at()
                            + ": some were taken away or an older copy was put back");
        }
        return Optional.empty();
    }

    /**
     * Why there is nothing to go by, whatever this desk knows; empty where the namespace stands.
     */
    public Optional<String> missing() {
        return namespaceUid().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "the records namespace "
                                + namespace
                                + " of environment "
                                + environment
                                + " isn't there");
    }

    /** Keeps how far the records have come; call it after reading them all. */
    public void see(Records records, long fence) {
        long last = Math.max(fence, history.mark(environment).map(Mark::lastFence).orElse(0L));
        namespaceUid()
                .ifPresent(uid ->
                        history.keepMark(
                                environment,
                                new Mark(uid, records.all().size(), last, cluster.now())));
    }

    /**
     * As {@link #see}, of records that one of them tells about; not where they went back, which
     * must not become what is expected from now on.
     */
    public void keep(Mark next) {
        if (history.mark(environment)
                .flatMap(known -> lost(next.records(), Optional.of(next.namespaceUid()), known))
                .isEmpty()) {
            history.keepMark(environment, next);
        }
    }

    /** Whether the platform role said, after the mark, that what is there now is what there is. */
    private static boolean restored(Records records, Mark mark) {
        return records.of(RecordBody.Other.class).stream()
                .filter(r -> r.kind() == RecordKind.UPKEEP && r.created().isAfter(mark.at()))
                .anyMatch(r -> RESTORED.equals(r.body().content().path("upkeep").asText()));
    }

    private Optional<String> namespaceUid() {
        Namespace found =
                cluster.read(
                        "read namespace " + namespace,
                        k -> k.namespaces().withName(namespace).get());
        return Optional.ofNullable(found).map(n -> n.getMetadata().getUid());
    }
}
