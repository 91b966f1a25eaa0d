package dev.drawbridge.policies;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rule says about one subject.
 *
 * @param id the rule's id, such as {@code vuln.no_blocking_cve}; ids that begin with {@code gate.}
 *     are the gate's own
 * @param controls control ids with their edition, such as {@code PCI DSS 4.0.1 6.3.3}
 * @param subject what it is about: a container, a vulnerability, an environment …
 * @param message one sentence with the value seen and the value wanted
 * @param remedy what to do about it
 * @param facts what blocks, in words that neither time nor approvals change; part of the
 *     assessment's hash
 * @param depends {@code time} and {@code approvals}, where the level rests on them
 * @param effectiveOn from when a deny counts; a deny before that is a warning
 */
public record Finding(
        String id,
        String title,
        Level level,
        List<String> controls,
        String subject,
        String message,
        String remedy,
        List<String> facts,
        List<String> depends,
        @JsonSerialize(using = EpochSeconds.Writer.class)
                @JsonDeserialize(using = EpochSeconds.Reader.class)
                @Nullable Instant effectiveOn) {

    /** The one order in which findings are kept and shown; no engine's own order is relied upon. */
    public static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::id)
                    .thenComparing(Finding::subject)
                    .thenComparing(Finding::level)
                    .thenComparing(Finding::message);

    public Finding {
        controls = List.copyOf(controls);
        facts = List.copyOf(facts);
        depends = List.copyOf(depends);
    }

    /** Whether time or approvals alone can change the level. */
    public boolean levelCanPass() {
        return !depends.isEmpty();
    }
}
