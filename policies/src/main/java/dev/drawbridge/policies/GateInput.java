package dev.drawbridge.policies;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a rule may look at, the clock included: one document that is stored with each decision
 * and can be replayed.
 *
 * <p>Times are seconds since 1970 (UTC) by the clock of the target's API server, durations are
 * seconds, digests are written {@code sha256:<64 hex>}. Values of environment variables and Secrets
 * have no place in it: {@link EnvironmentVariable} holds names and sources only. What is null is
 * left out of the JSON, so that a rule finds it undefined. Immutable; its JSON (see {@link
 * CanonicalJson}) follows {@code policies/schema/gate-input.schema.json}.
 *
 * @param version shape of this document, {@link #VERSION}
 * @param now the API server's time, never the desk's
 * @param from what runs now; null where nothing runs yet
 * @param after one entry for each environment this one comes after
 * @param request null while nobody has asked yet
 * @param approvals every approval found for the request, also those that won't count
 */
public record GateInput(
        int version,
        long now,
        String workspace,
        Environment environment,
        Service service,
        Candidate candidate,
        @Nullable From from,
        Plan plan,
        Evidence evidence,
        List<AfterState> after,
        Change change,
        Freeze freeze,
        @Nullable Request request,
        List<Approval> approvals,
        Pins pins) {

    /** The shape that this build writes and its rules read. */
    public static final int VERSION = 1;

    public GateInput {
        after = List.copyOf(after);
        approvals = List.copyOf(approvals);
    }

    /**
     * How reading a piece of evidence ended. Only {@code read} is a ground to judge on; the rest
     * carries a {@code why}.
     */
    public enum State {
        /**
         * Read at its source, or in a statement whose signature a key trusted for its kind
         * verifies.
         */
        @JsonProperty("read")
        READ,
        /** Looked for where it should be, and not there. */
        @JsonProperty("missing")
        MISSING,
        /** There, with a signature that doesn't verify. */
        @JsonProperty("invalid")
        INVALID,
        /** There, signed by nobody who is trusted for its kind. */
        @JsonProperty("untrusted")
        UNTRUSTED,
        /** There, and nobody signed it. */
        @JsonProperty("claimed")
        CLAIMED,
        /** There, but not what it should be: cut off, malformed, too large. */
        @JsonProperty("unreadable")
        UNREADABLE,
        /** Its source didn't answer, or not as itself. */
        @JsonProperty("unreachable")
        UNREACHABLE
    }

    /**
     * The environment to be promoted into, and its gate.
     *
     * @param collections names of the rule collections that apply
     * @param parameters rule id → object of that rule's parameters
     * @param maxAge evidence kind (such as {@code vulnerability-scan}) → seconds
     * @param soakSeconds how long healthy in each {@code after} environment; 0 for no soak
     * @param approvalsNeeded empty where nobody must approve
     * @param onTrust the workspace accepts records whose maker the cluster can't hold to their name
     */
    public record Environment(
            String name,
            String clusterUid,
            String namespace,
            @JsonProperty("protected") boolean protectedEnvironment,
            boolean production,
            List<String> collections,
            Map<String, JsonNode> parameters,
            Map<String, Long> maxAge,
            long soakSeconds,
            List<ApprovalNeed> approvalsNeeded,
            boolean onTrust) {
        public Environment {
            collections = List.copyOf(collections);
            parameters = Map.copyOf(parameters);
            maxAge = Map.copyOf(maxAge);
            approvalsNeeded = List.copyOf(approvalsNeeded);
        }
    }

    /**
     * So many different people, each in at least one of the groups (in any, where none is named).
     */
    public record ApprovalNeed(int count, List<String> groups) {
        public ApprovalNeed {
            groups = List.copyOf(groups);
        }
    }

    /**
     * @param image the repository as the workspace names it, with its host
     * @param source address of the Git repository; null where the workspace names none
     * @param path only commits that touch it count; null for the whole repository
     */
    public record Service(
            String name,
            String image,
            Workload workload,
            @Nullable String source,
            @Nullable String path) {}

    public record Workload(String kind, String name, String container) {}

    /**
     * What is to run.
     *
     * @param reference what the workload's image field is to hold
     * @param tag the tag it was found by; null where it was named by digest
     * @param platforms such as {@code linux/amd64}
     * @param labels labels of the image's config
     * @param revision Git revision it was built from, by its labels; null if they don't say
     */
    public record Candidate(
            String reference,
            String host,
            String repository,
            String digest,
            @Nullable String tag,
            List<String> platforms,
            Map<String, String> labels,
            @Nullable String revision) {
        public Candidate {
            platforms = List.copyOf(platforms);
            labels = Map.copyOf(labels);
        }
    }

    /**
     * What runs now.
     *
     * @param digest null where the workload doesn't name one and no pod shows it
     * @param image the image field as it stands
     * @param manifestSha256 of the workload's pod template, canonical JSON
     */
    public record From(
            @Nullable String digest,
            String image,
            @Nullable String revision,
            @Nullable String manifestSha256) {}

    /**
     * How it is to be brought in.
     *
     * @param strategy such as {@code rolling}
     * @param plannedEnd when the rollout and its watch should be over, if it started now
     */
    public record Plan(String strategy, long plannedEnd) {}

    /**
     * The documents and observations about the candidate, one of each kind: the newest trusted one
     * decides.
     */
    public record Evidence(
            Signature signature,
            VulnerabilityScan vulnerabilityScan,
            TestReport test,
            Manifest manifest) {}

    /**
     * Where a piece of evidence comes from and what it speaks of.
     *
     * @param why one sentence, wherever {@code state} isn't {@code read}
     * @param source address it was read from
     * @param signer id of the trusted key that verifies it
     * @param sha256 of the document's bytes
     * @param subject digest of the image it speaks of
     * @param made when its maker says it was made
     * @param databaseMade age of the database it rests on (scans)
     * @param firstSeen when any desk of this workspace first saw it
     */
    public record Document(
            State state,
            @Nullable String why,
            @Nullable String source,
            @Nullable String signer,
            @Nullable String sha256,
            @Nullable String subject,
            @Nullable Long made,
            @Nullable Long databaseMade,
            @Nullable Long firstSeen) {

        /** A document that can't be judged on. */
        public static Document absent(State state, String why) {
            return new Document(state, why, null, null, null, null, null, null, null);
        }
    }

    /**
     * The image's signature.
     *
     * @param format {@code bundle} or {@code legacy}; null where there is none
     */
    public record Signature(Document document, @Nullable String format) {}

    /**
     * @param vulnerabilities every match of the report, also those that won't block
     */
    public record VulnerabilityScan(
            Document document,
            @Nullable String tool,
            @Nullable String toolVersion,
            List<Vulnerability> vulnerabilities) {
        public VulnerabilityScan {
            vulnerabilities = List.copyOf(vulnerabilities);
        }
    }

    /**
     * @param id such as {@code CVE-2026-1234}
     * @param severity in lower case: critical, high, medium, low, negligible, unknown
     * @param packageName the affected package
     * @param fix {@code fixed}, {@code not-fixed}, {@code wont-fix} or {@code unknown}
     * @param fixedIn versions that hold the fix
     * @param knownSince when it (or its fix) was published; null where the report doesn't say,
     *     which gives no leeway
     */
    public record Vulnerability(
            String id,
            String severity,
            String packageName,
            String version,
            String fix,
            List<String> fixedIn,
            @Nullable Long knownSince) {
        public Vulnerability {
            fixedIn = List.copyOf(fixedIn);
        }
    }

    /**
     * @param failedTests names of those that failed or ended in an error
     */
    public record TestReport(
            Document document,
            long total,
            long failed,
            long errors,
            long skipped,
            List<String> failedTests) {
        public TestReport {
            failedTests = List.copyOf(failedTests);
        }
    }

    /**
     * The workload's pod template as it stands in the cluster.
     *
     * @param document its {@code sha256} is of the canonical JSON of the template
     * @param containers all of them: ordinary, init and ephemeral
     */
    public record Manifest(Document document, List<Container> containers) {
        public Manifest {
            containers = List.copyOf(containers);
        }
    }

    /**
     * @param type {@code container}, {@code init} or {@code ephemeral}
     * @param image the image field as it stands
     * @param privileged {@code securityContext.privileged}; null where it isn't set
     */
    public record Container(
            String name,
            String type,
            String image,
            @Nullable Boolean privileged,
            List<EnvironmentVariable> environment) {
        public Container {
            environment = List.copyOf(environment);
        }
    }

    /**
     * A variable by its name; there is no place for its value.
     *
     * @param source {@code value}, {@code secret/NAME/KEY}, {@code configmap/NAME/KEY}, {@code
     *     field}, {@code resource}
     */
    public record EnvironmentVariable(String name, String source) {}

    /**
     * What is known of one environment that comes before.
     *
     * @param state whether this desk could read it
     * @param outcomeDigest what the last finished promotion there brought in
     * @param lastOutcome {@code healthy} or another word; null where there was none
     * @param outcomeAt when that outcome was recorded
     * @param runningDigest what this desk itself sees all pods ready with; null where they differ
     *     or aren't ready
     * @param readySince since when, by the pods' own times from that server
     * @param now that server's clock; null where it wasn't read
     */
    public record AfterState(
            String environment,
            @JsonProperty("protected") boolean protectedEnvironment,
            State state,
            @Nullable String why,
            @Nullable String outcomeDigest,
            @Nullable String lastOutcome,
            @Nullable Long outcomeAt,
            @Nullable String runningDigest,
            @Nullable Long readySince,
            @Nullable Long now) {}

    /**
     * The commits that the promotion brings in.
     *
     * @param state {@code missing} where the base is unknown
     * @param firstPromotion nothing ran before: the candidate's own commit is the change
     * @param commits reachable from {@code head}, not from {@code base}, within the service's path
     */
    public record Change(
            State state,
            @Nullable String why,
            @Nullable String base,
            @Nullable String head,
            boolean firstPromotion,
            List<Commit> commits) {
        public Change {
            commits = List.copyOf(commits);
        }
    }

    /**
     * @param mergedBy a person who merged it, where a merge commit shows one
     * @param subject the message's first line, for people to read; no rule looks at it
     */
    public record Commit(
            String id,
            Contributor author,
            Contributor committer,
            List<Contributor> coAuthors,
            @Nullable Contributor mergedBy,
            @Nullable String subject) {
        public Commit {
            coAuthors = List.copyOf(coAuthors);
        }
    }

    /**
     * @param person who of the workspace's people this is; null where nobody is known by that
     *     address
     */
    public record Contributor(String email, @Nullable String person, boolean bot) {}

    /**
     * Times in which nothing is to start.
     *
     * @param state {@code read} also where the workspace names no calendar and no freeze is on
     *     record
     * @param windows those that end after {@code now}
     */
    public record Freeze(
            State state, @Nullable String why, @Nullable String calendar, List<Window> windows) {
        public Freeze {
            windows = List.copyOf(windows);
        }
    }

    /** From (inclusive) until (exclusive). */
    public record Window(long from, long until, String reason, String source) {}

    /** Who stands behind a cluster identity. */
    public enum IdentityKind {
        /** One of the workspace's people. */
        @JsonProperty("person")
        PERSON,
        /** Used by more than one, such as {@code kubernetes-admin} or a service account. */
        @JsonProperty("shared")
        SHARED,
        /** Nobody of the workspace's people. */
        @JsonProperty("unmapped")
        UNMAPPED
    }

    /**
     * The request being judged.
     *
     * @param name {@code <service>-<digest 8 hex>-<n>}
     * @param sha256 of its record; null while it isn't written yet
     * @param assessment hash that approvals must name
     * @param identity whether {@code person} is known
     * @param onTrust the cluster didn't hold the record's maker to their name; false while it isn't
     *     written yet
     * @param evidenceGone SHA-256 of each document that the request listed and that its source no
     *     longer offers
     */
    public record Request(
            String name,
            @Nullable String uid,
            @Nullable String sha256,
            String assessment,
            String who,
            @Nullable String person,
            IdentityKind identity,
            boolean onTrust,
            long made,
            @Nullable String reason,
            @Nullable String ticket,
            @Nullable String impact,
            @Nullable String backOut,
            List<String> waivers,
            List<String> evidenceGone) {
        public Request {
            waivers = List.copyOf(waivers);
            evidenceGone = List.copyOf(evidenceGone);
        }
    }

    /** Whether who approved may still approve, when the approval is counted. */
    public enum Entitled {
        /** The API server says so. */
        @JsonProperty("yes")
        YES,
        /** The API server says that they may not. */
        @JsonProperty("no")
        NO,
        /** The API server wasn't asked, or may not be: the workspace's groups alone speak. */
        @JsonProperty("unasked")
        UNASKED,
        /** The API server was asked and gave no answer. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /**
     * One approval as found.
     *
     * @param record name of its record
     * @param request SHA-256 of the request record it names
     * @param assessment hash it names
     * @param onTrust the cluster didn't hold the record's maker to their name
     * @param entitled whether its maker may still approve
     * @param entitledWhy one sentence; null where there is nothing to say
     */
    public record Approval(
            String record,
            String who,
            @Nullable String person,
            IdentityKind identity,
            List<String> groups,
            String request,
            String assessment,
            long made,
            boolean onTrust,
            Entitled entitled,
            @Nullable String entitledWhy) {
        public Approval {
            groups = List.copyOf(groups);
        }
    }

    /**
     * The gate that a protected environment holds in its cluster.
     *
     * @param state {@code missing} where there are none, never taken as "unpinned" in a protected
     *     environment; {@code invalid} where this desk's workspace or rules differ from them
     * @param sha256 of the pins record
     * @param packDigest the pack they name
     */
    public record Pins(
            State state,
            @Nullable String why,
            @Nullable String sha256,
            @Nullable String packDigest) {}
}
