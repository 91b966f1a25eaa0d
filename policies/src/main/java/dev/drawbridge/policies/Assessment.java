package dev.drawbridge.policies;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people approve: the findings over everything but time and approvals, named by a hash.
 *
 * <p>The hash covers the subject and, per rule id, finding subject and blocking facts, the level
 * only where the rule depends on neither time nor approvals. Messages, ages and digests of evidence
 * are left out: tonight's scan with the same findings voids no approval, a new blocking
 * vulnerability does.
 *
 * @param hash SHA-256 of {@link #canonicalJson()}, 64 hex digits
 */
public record Assessment(String hash, AssessmentSubject subject, List<Entry> entries) {

    /**
     * One line of it.
     *
     * @param level null where the rule depends on time or approvals
     */
    public record Entry(String rule, String subject, List<String> facts, @Nullable Level level) {
        public Entry {
            facts = facts.stream().sorted().distinct().toList();
        }

        private static final Comparator<Entry> ORDER =
                Comparator.comparing(Entry::rule)
                        .thenComparing(Entry::subject)
                        .thenComparing(entry -> String.join("\n", entry.facts()))
                        .thenComparing(entry -> entry.level() == null ? "" : entry.level().name());
    }

    private record Body(List<Entry> findings, AssessmentSubject subject) {}

    public static Assessment of(AssessmentSubject subject, Collection<Finding> findings) {
        List<Entry> entries =
                findings.stream().map(Assessment::entry).sorted(Entry.ORDER).distinct().toList();
        return new Assessment(CanonicalJson.sha256(new Body(entries, subject)), subject, entries);
    }

    /** The bytes the hash is taken over. */
    public byte[] canonicalJson() {
        return CanonicalJson.bytes(new Body(entries, subject));
    }

    private static Entry entry(Finding finding) {
        return new Entry(
                finding.id(),
                finding.subject(),
                finding.facts(),
                finding.levelCanPass() ? null : finding.level());
    }
}
