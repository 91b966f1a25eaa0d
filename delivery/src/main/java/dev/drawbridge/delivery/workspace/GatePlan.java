package dev.drawbridge.delivery.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion into an environment must pass.
 *
 * @param collections collections of rules, at least one
 * @param soak healthy that long in each {@code after} environment before it may enter; zero: no
 *     wait
 * @param parameters by rule id
 * @param maxAge the oldest evidence that counts, by kind of evidence
 * @param require what a request must say besides its candidate
 * @param approvals all of them must be met; empty: none needed
 * @param freeze an iCalendar file; null: no calendar
 */
public record GatePlan(
        List<String> collections,
        Duration soak,
        Map<String, ObjectNode> parameters,
        Map<String, Duration> maxAge,
        List<RequestField> require,
        List<ApprovalRule> approvals,
        @Nullable Path freeze) {

    public GatePlan {
        collections = List.copyOf(collections);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        maxAge = Collections.unmodifiableMap(new LinkedHashMap<>(maxAge));
        require = List.copyOf(require);
        approvals = List.copyOf(approvals);
    }

    /**
     * So many different people, each a member of one of these groups of the cluster.
     *
     * @param count at least 1
     * @param groups at least one
     */
    public record ApprovalRule(int count, List<String> groups) {
        public ApprovalRule {
            groups = List.copyOf(groups);
        }
    }

    /** What an environment may ask a request to say. */
    public enum RequestField {
        REASON("reason"),
        TICKET("ticket"),
        IMPACT("impact"),
        BACK_OUT("back-out");

        private final String word;

        RequestField(String word) {
            this.word = word;
        }

        /** Its name in the workspace file and on the command line. */
        public String word() {
            return word;
        }
    }
}
