package dev.drawbridge.app.cli.view;

import dev.drawbridge.app.output.Cell;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Sheet;
import dev.drawbridge.app.output.Times;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gate as a person reads it: the answer first, then the findings, worst first, each with its
 * remedy and evidence.
 */
public final class GateView {

    private GateView() {}

    /** Adds the whole gate to a page. */
    public static Page show(Page page, GateResult gate) {
        page.line(tone(gate.level()), sentence(gate));
        page.line(
                Tone.QUIET,
                gate.from() == null
                        ? "nothing runs there now → " + gate.image()
                        : gate.from() + " → " + gate.image());
        if (gate.runsAlready()) {
            page.line(
                    Tone.WAITING,
                    gate.environment()
                            + " already runs this digest: bringing it in again changes no pod, and is"
                            + " recorded all the same.");
        }
        ChangeView.show(page, "Change", gate.change(), gate.from());
        findings(page, gate.findings(), gate);
        page.section("Evidence");
        page.sheet(evidence(gate));
        page.gap().line("assessment  " + gate.assessment());
        page.line(Tone.QUIET, "judged by " + engine(gate.engine()));
        if (gate.onTrust()) {
            page.line(
                    Tone.WAITING,
                    "On trust: this environment's cluster doesn't hold a record to the name of who made it.");
        }
        return page;
    }

    /** The gate in one sentence. */
    public static String sentence(GateResult gate) {
        String what = gate.service() + " " + Cell.shortDigest(gate.digest());
        String where = gate.environment();
        return switch (gate.level()) {
            case "fine" -> what + " may go to " + where + ": " + fine(gate);
            case "warn" ->
                    what
                            + " may go to "
                            + where
                            + ", with "
                            + Words.count(level(gate, "warn"), "warning")
                            + ".";
            case "waits" -> what + " waits for people before it may go to " + where + ".";
            case "cant-tell" ->
                    what
                            + " can't go to "
                            + where
                            + " yet: "
                            + Words.count(level(gate, "cant-tell"), "finding")
                            + " can't tell.";
            default -> what + " can't go to " + where + ": " + deny(gate);
        };
    }

    private static String fine(GateResult gate) {
        int count = gate.findings().size();
        return count == 1 ? "its only finding is fine." : "all " + count + " findings are fine.";
    }

    private static String deny(GateResult gate) {
        long deny = level(gate, "deny");
        return Words.count(deny, "finding") + (deny == 1 ? " denies it." : " deny it.");
    }

    private static long level(GateResult gate, String level) {
        return gate.findings().stream().filter(f -> f.level().equals(level)).count();
    }

    /** Adds findings: each that isn't fine in full, the fine ones by their rules. */
    public static void findings(
            Page page, List<GateResult.FindingLine> findings, @Nullable GateResult gate) {
        for (GateResult.FindingLine finding : findings) {
            if (!finding.level().equals("fine")) {
                page.gap();
                page.line(
                        tone(finding.level()),
                        heading(finding.level())
                                + "  "
                                + finding.rule()
                                + "  "
                                + finding.subject());
                page.line("    " + finding.message());
                if (!finding.remedy().isEmpty()) {
                    page.line("    To do: " + finding.remedy());
                }
                evidence(gate, finding)
                        .ifPresent(line -> page.line(Tone.QUIET, "    Evidence: " + line));
            }
        }
        String fine =
                findings.stream()
                        .filter(f -> f.level().equals("fine"))
                        .map(GateResult.FindingLine::rule)
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (!fine.isEmpty()) {
            page.gap().line(Tone.GOOD, "FINE  " + fine);
        }
    }

    /** The rows for CSV. */
    public static Sheet rows(List<GateResult.FindingLine> findings) {
        Sheet.Builder rows = Sheet.of("level", "rule", "subject", "message", "remedy", "controls");
        findings.forEach(f ->
                rows.row(
                        Cell.of(f.level(), tone(f.level())),
                        Cell.of(f.rule()),
                        Cell.of(f.subject()),
                        Cell.of(f.message()),
                        Cell.of(f.remedy()),
                        Cell.of(String.join("; ", f.controls()))));
        return rows.build();
    }

    private static Optional<String> evidence(
            @Nullable GateResult gate, GateResult.FindingLine finding) {
        return gate == null
                ? Optional.empty()
                : gate.evidence().stream()
                        .filter(e -> e.kind().equals(finding.evidence()))
                        .findFirst()
                        .map(e -> words(e, gate));
    }

    private static String words(GateResult.EvidenceLine e, GateResult gate) {
        StringBuilder words = new StringBuilder(e.kind()).append(", ").append(e.state());
        if (e.source() != null) {
            words.append(" at ").append(e.source());
        }
        if (e.signer() != null) {
            words.append(", signed by ").append(e.signer());
        }
        if (e.made() != null) {
            words.append(", made ").append(Times.ago(e.made(), gate.now()));
        }
        if (e.why() != null) {
            words.append(": ").append(e.why());
        }
        return words.toString();
    }

    private static Sheet evidence(GateResult gate) {
        Sheet.Builder rows = Sheet.of("kind", "state", "signed by", "made", "source");
        for (GateResult.EvidenceLine e : gate.evidence()) {
            rows.row(
                    Cell.of(e.kind()),
                    Cell.of(e.state(), e.state().equals("read") ? Tone.GOOD : Tone.WAITING),
                    Cell.of(e.signer() == null ? "–" : e.signer()),
                    Cell.of(e.made() == null ? "–" : Times.ago(e.made(), gate.now())),
                    Cell.of(e.source() == null ? (e.why() == null ? "–" : e.why()) : e.source()));
        }
        return rows.build();
    }

    private static String engine(GateResult.Engine engine) {
        return "the "
                + (engine.kind().equals("embedded")
                        ? "embedded engine"
                        : engine.kind() + " " + engine.version())
                + ", pack "
                + Cell.shortDigest(engine.pack())
                + (engine.claimedBy() == null ? "" : ", on the word of " + engine.claimedBy());
    }

    private static String heading(String level) {
        return switch (level) {
            case "cant-tell" -> "CAN'T TELL";
            default -> level.toUpperCase(java.util.Locale.ROOT);
        };
    }

    static Tone tone(String level) {
        return switch (level) {
            case "fine" -> Tone.GOOD;
            case "deny" -> Tone.BLOCKED;
            default -> Tone.WAITING;
        };
    }
}
