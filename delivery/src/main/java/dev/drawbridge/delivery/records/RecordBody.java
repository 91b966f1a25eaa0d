package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record says, by kind. Serialised as canonical JSON into the key {@code body} of the
 * ConfigMap; times are RFC 3339, digests {@code sha256:<hex>}. A field is never renamed once a
 * version was released: records are kept for years.
 */
public sealed interface RecordBody {

    /** The kind whose records carry this body. */
    RecordKind kind();

    /**
     * A wish to run a digest in an environment, with what was found when it was made.
     *
     * @param image the candidate, {@code host/repository@sha256:…}
     * @param digest the candidate's digest
     * @param from what ran when it was asked; null where nothing did
     * @param plan what would be done, such as {@code rolling}
     * @param assessment the assessment's hash that approvals must name
     * @param pack digest of the rules
     * @param pins SHA-256 of the pins it was judged under; null where the environment isn't
     *     protected
     * @param evidence digests of the evidence that was seen
     * @param candidateFrom how the digest was come by: a tag, a range, an environment or a person's
     *     word
     * @param findings the findings, worst first
     * @param input the gate's input
     * @param expires when it ends by itself
     */
    record Request(
            String environment,
            String service,
            String image,
            String digest,
            @Nullable From from,
            String plan,
            String reason,
            @Nullable String ticket,
            @Nullable String impact,
            @Nullable String backOut,
            String assessment,
            String pack,
            @Nullable String pins,
            List<String> evidence,
            String candidateFrom,
            JsonNode findings,
            Input input,
            Instant expires)
            implements RecordBody {
        public Request {
            evidence = List.copyOf(evidence);
        }

        @Override
        public RecordKind kind() {
            return RecordKind.REQUEST;
        }
    }

    /**
     * What ran when a promotion was asked.
     *
     * @param image the container's image as the workload names it
     * @param digest its digest; null where the workload names none and no pod tells
     * @param manifest SHA-256 of the redacted pod template
     */
    record From(String image, @Nullable String digest, String manifest) {}

    /**
     * A gate's input: in the record, or where it is too large for one beside the image.
     *
     * @param sha256 of the input's canonical JSON, {@code sha256:<hex>}
     * @param gzip the JSON, gzip and base64; null where it lies beside the image
     * @param at the referrer that holds it gzipped, {@code host/repository@sha256:…}; null where
     *     the record does
     */
    record Input(String sha256, @Nullable String gzip, @Nullable String at) {}

    /** A yes to one request, as it was assessed. */
    record Approval(RecordRef request, String assessment) implements RecordBody {
        @Override
        public RecordKind kind() {
            return RecordKind.APPROVAL;
        }
    }

    /** A no, which ends the request. */
    record Refusal(RecordRef request, String reason) implements RecordBody {
        @Override
        public RecordKind kind() {
            return RecordKind.REFUSAL;
        }
    }

    /**
     * The gate's yes with time and approvals, usable once.
     *
     * @param approvals the approvals it rests on
     * @param listKey the release list's entry it is completed by; empty where the environment keeps
     *     no list
     * @param findings the findings of the grant's own evaluation
     * @param input the gate's input
     */
    record Grant(
            RecordRef request,
            List<RecordRef> approvals,
            String assessment,
            @Nullable From from,
            String listKey,
            JsonNode findings,
            Input input,
            Instant expires)
            implements RecordBody {
        public Grant {
            approvals = List.copyOf(approvals);
        }

        @Override
        public RecordKind kind() {
            return RecordKind.GRANT;
        }
    }

    /**
     * An intent, written before the act.
     *
     * @param restsOn the grant, or the rollback
     * @param act what is about to be done, such as {@code set-image}
     * @param fence the fence it is done under
     * @param before the image it replaces
     * @param after the image it sets
     * @param generation the workload's generation before it
     * @param desk the desk that acts
     */
    record Step(
            RecordRef restsOn,
            String service,
            String act,
            String fence,
            String before,
            String after,
            long generation,
            String desk)
            implements RecordBody {
        @Override
        public RecordKind kind() {
            return RecordKind.STEP;
        }
    }

    /**
     * What became of a step.
     *
     * @param result {@code done}, {@code not-done} (the cluster refused it, or it never arrived) or
     *     {@code overtaken}
     * @param generation the workload's generation after it
     * @param settled true where it was found open and settled by looking
     */
    record StepDone(
            RecordRef step,
            String service,
            String result,
            String why,
            long generation,
            boolean settled)
            implements RecordBody {
        @Override
        public RecordKind kind() {
            return RecordKind.STEP;
        }
    }

    /**
     * An earlier revision is put back. It is obeyed by whoever drives the service.
     *
     * @param to the image put back
     * @param toRevision the Deployment's revision number
     * @param ends the promotion it ends; null where none was under way
     */
    record Rollback(
            String environment,
            String service,
            String from,
            String to,
            long toRevision,
            @Nullable String ends,
            String reason,
            String fence)
            implements RecordBody {
        @Override
        public RecordKind kind() {
            return RecordKind.ROLLBACK;
        }
    }

    /**
     * How a promotion or a rollback ended, from observed pods.
     *
     * @param restsOn the grant, or the rollback
     * @param result {@code healthy}, {@code failed}, {@code rolled-back} or {@code overtaken}
     * @param marked what was found when it was judged again at its end and takes back the right to
     *     promote it further from here; null where nothing was
     * @param image what the workload names now
     * @param revision the Deployment's revision
     * @param podsReady pods of that image that were ready
     * @param pods pods wanted
     * @param traffic what traffic was seen to say; {@code no traffic source configured} where there
     *     is none
     * @param running the digests of which any, as a pod's imageID, means that the image runs
     * @param secrets version of each Secret the workload refers to, never its value
     * @param configs copies kept of the ConfigMaps it refers to
     * @param mark where things stood, so that records that went back are noticed
     */
    record Outcome(
            RecordRef restsOn,
            String environment,
            String service,
            String result,
            String why,
            @Nullable String marked,
            String image,
            @Nullable String digest,
            long revision,
            int podsReady,
            int pods,
            String traffic,
            List<String> running,
            List<NamedVersion> secrets,
            List<ConfigCopy> configs,
            Mark mark)
            implements RecordBody {
        public Outcome {
            running = List.copyOf(running);
            secrets = List.copyOf(secrets);
            configs = List.copyOf(configs);
        }

        /** Whether it may be promoted further from here. */
        public boolean proven() {
            return result.equals("healthy") && marked == null;
        }

        @Override
        public RecordKind kind() {
            return RecordKind.OUTCOME;
        }
    }

    /** An object and its resource version. */
    record NamedVersion(String name, String version) {}

    /** A ConfigMap as it was, kept under another name in the application's namespace. */
    record ConfigCopy(String name, String copy, String sha256) {}

    /**
     * Where the records stood before the outcome: fewer later, or another namespace, shows that
     * they were put back or lost.
     *
     * @param kept where the mark can be read by other desks, {@code host/repository@sha256:…}, or
     *     why it is in histories only
     */
    record Mark(String namespaceUid, int records, long fence, String kept) {}

    /** No promotion starts until it ends. */
    record Freeze(String reason, Instant until) implements RecordBody {
        @Override
        public RecordKind kind() {
            return RecordKind.FREEZE;
        }
    }

    /** The end of a request, a grant or a freeze by a person. */
    record End(RecordRef ends, String reason) implements RecordBody {
        @Override
        public RecordKind kind() {
            return RecordKind.END;
        }
    }

    /** A record that isn't what its kind should be: what rests on it can't be told. */
    record Unreadable(RecordKind kind, String why) implements RecordBody {}

    /** A record of a kind whose body this room doesn't read, such as pins and upkeep. */
    record Other(RecordKind kind, JsonNode content) implements RecordBody {}
}
