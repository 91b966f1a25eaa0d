package dev.drawbridge.delivery.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.drawbridge.analytics.history.Mark;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Descriptor;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.connector.oci.Repository;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks beside the images, or in the evidence repository: how a desk that never saw an environment
 * before notices that its records went back. Whoever may push can add a mark, and a mark can only
 * make a desk more careful. Blocks on the network; threads may share it.
 */
public final class PublishedMarks {
    /** What the registry calls a mark. */
    public static final String TYPE = "application/vnd.drawbridge.records-mark.v1+json";

    private static final Logger log = LoggerFactory.getLogger(PublishedMarks.class);

    private final Registries registries;

    public PublishedMarks(Registries registries) {
        this.registries = registries;
    }

    /**
     * What lies in the registry. Its fields are never renamed.
     *
     * @param cluster uid of the cluster's kube-system
     * @param namespace the records namespace
     * @param at by the server's clock
     */
    record Published(
            String cluster,
            String namespace,
            String namespaceUid,
            long records,
            long fence,
            Instant at) {}

    /**
     * Publishes a mark beside what runs now. Never fails: an outcome doesn't depend on a registry.
     *
     * @param image as the workload names it
     * @param cluster asks for the uid of its kube-system; a person may not have the right to read
     *     it
     * @return where it lies, {@code host/repository@sha256:…}, or why it lies nowhere
     */
    public String publish(String image, Supplier<String> cluster, String namespace, Mark mark) {
        try {
            ImageReference reference = ImageReference.parse(image);
            Digest digest = reference.digest();
            if (digest == null) {
                return "in histories only: what runs is named by a tag";
            }
            Repository beside = registries.repository(reference);
            Repository repository = registries.evidence(reference).orElse(beside);
            Published published =
                    new Published(
                            cluster.get(),
                            namespace,
                            mark.namespaceUid(),
                            mark.records(),
                            mark.lastFence(),
                            mark.at());
            Descriptor pushed =
                    repository.attach(
                            beside.describe(digest),
                            TYPE,
                            RecordJson.write(published).getBytes(StandardCharsets.UTF_8),
                            TYPE,
                            Map.of());
            return repository.base().name() + "@" + pushed.digest();
        } catch (ConnectorException e) {
            log.warn(
                    "the mark of records namespace {} isn't published: {}",
                    namespace,
                    e.getMessage());
            return "in histories only: " + e.getMessage();
        }
    }

    /**
     * The marks of a records namespace beside an image; none for an image that is named by a tag.
     *
     * @throws ConnectorException where the registry doesn't tell
     */
    public List<Mark> of(String image, String cluster, String namespace) {
        ImageReference reference = ImageReference.parse(image);
        Digest digest = reference.digest();
        if (digest == null) {
            return List.of();
        }
        Repository repository =
                registries.evidence(reference).orElseGet(() -> registries.repository(reference));
        List<Mark> marks = new ArrayList<>();
        for (byte[] layer : repository.attached(digest, TYPE)) {
            try {
                Published one =
                        RecordJson.read(new String(layer, StandardCharsets.UTF_8), Published.class);
                if (cluster.equals(one.cluster()) && namespace.equals(one.namespace())) {
                    marks.add(new Mark(one.namespaceUid(), one.records(), one.fence(), one.at()));
                }
            } catch (JsonProcessingException e) {
                log.warn("a mark beside {} can't be read: {}", image, e.getMessage());
            }
        }
        return marks;
    }
}
