package dev.drawbridge.delivery.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.evidence.EvidenceCollector;
import dev.drawbridge.delivery.evidence.ImageFacts;
import dev.drawbridge.delivery.evidence.Manifests;
import dev.drawbridge.delivery.evidence.Parts;
import dev.drawbridge.delivery.promotion.Freezes;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.WorkloadSnapshot;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.GateInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Assembles everything that a rule may look at, read at its sources now. Any thread; blocks on the
 * network, up to a deadline.
 */
public final class GateInputs {
    /** The whole collection may take this long; what isn't there by then is "can't tell". */
    public static final Duration PATIENCE = Duration.ofSeconds(45);

    /** What Kubernetes allows a Deployment to take, where it doesn't say. */
    private static final int DEFAULT_PROGRESS_SECONDS = 600;

    private final Desk desk;
    private final EvidenceCollector collector;
    private final ClusterGate clusterGate;
    private final People people;

    public GateInputs(Desk desk, EvidenceCollector collector, ClusterGate clusterGate) {
        this.desk = desk;
        this.collector = collector;
        this.clusterGate = clusterGate;
        this.people = new People(desk.workspace());
    }

    /**
     * The input.
     *
     * @param request null while nobody has asked yet
     * @throws dev.drawbridge.connector.ConnectorException where the target's cluster itself can't
     *     be read, or a key file isn't one
     */
    public GateInput assemble(
            Site site,
            Service service,
            Candidate candidate,
            EngineInfo engine,
            @Nullable ReleaseRecord<RecordBody.Request> request,
            List<ReleaseRecord<RecordBody.Approval>> approvals,
            boolean decides) {
        Instant now = site.cluster().now();
        try (Parts parts = new Parts(PATIENCE)) {
            Future<ImageFacts> image =
                    parts.start(() -> collector.image(candidate.image(), candidate.digest()));
            Future<GateInput.Pins> pins = parts.start(() -> clusterGate.pins(site, engine));
            Future<Predicate<Instant>> held = parts.start(() -> clusterGate.held(site));
            Future<List<GateInput.Window>> frozen = parts.start(() -> onRecord(site));
            Optional<WorkloadSnapshot> workload = site.reader().find(site.place(service));
            Running running = workload.map(w -> running(parts, w)).orElse(Running.NOTHING);
            GateInput.From from = running.from();
            boolean first =
                    from == null || running.namesNoCommit() && neverPromoted(parts, site, service);
            ImageFacts facts =
                    parts.get(
                            image, "image", (state, why) -> ImageFacts.unknown(candidate.digest()));
            List<Future<GateInput.AfterState>> before =
                    after(parts, site, service, candidate, facts);
            String base = from == null ? null : from.revision();
            Future<GateInput.Change> change =
                    parts.start(() -> collector.change(service, base, facts.revision(), first));
            GateInput.Plan plan = plan(workload, now);
            EvidenceCollector.Collected collected =
                    collector.evidence(
                            parts,
                            candidate.image(),
                            candidate.digest(),
                            image,
                            workload.map(w -> w.deployment().getSpec().getTemplate()).orElse(null),
                            "deployment " + site.place(service),
                            now);
            Predicate<Instant> holds =
                    parts.get(held, "records policy", (state, why) -> made -> false);
            return new GateInput(
                    GateInput.VERSION,
                    now.getEpochSecond(),
                    desk.workspace().name(),
                    environment(site),
                    service(site, service),
                    candidate(candidate, facts),
                    from,
                    plan,
                    collected.evidence(),
                    states(parts, site, before),
                    parts.get(
                            change,
                            "commits",
                            (state, why) ->
                                    new GateInput.Change(
                                            state, why, base, facts.revision(), first, List.of())),
                    freeze(parts, site, frozen, now, plan),
                    request == null ? null : request(request, holds, collected),
                    approvals(parts, site, request, approvals, holds, decides),
                    parts.get(
                            pins,
                            "pins",
                            (state, why) -> new GateInput.Pins(state, why, null, null)));
        }
    }

    /**
     * What runs now.
     *
     * @param from null where nothing does
     * @param namesNoCommit whether its image was read and bears no label with a commit
     */
    private record Running(GateInput.@Nullable From from, boolean namesNoCommit) {
        private static final Running NOTHING = new Running(null, false);
    }

    /**
     * Whether no promotion of it has ended well here. What ran before Drawbridge came need not name
     * its commit; the first promotion then answers for the candidate's own. Records that can't be
     * read are no sign of it.
     */
    private static boolean neverPromoted(Parts parts, Site site, Service service) {
        return parts.get(
                parts.start(() ->
                        site
                                .records()
                                .ofService(service.name())
                                .of(RecordBody.Outcome.class)
                                .stream()
                                .noneMatch(o -> o.body().result().equals("healthy"))),
                "promotions on record",
                (state, why) -> false);
    }

    private Running running(Parts parts, WorkloadSnapshot workload) {
        String image = workload.image();
        String digest = runningDigest(workload);
        String revision = null;
        boolean read = false;
        if (digest != null) {
            Future<Optional<ImageFacts>> facts =
                    parts.start(() ->
                            Optional.of(
                                    collector.image(
                                            ImageReference.parse(image), new Digest(digest))));
            // Not to be had: the base is unknown, and the change says so.
            Optional<ImageFacts> known =
                    parts.get(
                            facts,
                            "image that runs now",
                            (state, why) -> Optional.<ImageFacts>empty());
            revision = known.map(ImageFacts::revision).orElse(null);
            read = known.isPresent();
        }
        return new Running(
                new GateInput.From(
                        digest,
                        image,
                        revision,
                        Manifests.sha256(workload.deployment().getSpec().getTemplate())),
                read && revision == null);
    }

    /** What the image field names, else what all pods show. */
    private static @Nullable String runningDigest(WorkloadSnapshot workload) {
        String image = workload.image();
        String named = image.substring(image.indexOf('@') + 1);
        if (Digest.isDigest(named)) {
            return named;
        }
        List<Optional<String>> shown =
                workload.pods().stream()
                        .map(pod -> workload.status(pod).map(AfterReader::digest))
                        .distinct()
                        .toList();
        return shown.size() == 1 ? shown.getFirst().orElse(null) : null;
    }

    private static GateInput.Plan plan(Optional<WorkloadSnapshot> workload, Instant now) {
        int seconds =
                workload.map(w -> w.deployment().getSpec().getProgressDeadlineSeconds())
                        .filter(deadline -> deadline < Integer.MAX_VALUE)
                        .orElse(DEFAULT_PROGRESS_SECONDS);
        return new GateInput.Plan("rolling", now.getEpochSecond() + seconds);
    }

    private List<Future<GateInput.AfterState>> after(
            Parts parts, Site site, Service service, Candidate candidate, ImageFacts facts) {
        List<Future<GateInput.AfterState>> states = new ArrayList<>();
        for (String name : site.environment().after()) {
            states.add(
                    parts.start(() ->
                            AfterReader.read(
                                    desk.site(name),
                                    service,
                                    candidate.digest(),
                                    facts.reachable())));
        }
        return states;
    }

    private List<GateInput.AfterState> states(
            Parts parts, Site site, List<Future<GateInput.AfterState>> before) {
        List<GateInput.AfterState> states = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            String name = site.environment().after().get(i);
            boolean guarded = desk.workspace().environment(name).protectedEnv();
            states.add(
                    parts.get(
                            before.get(i),
                            "environment " + name,
                            (state, why) -> AfterReader.absent(name, guarded, state, why)));
        }
        return states;
    }

    private List<GateInput.Window> onRecord(Site site) {
        return Freezes.standing(site, desk.workspace()).stream()
                .map(freeze ->
                        new GateInput.Window(
                                freeze.created().getEpochSecond(),
                                freeze.body().until().getEpochSecond(),
                                freeze.body().reason(),
                                "record " + freeze.name() + " by " + freeze.who()))
                .toList();
    }

    private GateInput.Freeze freeze(
            Parts parts,
            Site site,
            Future<List<GateInput.Window>> frozen,
            Instant now,
            GateInput.Plan plan) {
        GateInput.Freeze[] failed = new GateInput.Freeze[1];
        List<GateInput.Window> onRecord =
                parts.get(
                        frozen,
                        "freezes on record",
                        (state, why) -> {
                            failed[0] = new GateInput.Freeze(state, why, null, List.of());
                            return List.of();
                        });
        return failed[0] != null
                ? failed[0]
                : collector.freeze(
                        site.environment().gate().freeze(),
                        onRecord,
                        now,
                        Instant.ofEpochSecond(plan.plannedEnd()));
    }

    private static GateInput.Environment environment(Site site) {
        Environment e = site.environment();
        Map<String, JsonNode> parameters = new HashMap<>(e.gate().parameters());
        Map<String, Long> maxAge = new HashMap<>();
        e.gate().maxAge().forEach((kind, age) -> maxAge.put(kind, age.toSeconds()));
        return new GateInput.Environment(
                e.name(),
                site.cluster().uid(),
                e.namespace(),
                e.protectedEnv(),
                e.production(),
                e.gate().collections(),
                parameters,
                maxAge,
                e.gate().soak().toSeconds(),
                e.gate().approvals().stream()
                        .map(rule -> new GateInput.ApprovalNeed(rule.count(), rule.groups()))
                        .toList(),
                e.records().onTrust());
    }

    private static GateInput.Service service(Site site, Service service) {
        Service.SourceRef source = service.source();
        return new GateInput.Service(
                service.name(),
                service.image(),
                new GateInput.Workload(
                        service.workload().kind(),
                        service.workloadName(site.environment()),
                        service.containerName(site.environment())),
                source == null ? null : source.git(),
                source == null || source.path().isEmpty() ? null : source.path());
    }

    private static GateInput.Candidate candidate(Candidate candidate, ImageFacts facts) {
        // No tag: what it was found by differs between who asks and who grants, and must not change
        // what is judged.
        return new GateInput.Candidate(
                candidate.image().toString(),
                candidate.image().host(),
                candidate.image().repository(),
                candidate.digest().value(),
                null,
                facts.platforms(),
                facts.labels(),
                facts.revision());
    }

    private GateInput.Request request(
            ReleaseRecord<RecordBody.Request> request,
            Predicate<Instant> holds,
            EvidenceCollector.Collected collected) {
        RecordBody.Request body = request.body();
        return new GateInput.Request(
                request.name(),
                request.uid(),
                request.sha256(),
                body.assessment(),
                request.who(),
                people.person(request.who()),
                people.kind(request.who()),
                !holds.test(request.created()),
                request.created().getEpochSecond(),
                body.reason(),
                body.ticket(),
                body.impact(),
                body.backOut(),
                List.of(),
                collected.gone(body.evidence()));
    }

    private List<GateInput.Approval> approvals(
            Parts parts,
            Site site,
            @Nullable ReleaseRecord<RecordBody.Request> request,
            List<ReleaseRecord<RecordBody.Approval>> approvals,
            Predicate<Instant> holds,
            boolean decides) {
        List<Future<Entitlements.Answer>> asked =
                approvals.stream()
                        .map(a ->
                                parts.start(() ->
                                        Entitlements.of(site, a, holds.test(a.created()), decides)))
                        .toList();
        List<GateInput.Approval> found = new ArrayList<>();
        for (int i = 0; i < approvals.size(); i++) {
            Entitlements.Answer entitled =
                    parts.get(
                            asked.get(i),
                            "right to approve",
                            (state, why) ->
                                    new Entitlements.Answer(GateInput.Entitled.UNKNOWN, why));
            found.add(approval(approvals.get(i), request, holds, entitled));
        }
        return found;
    }

    private GateInput.Approval approval(
            ReleaseRecord<RecordBody.Approval> approval,
            @Nullable ReleaseRecord<RecordBody.Request> request,
            Predicate<Instant> holds,
            Entitlements.Answer entitled) {
        RecordRef names = approval.body().request();
        // A request deleted and made again has the same bytes and another uid: an approval of the
        // first is none of the second.
        boolean thisVeryObject = request == null || request.isNamedBy(names);
        return new GateInput.Approval(
                approval.name(),
                approval.who(),
                people.person(approval.who()),
                people.kind(approval.who()),
                approval.groups(),
                thisVeryObject ? names.sha256() : names.name() + "/" + names.uid(),
                approval.body().assessment(),
                approval.created().getEpochSecond(),
                !holds.test(approval.created()),
                entitled.entitled(),
                entitled.why());
    }
}
