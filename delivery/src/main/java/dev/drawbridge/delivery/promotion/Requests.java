package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.gate.Candidate;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.gate.GateService;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.GatePlan;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.GateInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asking for a promotion. Blocks on the network. */
public final class Requests {
    /** A request ends by itself after this long. */
    public static final Duration LIFE = Duration.ofDays(7);

    private final Desk desk;
    private final Candidates candidates;
    private final GateService gate;
    private final RecordedInputs inputs;

    public Requests(Desk desk, Candidates candidates, GateService gate, Registries registries) {
        this.desk = desk;
        this.candidates = candidates;
        this.gate = gate;
        this.inputs = new RecordedInputs(registries);
    }

    /**
     * A request that was written.
     *
     * @param judged the gate as it stood then
     */
    public record Asked(String id, ReleaseRecord<RecordBody.Request> request, Judged judged) {
        /** The gate's word at the time of asking. */
        public Ending ending() {
            return Ending.of(judged.verdict().level());
        }
    }

    /** Judges a candidate now and writes nothing to the cluster. */
    public Judged gate(String environment, String serviceName, @Nullable Digest digest) {
        Site site = desk.site(environment);
        Service service = desk.service(serviceName);
        return gate.judge(
                site, service, candidates.resolve(site, service, digest), null, List.of(), false);
    }

    /**
     * Asks. The request is written also where the gate denies, so that what is missing can be seen
     * by all.
     *
     * @param digest the release; null: the environment's own candidate
     */
    public Asked request(
            String environment, String serviceName, @Nullable Digest digest, RequestWords words) {
        Site site = desk.site(environment);
        Service service = desk.service(serviceName);
        requireComplete(site, words); // before anybody is asked anything
        return ask(site, service, candidates.resolve(site, service, digest), words);
    }

    /** As the other, for a candidate that was found already. */
    Asked request(Site site, Service service, Candidate candidate, RequestWords words) {
        requireComplete(site, words);
        return ask(site, service, candidate, words);
    }

    private Asked ask(Site site, Service service, Candidate candidate, RequestWords words) {
        Judged judged = gate.judge(site, service, candidate, null, List.of(), false);
        Records records = site.records().ofService(service.name());
        String name = Promotions.nextName(records, service.name(), candidate.digest().value());
        ReleaseRecord<RecordBody.Request> written =
                site.records()
                        .create(
                                name,
                                service.name(),
                                name,
                                body(site, service, candidate, judged, words));
        return new Asked(site.id(name), written, judged);
    }

    private static void requireComplete(Site site, RequestWords words) {
        List<GatePlan.RequestField> missing = words.missing(site.environment().gate().require());
        if (!missing.isEmpty()) {
            throw new Refused(
                    Ending.BAD_INPUT,
                    "environment "
                            + site.environment().name()
                            + " asks each request for "
                            + String.join(
                                    ", ",
                                    missing.stream().map(GatePlan.RequestField::word).toList())
                            + "; give "
                            + String.join(
                                    " ",
                                    missing.stream().map(f -> "--" + f.word() + " TEXT").toList()));
        }
    }

    private RecordBody.Request body(
            Site site, Service service, Candidate candidate, Judged judged, RequestWords words) {
        GateInput input = judged.input();
        return new RecordBody.Request(
                site.environment().name(),
                service.name(),
                candidate.image().toString(),
                candidate.digest().value(),
                from(input),
                input.plan().strategy(),
                Optional.ofNullable(words.reason()).orElse(""),
                words.ticket(),
                words.impact(),
                words.backOut(),
                judged.assessment().hash(),
                judged.verdict().engine().packDigest(),
                input.pins().sha256(),
                evidence(input),
                candidate.foundBy(),
                RecordJson.tree(judged.verdict().findings()),
                inputs.keep(candidate.image(), judged.inputJson()),
                site.cluster().now().plus(LIFE));
    }

    /** What runs now, as the gate saw it. */
    static RecordBody.@Nullable From from(GateInput input) {
        GateInput.From from = input.from();
        return from == null
                ? null
                : new RecordBody.From(
                        from.image(),
                        from.digest(),
                        Optional.ofNullable(from.manifestSha256()).orElse(""));
    }

    private static List<String> evidence(GateInput input) {
        List<String> digests = new ArrayList<>();
        GateInput.Evidence evidence = input.evidence();
        for (GateInput.Document document :
                List.of(
                        evidence.signature().document(),
                        evidence.vulnerabilityScan().document(),
                        evidence.test().document())) {
            Optional.ofNullable(document.sha256()).ifPresent(digests::add);
        }
        return digests;
    }
}
