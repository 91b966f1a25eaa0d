package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.FieldOwner;
import dev.drawbridge.connector.kube.ImageOwner;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.ConfigCopies;
import dev.drawbridge.delivery.rollout.Driver;
import dev.drawbridge.delivery.rollout.Outcomes;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.rollout.RunningDigests;
import dev.drawbridge.delivery.rollout.ServiceLease;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Acting on a grant: the checks at the start, then the drive to the end. Blocks until the end. */
public final class Actions {
    /** Long enough to take over from a desk that fell silent. */
    private static final Duration PATIENCE = ServiceLease.LENGTH.plusSeconds(10);

    private final Desk desk;
    private final Promotions promotions;
    private final Grants grants;
    private final Registries registries;
    private final Identities identities;
    private final RecordedInputs inputs;

    public Actions(Desk desk, Promotions promotions, Grants grants, Registries registries) {
        this.desk = desk;
        this.promotions = promotions;
        this.grants = grants;
        this.registries = registries;
        this.identities = new Identities(desk.workspace());
        this.inputs = new RecordedInputs(registries);
    }

    /**
     * Acts on a promotion's grant, granting first where there is none and this person may.
     *
     * @param takeField takes the image field from kubectl, Helm or CI
     * @return how it ended; what it says already where it has ended before
     * @throws Refused where somebody else must grant or act, the image field belongs to a GitOps
     *     controller, or what was approved no longer stands
     * @throws Grants.GateClosed where there is no grant and the gate is closed
     */
    public ReleaseRecord<RecordBody.Outcome> promote(
            String id, boolean takeField, RolloutEvents events) {
        Promotions.Found found = promotions.find(id);
        found.requireReadable();
        Optional<ReleaseRecord<RecordBody.Outcome>> ended = found.promotion().outcome();
        if (ended.isPresent()) {
            return ended.get();
        }
        requireAlive(found.promotion());
        if (!mayBeActedOn(found)) {
            ReleaseRecord<RecordBody.Grant> grant = grants.grant(found);
            events.step("granted as " + grant.name());
            found = promotions.find(id);
        }
        return act(found, takeField, events);
    }

    /** Whether there is a grant with its entry; what was begun is driven to its end regardless. */
    private static boolean mayBeActedOn(Promotions.Found found) {
        Promotion promotion = found.promotion();
        return promotion
                .openGrant()
                .filter(grant -> promotion.isBegun(grant) || Grants.isWhole(found, grant))
                .isPresent();
    }

    private ReleaseRecord<RecordBody.Outcome> act(
            Promotions.Found before, boolean takeField, RolloutEvents events) {
        Site site = before.site();
        openGrant(before.promotion()); // it may have ended while somebody granted
        requireMayAct(before);
        try (ServiceLease lease =
                ServiceLease.acquire(
                        site.cluster(),
                        site.records().namespace(),
                        before.service().name(),
                        desk.id(),
                        PATIENCE)) {
            Promotions.Found found = promotions.find(before.promotion().id());
            Optional<ReleaseRecord<RecordBody.Outcome>> ended = found.promotion().outcome();
            if (ended.isPresent()) {
                return ended.get();
            }
            WorkloadSnapshot snapshot = site.reader().read(site.place(found.service()));
            found = settled(found, snapshot);
            ReleaseRecord<RecordBody.Grant> grant = openGrant(found.promotion());
            if (!found.promotion().isBegun(grant)) {
                grants.requireRecordsWhole(found);
                requireStanding(found, grant);
                requireApproved(found.promotion(), grant);
                inputs.requireThere("grant " + grant.name(), grant.body().input());
                requireOwnField(found, snapshot, takeField);
                requirePullable(snapshot);
                // what was granted may have changed since, and a freeze have come a moment ago
                grants.requireOpen(found);
            }
            ConfigCopies copies = new ConfigCopies(site.cluster());
            copies.keep(snapshot);
            Outcomes outcomes =
                    new Outcomes(site, desk.history(), copies, new PublishedMarks(registries));
            RecordBody.Request request = found.promotion().request().body();
            outcomes.started(
                    grant.name(),
                    found.service(),
                    found.promotion().id(),
                    "promotion",
                    request.digest(),
                    grant.created());
            Driver.Order order =
                    new Driver.Order(
                            found.service(),
                            found.promotion().request(),
                            grant,
                            RunningDigests.of(registries, request.image()),
                            takeField || isOurs(snapshot),
                            () -> JudgedAgain.mark(grant, judging(before.promotion().id())));
            return new Driver(site, desk.pace(), desk.id(), outcomes, registries)
                    .drive(order, lease, events);
        }
    }

    /**
     * With the intents of its grant settled that a desk which is gone left open: whether it was
     * begun decides which checks it still has to pass.
     */
    private Promotions.Found settled(Promotions.Found found, WorkloadSnapshot snapshot) {
        Promotion promotion = found.promotion();
        if (!promotion.isUnsettled(openGrant(promotion))) {
            return found;
        }
        found.site().journal().settle(found.service().name(), promotion.records(), snapshot);
        return promotions.find(promotion.id());
    }

    /** The grant to act on; it may have ended since somebody looked. */
    static ReleaseRecord<RecordBody.Grant> openGrant(Promotion promotion) {
        return promotion
                .openGrant()
                .orElseThrow(() ->
                        new Refused(
                                Ending.CANT_TELL,
                                "promotion "
                                        + promotion.id()
                                        + " has no grant that may be acted on: it is "
                                        + promotion.phase().words()
                                        + promotion
                                                .endedBy()
                                                .map(why -> " (" + why + ")")
                                                .orElse("")
                                        + "; `drawbridge rollout show "
                                        + promotion.id()
                                        + "` shows how it came to that"));
    }

    private JudgedAgain.Judging judging(String id) {
        return new JudgedAgain.Judging() {
            @Override
            public Promotions.Found find() {
                Promotions.Found found = promotions.find(id);
                found.requireReadable();
                return found;
            }

            @Override
            public Judged judge(Promotions.Found found) {
                return grants.judge(found);
            }
        };
    }

    private static void requireAlive(Promotion promotion) {
        if (promotion.phase().isOver()) {
            throw new Refused(
                    Ending.DENIED,
                    "promotion "
                            + promotion.id()
                            + " is "
                            + promotion.phase().words()
                            + promotion.endedBy().map(why -> " (" + why + ")").orElse("")
                            + ", so nothing is promoted by it; ask anew with `drawbridge request`");
        }
    }

    /** Grantor and actor are two people wherever approvals are named. */
    private void requireMayAct(Promotions.Found found) {
        if (!promotions.standing(found.site(), found.promotion()).mayAct()) {
            throw new Refused(
                    Ending.WAITS,
                    "you ("
                            + found.site().cluster().whoAmI().username()
                            + ") granted "
                            + found.promotion().id()
                            + ", so another operator brings it in"
                            + operators()
                            + ", with `drawbridge promote "
                            + found.promotion().id()
                            + "`");
        }
    }

    private String operators() {
        List<String> groups = desk.workspace().groups(Role.OPERATOR);
        return groups.isEmpty() ? "" : " (" + String.join(", ", groups) + ")";
    }

    /** The grant is nobody's own, and its time isn't over. */
    private void requireStanding(Promotions.Found found, ReleaseRecord<RecordBody.Grant> grant) {
        Promotion promotion = found.promotion();
        boolean named = !found.site().environment().gate().approvals().isEmpty();
        if (named && identities.same(grant.who(), promotion.request().who())) {
            throw new Refused(
                    Ending.CANT_TELL,
                    "grant "
                            + grant.name()
                            + " was made by "
                            + grant.who()
                            + ", who asked for it; nothing is done on it");
        }
        if (!Grants.isWhole(found, grant)) {
            throw new Refused(
                    Ending.CANT_TELL,
                    "grant "
                            + grant.name()
                            + " has no entry in the release list, so it isn't one; "
                            + grant.who()
                            + " completes it, or another who may grant makes the next, with `drawbridge promote "
                            + promotion.id()
                            + "`");
        }
        if (found.site().cluster().now().isAfter(grant.created().plus(Grants.LIFE))) {
            throw new Refused(
                    Ending.DENIED,
                    "grant "
                            + grant.name()
                            + " ended at "
                            + grant.created().plus(Grants.LIFE)
                            + "; ask anew with `drawbridge request`");
        }
    }

    /**
     * Every approval the grant rests on is still the very object it was, and speaks of this
     * request.
     */
    static void requireApproved(Promotion promotion, ReleaseRecord<RecordBody.Grant> grant) {
        if (!grant.body().assessment().equals(promotion.request().body().assessment())) {
            throw new Refused(
                    Ending.CANT_TELL,
                    "grant "
                            + grant.name()
                            + " names another assessment than its request; nothing is done on it");
        }
        for (RecordRef ref : grant.body().approvals()) {
            if (promotion.approvals().stream().noneMatch(a -> a.isNamedBy(ref))) {
                throw new Refused(
                        Ending.CANT_TELL,
                        "approval "
                                + ref.name()
                                + " that grant "
                                + grant.name()
                                + " rests on is gone or was made again; ask anew with `drawbridge request`");
            }
        }
    }

    /** Whether Drawbridge set the image last, be it by apply or by an update of an older kind. */
    private static boolean isOurs(WorkloadSnapshot snapshot) {
        return new ImageOwner()
                .of(snapshot.deployment(), snapshot.container())
                .filter(owner -> owner.kind() == FieldOwner.Kind.DRAWBRIDGE)
                .isPresent();
    }

    private static void requireOwnField(
            Promotions.Found found, WorkloadSnapshot snapshot, boolean takeField) {
        Optional<FieldOwner> owner =
                new ImageOwner().of(snapshot.deployment(), snapshot.container());
        if (owner.isEmpty() || owner.get().kind() == FieldOwner.Kind.DRAWBRIDGE) {
            return;
        }
        String where = "the image of deployment " + found.site().place(found.service());
        if (owner.get().kind().putsBack()) {
            throw new Refused(
                    Ending.DENIED,
                    where
                            + " is kept by "
                            + owner.get().words()
                            + ", which would put it back; change it in Git instead");
        }
        if (!takeField) {
            throw new Refused(
                    Ending.BAD_INPUT,
                    where
                            + " is owned by "
                            + owner.get().words()
                            + "; add --take-field to take it over");
        }
    }

    /** What runs now can be pulled again, so that a rollback will have something to go back to. */
    private void requirePullable(WorkloadSnapshot snapshot) {
        ImageReference old = ImageReference.parse(snapshot.image());
        if (old.digest() == null) {
            return; // put back by its tag, which nothing here can vouch for
        }
        try {
            registries.repository(old).checkPullable(old.digest());
        } catch (ConnectorException e) {
            throw new Refused(
                    Ending.CANT_TELL,
                    "what runs now, "
                            + snapshot.image()
                            + ", can't be shown to be there for a rollback: "
                            + e.getMessage());
        }
    }
}
