package dev.drawbridge.delivery.promotion;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What speaks against a release at the end of its rollout that didn't when it was granted. It marks
 * the outcome: what fails later takes back the right to promote further, never what runs.
 */
final class JudgedAgain {
    /**
     * Judged at the start, on the planned end: the environments before may have gone on to their
     * next release meanwhile.
     */
    private static final String ORDER = "change.promotion_order_same_digest";

    private JudgedAgain() {}

    /** Judges once more. */
    interface Judging {
        /** The promotion as its records stand now, and its gate. */
        Promotions.Found find();

        /** Its gate now. */
        Judged judge(Promotions.Found found);
    }

    /** The mark, one sentence; empty where nothing new speaks against it. */
    static Optional<String> mark(ReleaseRecord<RecordBody.Grant> grant, Judging judging) {
        try {
            Promotions.Found found = judging.find();
            Actions.requireApproved(found.promotion(), grant);
            Judged judged = judging.judge(found);
            return blocking(grant.body(), judged).stream()
                    .max(Comparator.comparing(Finding::level))
                    .map(JudgedAgain::words);
        } catch (ConnectorException | Refused e) {
            return Optional.of("It couldn't be judged again at its end: " + e.getMessage());
        }
    }

    /** What waits for people counts: an approver who may no longer approve leaves a place open. */
    private static List<Finding> blocking(RecordBody.Grant grant, Judged judged) {
        List<Finding> added = AssessmentChange.added(grant.findings(), judged);
        return judged.verdict().findings().stream()
                .filter(finding -> !finding.level().opens() && !finding.id().equals(ORDER))
                .filter(finding ->
                        finding.depends().contains("approvals") || added.contains(finding))
                .toList();
    }

    private static String words(Finding finding) {
        String start =
                finding.level() == Level.CANT_TELL
                        ? "It couldn't be judged again at its end: "
                        : "Judged again at its end it would be held back: ";
        return start + finding.id() + ": " + finding.message();
    }
}
