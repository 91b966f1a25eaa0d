package dev.drawbridge.delivery.gate;

import dev.drawbridge.connector.kube.Identity;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Stopping new promotions at once, and letting them start again. What is under way goes on. */
public final class Freezes {
    /** How long a freeze stands unless it is renewed. */
    public static final Duration DEFAULT = Duration.ofHours(4);

    private Freezes() {}

    /** Freezes an environment, whoever freezes it at the same moment or took the next name. */
    public static ReleaseRecord<RecordBody.Freeze> freeze(
            Site site, String reason, Duration length) {
        int n = site.records().ofKind(RecordKind.FREEZE).all().size() + 1;
        Instant until = site.cluster().now().plus(length);
        RecordBody.Freeze freeze = new RecordBody.Freeze(reason, until);
        return site.records()
                .createOrFindOwn(
                        RecordNames.freeze(n),
                        "",
                        "",
                        freeze,
                        RecordBody.Freeze.class,
                        freeze::equals);
    }

    /** The freezes that stand, oldest first. */
    public static List<ReleaseRecord<RecordBody.Freeze>> standing(Site site, Workspace workspace) {
        Records ends = site.records().ofKind(RecordKind.END);
        Instant now = site.cluster().now();
        return site.records().ofKind(RecordKind.FREEZE).of(RecordBody.Freeze.class).stream()
                .filter(f -> now.isBefore(f.body().until()))
                .filter(f ->
                        ends.of(RecordBody.End.class).stream()
                                .noneMatch(e ->
                                        f.isNamedBy(e.body().ends()) && mayEnd(e, f, workspace)))
                .toList();
    }

    /**
     * Ends every freeze that stands; by its maker or compliance, which the cluster's roles hold.
     */
    public static List<ReleaseRecord<RecordBody.End>> end(
            Site site, Workspace workspace, String reason) {
        List<ReleaseRecord<RecordBody.Freeze>> standing = standing(site, workspace);
        if (standing.isEmpty()) {
            throw new Refused(
                    Ending.BAD_INPUT,
                    "environment " + site.environment().name() + " has no freeze on record");
        }
        standing.forEach(freeze -> requireMayEnd(site, workspace, freeze));
        return standing.stream()
                .map(f ->
                        site.records()
                                .createOrFindOwn(
                                        RecordNames.end(f.name()),
                                        "",
                                        "",
                                        new RecordBody.End(f.ref(), reason),
                                        RecordBody.End.class,
                                        end -> f.isNamedBy(end.ends())))
                .toList();
    }

    /** Its maker or compliance; anybody else's end is no end. */
    private static boolean mayEnd(
            ReleaseRecord<?> end, ReleaseRecord<?> freeze, Workspace workspace) {
        List<String> compliance = workspace.groups(Role.COMPLIANCE);
        return end.who().equals(freeze.who())
                || end.groups().stream().anyMatch(compliance::contains);
    }

    private static void requireMayEnd(Site site, Workspace workspace, ReleaseRecord<?> freeze) {
        Identity me = site.cluster().whoAmI();
        List<String> compliance = workspace.groups(Role.COMPLIANCE);
        if (!me.username().equals(freeze.who())
                && me.groups().stream().noneMatch(compliance::contains)) {
            throw new Refused(
                    Ending.DENIED,
                    "freeze "
                            + freeze.name()
                            + " was made by "
                            + freeze.who()
                            + "; they or compliance ("
                            + String.join(", ", compliance)
                            + ") end it");
        }
    }
}
