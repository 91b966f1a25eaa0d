package dev.drawbridge.policies;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an assessment is about. An approval is worth nothing for anything that differs in any of
 * these.
 *
 * @param workload kind and name, such as {@code Deployment/checkout}
 * @param candidate digest of what is to run
 * @param from digest of what runs now; null where nothing does
 * @param fromManifest SHA-256 of the pod template that runs now; null where nothing does
 * @param plan the plan's name and settings, in words that time doesn't change
 * @param waivers ids, in any order
 * @param pack digest of the pack
 * @param pins SHA-256 of the pins; null where the environment isn't protected
 */
public record AssessmentSubject(
        String clusterUid,
        String environment,
        String namespace,
        String workload,
        String container,
        String service,
        String candidate,
        @Nullable String from,
        @Nullable String fromManifest,
        String plan,
        List<String> waivers,
        String pack,
        @Nullable String pins) {

    public AssessmentSubject {
        waivers = waivers.stream().sorted().distinct().toList();
    }

    /** The subject of an input as judged by a pack. */
    public static AssessmentSubject of(GateInput input, String packDigest) {
        GateInput.From from = input.from();
        GateInput.Workload workload = input.service().workload();
        GateInput.Request request = input.request();
        return new AssessmentSubject(
                input.environment().clusterUid(),
                input.environment().name(),
                input.environment().namespace(),
                workload.kind() + "/" + workload.name(),
                workload.container(),
                input.service().name(),
                input.candidate().digest(),
                from == null ? null : from.digest(),
                from == null ? null : from.manifestSha256(),
                input.plan().strategy(),
                request == null ? List.of() : request.waivers(),
                packDigest,
                input.pins().sha256());
    }
}
