package dev.drawbridge.delivery.rollout;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digests of which any, as a pod's imageID, means that an image runs. Blocks on the network.
 */
public final class RunningDigests {
    private static final Logger log = LoggerFactory.getLogger(RunningDigests.class);

    private RunningDigests() {}

    /**
     * As the registry tells; none for an image that names no digest.
     *
     * @throws ConnectorException where the registry doesn't answer
     */
    public static Set<Digest> of(Registries registries, String image) {
        ImageReference reference = ImageReference.parse(image);
        Digest digest = reference.digest();
        return digest == null ? Set.of() : registries.repository(reference).reachable(digest);
    }

    /**
     * As {@link #of}; none where the registry doesn't answer, so that only the digest in the image
     * itself counts.
     */
    public static Set<Digest> ifKnown(Registries registries, String image) {
        try {
            return of(registries, image);
        } catch (ConnectorException e) {
            log.info("only the digest in {} itself counts as running: {}", image, e.getMessage());
            return Set.of();
        }
    }
}
