package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What images call themselves, for people to read: nothing is decided by it. What a digest says
 * never changes, so it is asked once. Blocks on the network; threads may share it.
 */
public final class Releases {
    private static final Logger log = LoggerFactory.getLogger(Releases.class);
    private static final String VERSION = "org.opencontainers.image.version";
    private static final int MOST_KEPT = 4_096;

    private final Registries registries;
    private final Map<Digest, Map<String, String>> labels =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Digest, Map<String, String>> e) {
                    return size() > MOST_KEPT;
                }
            };

    public Releases(Registries registries) {
        this.registries = registries;
    }

    /** The release that an image is; without its own words where its registry doesn't answer. */
    public Release of(String image) {
        try {
            ImageReference reference = ImageReference.parse(image);
            Digest digest = reference.digest();
            Map<String, String> said = digest == null ? Map.of() : labels(reference, digest);
            return new Release(image, digest, said.get(VERSION), said.get(ImageFacts.REVISION));
        } catch (ConnectorException e) {
            log.debug("{} isn't an image's name: {}", image, e.getMessage());
            return new Release(image, null, null, null);
        }
    }

    private Map<String, String> labels(ImageReference reference, Digest digest) {
        synchronized (labels) {
            Map<String, String> known = labels.get(digest);
            if (known != null) {
                return known;
            }
        }
        try {
            Map<String, String> said =
                    ImageFacts.read(registries.repository(reference), digest).labels();
            synchronized (labels) {
                labels.put(digest, said);
            }
            return said;
        } catch (ConnectorException e) {
            log.debug("what {} calls itself isn't known: {}", reference, e.getMessage());
            return Map.of();
        }
    }
}
