package dev.drawbridge.app.cli.release;

import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs of a service in an environment.
 *
 * @param digest null where the workload names none
 * @param commit the revision that the image says it was built from; null where it doesn't say or
 *     its registry doesn't answer
 * @param since when the revision that runs was made
 * @param drift {@code none}, {@code rolling}, {@code pods differ}, {@code no record} or {@code
 *     can't tell}
 * @param why in a sentence, where {@code drift} isn't {@code none}
 */
record RunningLine(
        String service,
        String environment,
        @Nullable String image,
        @Nullable String digest,
        @Nullable String commit,
        @Nullable Long revision,
        @Nullable Instant since,
        @Nullable Integer ready,
        @Nullable Integer wanted,
        String drift,
        @Nullable String why) {

    static RunningLine unreadable(Service service, String environment, String why) {
        return new RunningLine(
                service.name(),
                environment,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "can't tell",
                why);
    }

    /**
     * What a snapshot shows.
     *
     * @param noRecord why the image isn't one that was brought in; null where it is
     * @param unknown why that can't be told; null where it can
     */
    static RunningLine of(
            Site site,
            Service service,
            @Nullable String commit,
            WorkloadSnapshot snapshot,
            @Nullable String noRecord,
            @Nullable String unknown) {
        String image = snapshot.image();
        int at = image.indexOf('@');
        int ready = ready(snapshot);
        boolean rolling = rolling(snapshot.deployment());
        String pods =
                ready == snapshot.wanted() && !rolling
                        ? null
                        : ready
                                + " of "
                                + snapshot.wanted()
                                + " pods of this image are ready"
                                + (rolling ? "; its update is under way" : "");
        String drift =
                unknown != null
                        ? "can't tell"
                        : noRecord != null
                                ? "no record"
                                : pods == null ? "none" : rolling ? "rolling" : "pods differ";
        return new RunningLine(
                service.name(),
                site.environment().name(),
                image,
                at < 0 ? null : image.substring(at + 1),
                commit,
                snapshot.revision(),
                snapshot.current().map(RunningLine::made).orElse(null),
                ready,
                snapshot.wanted(),
                drift,
                unknown != null ? unknown : noRecord != null ? noRecord : pods);
    }

    /** The Deployment's own controller is at work on it, within its deadline. */
    static boolean rolling(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus();
        return status != null
                && status.getConditions() != null
                && status.getConditions().stream()
                        .filter(c -> "Progressing".equals(c.getType()))
                        .anyMatch(c ->
                                "True".equals(c.getStatus())
                                        && !"NewReplicaSetAvailable".equals(c.getReason()));
    }

    private static int ready(WorkloadSnapshot snapshot) {
        return (int)
                snapshot.current().stream()
                        .flatMap(set -> snapshot.podsOf(set).stream())
                        .filter(WorkloadSnapshot::ready)
                        .count();
    }

    private static Instant made(ReplicaSet set) {
        return Instant.parse(set.getMetadata().getCreationTimestamp());
    }

    static Sheet sheet(List<RunningLine> lines) {
        Sheet.Builder rows =
                Sheet.of(
                        "service",
                        "environment",
                        "digest",
                        "commit",
                        "since",
                        "pods",
                        "drift",
                        "image");
        lines.forEach(l ->
                rows.row(
                        Cell.of(l.service()),
                        Cell.of(l.environment()),
                        Cell.digest(l.digest()),
                        l.commit() == null
                                ? Cell.of("–")
                                : Cell.brief(
                                        l.commit().substring(0, Math.min(7, l.commit().length())),
                                        l.commit()),
                        Cell.time(l.since()),
                        Cell.of(l.wanted() == null ? "–" : l.ready() + "/" + l.wanted()),
                        Cell.of(l.drift(), l.drift().equals("none") ? Tone.GOOD : Tone.WAITING),
                        Cell.of(l.image() == null ? l.why() : l.image())));
        return rows.build();
    }
}
