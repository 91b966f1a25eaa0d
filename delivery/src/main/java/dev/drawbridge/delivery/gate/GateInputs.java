package dev.drawbridge.delivery.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.evidence.EvidenceCollector;
import dev.drawbridge.delivery.evidence.ImageFacts;
import dev.drawbridge.delivery.evidence.Parts;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
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
    private final RequestInputs asked;

    public GateInputs(Desk desk, EvidenceCollector collector, ClusterGate clusterGate) {
        this.desk = desk;
        this.collector = collector;
        this.clusterGate = clusterGate;
        this.asked = new RequestInputs(new People(desk.workspace()));
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
            Optional<WorkloadSnapshot> workload = site.reader().find(site.place(service));
            RunningNow running =
                    workload.map(w -> RunningNow.read(parts, collector, w))
                            .orElse(RunningNow.NOTHING);
            GateInput.From from = running.from();
            boolean first =
                    from == null
                            || running.namesNoCommit() && ranBefore(parts, site, service, from);
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
            List<GateInput.AfterState> states = states(parts, site, before);
            GateInput.Change changed =
                    parts.get(
                            change,
                            "commits",
                            (state, why) ->
                                    new GateInput.Change(
                                            state, why, base, facts.revision(), first, List.of()));
            // last: a freeze made while evidence was collected stops it too
            GateInput.Freeze freeze = freeze(parts, site, now, plan);
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
                    states,
                    changed,
                    freeze,
                    request == null ? null : asked.request(request, holds, collected),
                    asked.approvals(parts, site, request, approvals, holds, decides),
                    parts.get(
                            pins,
                            "pins",
                            (state, why) -> new GateInput.Pins(state, why, null, null)));
        }
    }

    /**
     * Whether what runs came before Drawbridge: by the release list it ran when the environment was
     * set up, or, where there is no list, no promotion has ended well here. It need not name its
     * commit; a promotion then answers for the candidate's own. What can't be read is no sign of
     * it.
     */
    private static boolean ranBefore(
            Parts parts, Site site, Service service, GateInput.From running) {
        return parts.get(
                parts.start(() ->
                        site.list()
                                .read()
                                .map(list -> isSetupsOwn(list, site, service, running.digest()))
                                .orElseGet(() -> neverPromoted(site, service))),
                "what ran when it was set up",
                (state, why) -> false);
    }

    private static boolean isSetupsOwn(
            Map<String, String> list, Site site, Service service, @Nullable String digest) {
        return Optional.ofNullable(digest)
                .map(known -> list.get(site.listKey(service, known)))
                .flatMap(ReleaseList.Entry::parse)
                .filter(ReleaseList.Entry::ranBefore)
                .isPresent();
    }

    private static boolean neverPromoted(Site site, Service service) {
        return site.records().ofService(service.name()).of(RecordBody.Outcome.class).stream()
                .noneMatch(o -> o.body().result().equals("healthy"));
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

    private GateInput.Freeze freeze(Parts parts, Site site, Instant now, GateInput.Plan plan) {
        GateInput.Freeze[] failed = new GateInput.Freeze[1];
        List<GateInput.Window> onRecord =
                parts.get(
                        parts.start(() -> onRecord(site)),
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
}
