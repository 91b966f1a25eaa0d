package dev.drawbridge.app.cli.view;

import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.policies.Assessment;
import dev.drawbridge.policies.EngineInfo;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.Level;
import dev.drawbridge.policies.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gate as a program reads it.
 *
 * @param now the API server's time it was judged at
 * @param image what would run
 * @param tag the tag it was found by; null where it was named by digest
 * @param from what runs now; null where nothing does
 * @param level {@code fine}, {@code warn}, {@code waits}, {@code cant-tell} or {@code deny}
 * @param assessment hash that an approval names
 * @param findings worst first
 * @param runsAlready the workload names this very digest now
 * @param change the commits that it would bring
 */
public record GateResult(
        String environment,
        String service,
        Instant now,
        String image,
        String digest,
        @Nullable String tag,
        @Nullable String from,
        String level,
        boolean open,
        String summary,
        String assessment,
        List<FindingLine> findings,
        List<EvidenceLine> evidence,
        Engine engine,
        boolean onTrust,
        boolean runsAlready,
        ChangeResult change) {

    /**
     * What one rule says.
     *
     * @param subject what it is about
     * @param message the value seen and the value wanted
     * @param remedy what to do about it
     * @param evidence the kind of evidence it looked at; null where it looked at none
     */
    public record FindingLine(
            String level,
            String rule,
            String title,
            String subject,
            String message,
            String remedy,
            List<String> controls,
            List<String> facts,
            @Nullable String evidence) {}

    /**
     * A piece of evidence.
     *
     * @param state {@code read}, or why it is no ground to judge on
     * @param signer id of the trusted key that verifies it
     * @param made when its maker says it was made
     */
    public record EvidenceLine(
            String kind,
            String state,
            @Nullable String why,
            @Nullable String source,
            @Nullable String signer,
            @Nullable String sha256,
            @Nullable Instant made) {}

    /** Who judged. */
    public record Engine(String kind, String version, String pack, @Nullable String claimedBy) {}

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::level).reversed().thenComparing(Finding.ORDER);

    /** The result of a verdict over an input. */
    public static GateResult of(GateInput input, Verdict verdict, Assessment assessment) {
        EngineInfo engine = verdict.engine();
        GateInput.From from = input.from();
        return new GateResult(
                input.environment().name(),
                input.service().name(),
                Instant.ofEpochSecond(input.now()),
                input.candidate().reference(),
                input.candidate().digest(),
                input.candidate().tag(),
                from == null ? null : from.image(),
                word(verdict.level()),
                verdict.open(),
                verdict.summary(),
                assessment.hash(),
                findings(verdict.findings()),
                evidence(input),
                new Engine(
                        engine.kind(),
                        engine.version(),
                        engine.packDigest(),
                        engine.claimedBy() == null ? null : engine.claimedBy().toString()),
                input.environment().onTrust(),
                from != null && input.candidate().digest().equals(from.digest()),
                ChangeResult.of(input.change()));
    }

    /** The findings, worst first. */
    public static List<FindingLine> findings(List<Finding> findings) {
        return findings.stream()
                .sorted(WORST_FIRST)
                .map(f ->
                        new FindingLine(
                                word(f.level()),
                                f.id(),
                                f.title(),
                                f.subject(),
                                f.message(),
                                f.remedy(),
                                f.controls(),
                                f.facts(),
                                evidenceOf(f.id())))
                .toList();
    }

    private static List<EvidenceLine> evidence(GateInput input) {
        List<EvidenceLine> lines = new ArrayList<>();
        GateInput.Evidence evidence = input.evidence();
        lines.add(line("signature", evidence.signature().document()));
        lines.add(line("vulnerability-scan", evidence.vulnerabilityScan().document()));
        lines.add(line("test", evidence.test().document()));
        lines.add(line("manifest", evidence.manifest().document()));
        GateInput.Change change = input.change();
        lines.add(
                new EvidenceLine(
                        "change",
                        state(change.state()),
                        change.why(),
                        commits(change),
                        null,
                        null,
                        null));
        return lines;
    }

    /** The range of commits, as git writes it; null where its end isn't known. */
    static @Nullable String commits(GateInput.Change change) {
        return change.base() == null || change.head() == null
                ? change.head()
                : change.base() + ".." + change.head();
    }

    private static EvidenceLine line(String kind, GateInput.Document document) {
        Long made = document.made();
        return new EvidenceLine(
                kind,
                state(document.state()),
                document.why(),
                document.source(),
                document.signer(),
                document.sha256(),
                made == null ? null : Instant.ofEpochSecond(made));
    }

    private static String state(GateInput.State state) {
        return RecordJson.tree(state).asText();
    }

    /** A level as JSON has it. */
    public static String word(Level level) {
        return RecordJson.tree(level).asText();
    }

    /** Which evidence the rules of a family look at. */
    private static @Nullable String evidenceOf(String rule) {
        return switch (rule.substring(0, Math.max(0, rule.indexOf('.')))) {
            case "vuln" -> "vulnerability-scan";
            case "test" -> "test";
            case "k8s" -> "manifest";
            case "change" -> rule.equals("change.four_eyes") ? "change" : null;
            case "image" -> rule.equals("image.signature_trusted") ? "signature" : null;
            default -> null;
        };
    }
}
