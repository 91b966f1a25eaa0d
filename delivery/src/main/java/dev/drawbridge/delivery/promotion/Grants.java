package dev.drawbridge.delivery.promotion;

import dev.drawbridge.analytics.history.Mark;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Candidate;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.gate.GateService;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.PublishedMarks;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.ServiceLease;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gate's yes, given under the service's Lease by a desk that isn't the requester's where
 * approvals are named. Blocks on the network.
 */
public final class Grants {
    /** A grant that nothing was begun under ends by itself after this long. */
    public static final Duration LIFE = Duration.ofHours(24);

    private static final Duration PATIENCE = ServiceLease.LENGTH.plusSeconds(5);

    private final Desk desk;
    private final Promotions promotions;
    private final Candidates candidates;
    private final GateService gate;
    private final Identities identities;
    private final RecordedInputs inputs;
    private final PublishedMarks marks;

    public Grants(
            Desk desk,
            Promotions promotions,
            Candidates candidates,
            GateService gate,
            Registries registries) {
        this.desk = desk;
        this.promotions = promotions;
        this.candidates = candidates;
        this.gate = gate;
        this.identities = new Identities(desk.workspace());
        this.inputs = new RecordedInputs(registries);
        this.marks = new PublishedMarks(registries);
    }

    /** The gate for a request now, evidence collected anew, with the approvals there are. */
    Judged judge(Promotions.Found found) {
        return judge(found, true);
    }

    /** As {@link #judge(Promotions.Found)}, for looking alone: nothing is granted or done on it. */
    Judged preview(Promotions.Found found) {
        return judge(found, false);
    }

    private Judged judge(Promotions.Found found, boolean decides) {
        RecordBody.Request body = found.promotion().request().body();
        Candidate candidate = candidates.named(found.service(), new Digest(body.digest()));
        return gate.judge(
                found.site(),
                found.service(),
                candidate,
                found.promotion().request(),
                found.promotion().approvals(),
                decides);
    }

    /**
     * Grants if the gate is open and this person may; empty where it isn't or they may not.
     *
     * @param judged the gate a moment ago; judged again under the Lease
     */
    Optional<ReleaseRecord<RecordBody.Grant>> tryGrant(Promotions.Found found, Judged judged) {
        if (!open(judged) || !mayGrant(found)) {
            return Optional.empty();
        }
        return Optional.of(grant(found));
    }

    /**
     * Grants.
     *
     * @throws Refused where the gate is closed, this person may not, or another grant is open
     */
    ReleaseRecord<RecordBody.Grant> grant(Promotions.Found before) {
        requireMayGrant(before);
        Site site = before.site();
        try (ServiceLease lease =
                ServiceLease.acquire(
                        site.cluster(),
                        site.records().namespace(),
                        before.service().name(),
                        desk.id(),
                        PATIENCE)) {
            Promotions.Found found = promotions.find(before.promotion().id());
            voidUnused(site, found.service());
            Optional<ReleaseRecord<RecordBody.Grant>> standing =
                    promotions
                            .granted(site, found.service())
                            .flatMap(open -> standing(found, open));
            if (standing.isPresent()) {
                return standing.get();
            }
            Judged judged = requireOpen(found);
            requireRecordsWhole(found);
            return write(found, judged);
        }
    }

    /**
     * The grant of this very promotion that stands, completed where its maker asks; empty where it
     * lacks its entry and another asks, who then makes the next.
     */
    private Optional<ReleaseRecord<RecordBody.Grant>> standing(
            Promotions.Found found, Promotion other) {
        if (other.id().equals(found.promotion().id())) {
            ReleaseRecord<RecordBody.Grant> grant = other.openGrant().orElseThrow();
            if (grant.who().equals(found.site().cluster().whoAmI().username())) {
                complete(found, grant);
            }
            return Optional.of(grant).filter(g -> isWhole(found, g));
        }
        throw new Refused(
                Ending.WAITS,
                "promotion "
                        + other.id()
                        + " holds the service's grant; when it ends, or after `drawbridge rollback`,"
                        + " retry with `drawbridge promote "
                        + found.promotion().id()
                        + "`");
    }

    /**
     * Whether the gate lets it through: nothing denies, can't tell or waits, and the assessment is
     * the one asked for.
     */
    static boolean open(Judged judged) {
        Level level = judged.verdict().level();
        return level == Level.FINE || level == Level.WARN;
    }

    /**
     * The gate now, which must let it through.
     *
     * @throws GateClosed where it doesn't
     * @throws Refused where it no longer is what was asked for
     */
    Judged requireOpen(Promotions.Found found) {
        Judged judged = judge(found);
        if (!open(judged)) {
            throw new GateClosed(judged);
        }
        AssessmentChange.requireNone(found, judged);
        return judged;
    }

    /** In a protected environment nothing is granted on records that went back. */
    void requireRecordsWhole(Promotions.Found found) {
        found.requireReadable();
        Site site = found.site();
        if (!site.environment().protectedEnv()) {
            return;
        }
        Records all = site.records().all();
        site.mark()
                .wentBack(all, published(found))
                .ifPresent(why -> {
                    throw new Refused(
                            Ending.CANT_TELL,
                            why
                                    + "; the platform role looks at them, and says so with `drawbridge cluster setup -e "
                                    + site.environment().name()
                                    + " --apply --confirm "
                                    + site.environment().name()
                                    + " --restored WHY`");
                });
        site.mark().see(all, 0);
    }

    /** The marks beside what runs and what is to run. */
    private List<Mark> published(Promotions.Found found) {
        Site site = found.site();
        return Stream.of(
                        site.reader().read(site.place(found.service())).image(),
                        found.promotion().request().body().image())
                .distinct()
                .flatMap(image ->
                        marks.of(image, site.cluster().uid(), site.records().namespace()).stream())
                .toList();
    }

    private ReleaseRecord<RecordBody.Grant> write(Promotions.Found found, Judged judged) {
        Site site = found.site();
        ReleaseRecord<RecordBody.Request> request = found.promotion().request();
        String key =
                site.list().read().isPresent()
                        ? site.listKey(found.service(), request.body().digest())
                        : "";
        List<RecordRef> approvals =
                found.promotion().approvals().stream().map(ReleaseRecord::ref).toList();
        RecordBody.Grant body =
                new RecordBody.Grant(
                        request.ref(),
                        approvals,
                        request.body().assessment(),
                        Requests.from(judged.input()),
                        key,
                        RecordJson.tree(judged.verdict().findings()),
                        inputs.keep(
                                ImageReference.parse(request.body().image()), judged.inputJson()),
                        site.cluster().now().plus(LIFE));
        String name = RecordNames.grant(request.name(), found.promotion().grants().size() + 1);
        ReleaseRecord<RecordBody.Grant> grant =
                site.records().create(name, found.service().name(), request.name(), body);
        complete(found, grant);
        return grant;
    }

    /** Whether the release list holds a grant's entry: a grant without its entry isn't one. */
    static boolean isWhole(Promotions.Found found, ReleaseRecord<RecordBody.Grant> grant) {
        Site site = found.site();
        Optional<Map<String, String>> list = site.list().read();
        String key = grant.body().listKey();
        if (list.isEmpty()) {
            return key.isEmpty();
        }
        return key.equals(
                        site.listKey(found.service(), found.promotion().request().body().digest()))
                && Optional.ofNullable(list.get().get(key))
                        .flatMap(ReleaseList.Entry::parse)
                        .filter(entry -> admits(entry, grant))
                        .isPresent();
    }

    /** What served before is admitted whoever granted it; else the entry is of this very grant. */
    private static boolean admits(ReleaseList.Entry entry, ReleaseRecord<RecordBody.Grant> grant) {
        return switch (entry.state()) {
            case SERVED, REVOKED -> true;
            case GRANTED -> entry.grant().equals(grant.name());
            case VOID -> false;
        };
    }

    /**
     * As under the next grant, but now: where somebody holds the Lease, or this person has no right
     * to it, the next grant sees to it.
     */
    void voidUnusedIfFree(Promotions.Found found) {
        if (found.promotion().grants().isEmpty()) {
            return;
        }
        Site site = found.site();
        String namespace = site.records().namespace();
        String service = found.service().name();
        try (ServiceLease lease =
                ServiceLease.acquire(
                        site.cluster(), namespace, service, desk.id(), Duration.ZERO)) {
            voidUnused(site, found.service());
        } catch (ConnectorException e) {
            if (e.kind() != ConnectorException.Kind.DENIED
                    && e.kind() != ConnectorException.Kind.CONFLICT) {
                throw e;
            }
        }
    }

    /**
     * Makes void the entries of a service's grants that ended unused, so that nothing is brought in
     * on them.
     */
    private void voidUnused(Site site, Service service) {
        Map<String, String> list = site.list().read().orElse(Map.of());
        if (list.isEmpty()) {
            return;
        }
        for (Promotion promotion : promotions.of(site, service)) {
            for (ReleaseRecord<RecordBody.Grant> grant : promotion.unusedGrants()) {
                String key = grant.body().listKey();
                Optional.ofNullable(list.get(key))
                        .flatMap(ReleaseList.Entry::parse)
                        .filter(entry -> entry.state() == ReleaseList.State.GRANTED)
                        .filter(entry -> entry.grant().equals(grant.name()))
                        .ifPresent(entry -> site.list().replace(key, entry, entry.voided()));
            }
        }
    }

    private static void complete(Promotions.Found found, ReleaseRecord<RecordBody.Grant> grant) {
        String key = grant.body().listKey();
        if (key.isEmpty()) {
            return;
        }
        ReleaseList list = found.site().list();
        if (list.find(key).filter(entry -> admits(entry, grant)).isEmpty()) {
            list.put(
                    key,
                    new ReleaseList.Entry(ReleaseList.State.GRANTED, grant.name(), grant.who()));
        }
    }

    private boolean mayGrant(Promotions.Found found) {
        try {
            requireMayGrant(found);
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    /** Grantor and requester are two people wherever approvals are named. */
    private void requireMayGrant(Promotions.Found found) {
        Site site = found.site();
        if (site.environment().gate().approvals().isEmpty()) {
            return;
        }
        String me = site.cluster().whoAmI().username();
        if (identities.same(me, found.promotion().request().who())) {
            throw new Refused(
                    Ending.WAITS,
                    "you ("
                            + me
                            + ") asked for "
                            + found.promotion().id()
                            + ", so another approver or operator grants it, with `drawbridge promote "
                            + found.promotion().id()
                            + "`");
        }
    }

    /** The gate is closed; the findings say why. */
    public static final class GateClosed extends RuntimeException {
        private final transient Judged judged;

        GateClosed(Judged judged) {
            super("the gate is closed");
            this.judged = judged;
        }

        /** What was found. */
        public Judged judged() {
            return judged;
        }
    }
}
