package dev.drawbridge.delivery.gate;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.analytics.history.KeptAssessment;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.policies.Assessment;
import dev.drawbridge.policies.AssessmentSubject;
import dev.drawbridge.policies.CanonicalJson;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.Gate;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Level;
import dev.drawbridge.policies.PolicyEngine;
import dev.drawbridge.policies.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a candidate for an environment, and keeps each judgement with its input in this desk's
 * history. Any thread; blocks.
 */
public final class GateService {
    private final GateInputs inputs;
    private final PolicyEngine engine;
    private final Gate gate;
    private final History history;
    private final Judging judging;

    /** Is told of each judgement, for counting them. */
    public interface Judging {
        /** A gate came to this level, its evidence collected on the way. */
        void judged(Level level, Duration took);
    }

    public GateService(GateInputs inputs, PolicyEngine engine, History history, Judging judging) {
        this.inputs = inputs;
        this.engine = engine;
        this.gate = new Gate(engine);
        this.history = history;
        this.judging = judging;
    }

    /**
     * The gate now.
     *
     * @param request null while nobody has asked yet
     * @param approvals every one found for the request; which of them count is for the rules
     * @param decides whether something is granted or done on the answer: whether who approved may
     *     still approve must be known then where the environment is protected
     * @throws dev.drawbridge.connector.ConnectorException where the target's cluster itself can't
     *     be read
     */
    public Judged judge(
            Site site,
            Service service,
            Candidate candidate,
            @Nullable ReleaseRecord<RecordBody.Request> request,
            List<ReleaseRecord<RecordBody.Approval>> approvals,
            boolean decides) {
        long start = System.nanoTime();
        GateInput input =
                inputs.assemble(
                        site, service, candidate, engine.info(), request, approvals, decides);
        Verdict verdict = gate.judge(input);
        AssessmentSubject subject = AssessmentSubject.of(input, verdict.engine().packDigest());
        Assessment assessment = Assessment.of(subject, verdict.findings());
        history.keepAssessment(
                new KeptAssessment(
                        assessment.hash(),
                        input.environment().name(),
                        service.name(),
                        candidate.digest().value(),
                        site.cluster().whoAmI().username(),
                        verdict.inputJson(),
                        CanonicalJson.bytes(verdict.findings()),
                        words(verdict.engine()),
                        Instant.ofEpochSecond(input.now())));
        judging.judged(verdict.level(), Duration.ofNanos(System.nanoTime() - start));
        return new Judged(input, verdict.inputJson(), verdict, assessment);
    }

    private static String words(EngineInfo engine) {
        String claimed = engine.claimedBy() == null ? "" : ", the claim of " + engine.claimedBy();
        return engine.kind() + " " + engine.version() + ", pack " + engine.packDigest() + claimed;
    }
}
