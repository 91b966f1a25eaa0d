package dev.drawbridge.delivery.gate;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.delivery.evidence.EvidenceCollector;
import dev.drawbridge.delivery.evidence.ImageFacts;
import dev.drawbridge.delivery.evidence.Manifests;
import dev.drawbridge.delivery.evidence.Parts;
import dev.drawbridge.delivery.workload.WorkloadSnapshot;
import dev.drawbridge.policies.GateInput;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What runs now.
 *
 * @param from null where nothing does
 * @param namesNoCommit whether its image was read and bears no label with a commit
 */
record RunningNow(GateInput.@Nullable From from, boolean namesNoCommit) {

    static final RunningNow NOTHING = new RunningNow(null, false);

    /** Asks the registry about the image that runs, for its commit. */
    static RunningNow read(Parts parts, EvidenceCollector collector, WorkloadSnapshot workload) {
        String image = workload.image();
        String digest = runningDigest(workload);
        String revision = null;
        boolean read = false;
        if (digest != null) {
            Future<Optional<ImageFacts>> facts =
                    parts.start(() ->
                            Optional.of(
                                    collector.image(
                                            ImageReference.parse(image), new Digest(digest))));
            // Not to be had: the base is unknown, and the change says so.
            Optional<ImageFacts> known =
                    parts.get(
                            facts,
                            "image that runs now",
                            (state, why) -> Optional.<ImageFacts>empty());
            revision = known.map(ImageFacts::revision).orElse(null);
            read = known.isPresent();
        }
        return new RunningNow(
                new GateInput.From(
                        digest,
                        image,
                        revision,
                        Manifests.sha256(workload.deployment().getSpec().getTemplate())),
                read && revision == null);
    }

    /** What the image field names, else what all pods show. */
    private static @Nullable String runningDigest(WorkloadSnapshot workload) {
        String image = workload.image();
        String named = image.substring(image.indexOf('@') + 1);
        if (Digest.isDigest(named)) {
            return named;
        }
        List<Optional<String>> shown =
                workload.pods().stream()
                        .map(pod -> workload.status(pod).map(AfterReader::digest))
                        .distinct()
                        .toList();
        return shown.size() == 1 ? shown.getFirst().orElse(null) : null;
    }
}
