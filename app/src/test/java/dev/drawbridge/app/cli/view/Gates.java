package dev.drawbridge.app.cli.view;

import dev.drawbridge.policies.Assessment;
import dev.drawbridge.policies.AssessmentSubject;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.State;
import dev.drawbridge.policies.Level;
import dev.drawbridge.policies.Verdict;
import java.util.List;
import java.util.Map;

/** Gates made by hand. */
final class Gates {

    static final String DIGEST = "sha256:41be0aa7" + "0".repeat(56);
    static final long NOW = 1_795_000_000L;

    private Gates() {}

    static Finding finding(Level level, String id, String subject, String message) {
        return new Finding(
                id,
                "Title",
                level,
                List.of("PCI DSS 4.0.1 6.3.3"),
                subject,
                message,
                "Do this.",
                List.of(),
                List.of(),
                null);
    }

    static GateResult of(Finding... findings) {
        GateInput input = input();
        Verdict verdict =
                new Verdict(
                        List.of(findings),
                        Level.worst(List.of(findings).stream().map(Finding::level).toList()),
                        new EngineInfo("embedded", "1", "3f9a1c00" + "0".repeat(56), null),
                        new byte[0]);
        AssessmentSubject subject = AssessmentSubject.of(input, verdict.engine().packDigest());
        return GateResult.of(input, verdict, Assessment.of(subject, verdict.findings()));
    }

    private static GateInput input() {
        GateInput.Document scan =
                new GateInput.Document(
                        State.READ,
                        null,
                        "registry.example.org/shop/checkout@" + DIGEST,
                        "scanner",
                        "ab",
                        DIGEST,
                        NOW - 7500,
                        null,
                        null);
        return new GateInput(
                GateInput.VERSION,
                NOW,
                "shop",
                new GateInput.Environment(
                        "production",
                        "uid",
                        "shop",
                        true,
                        true,
                        List.of("minimal"),
                        Map.of(),
                        Map.of(),
                        0,
                        List.of(),
                        true),
                new GateInput.Service(
                        "checkout",
                        "registry.example.org/shop/checkout",
                        new GateInput.Workload("Deployment", "checkout", "app"),
                        null,
                        null),
                new GateInput.Candidate(
                        "registry.example.org/shop/checkout@" + DIGEST,
                        "registry.example.org",
                        "shop/checkout",
                        DIGEST,
                        "main",
                        List.of(),
                        Map.of(),
                        null),
                null,
                new GateInput.Plan("rolling", NOW + 600),
                new GateInput.Evidence(
                        new GateInput.Signature(
                                GateInput.Document.absent(
                                        State.MISSING, "no signature is attached"),
                                null),
                        new GateInput.VulnerabilityScan(scan, "grype", "0.9", List.of()),
                        new GateInput.TestReport(
                                GateInput.Document.absent(State.CLAIMED, "nobody signed it"),
                                0,
                                0,
                                0,
                                0,
                                List.of()),
                        new GateInput.Manifest(
                                GateInput.Document.absent(State.MISSING, "no deployment"),
                                List.of())),
                List.of(),
                new GateInput.Change(
                        State.MISSING, "the base is unknown", null, null, true, List.of()),
                new GateInput.Freeze(State.READ, null, null, List.of()),
                null,
                List.of(),
                new GateInput.Pins(State.READ, null, null, null));
    }
}
