package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.Image;
import dev.drawbridge.connector.oci.Repository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a registry says of an image.
 *
 * @param labels those that all its platforms agree on
 * @param reachable every digest by which a node may name what runs from it, itself included
 */
public record ImageFacts(
        List<String> platforms, Map<String, String> labels, Set<String> reachable) {
    static final String REVISION = "org.opencontainers.image.revision";

    public ImageFacts {
        platforms = List.copyOf(platforms);
        labels = Map.copyOf(labels);
        reachable = Set.copyOf(reachable);
    }

    /** Asks the registry; fails as {@link Repository}. */
    public static ImageFacts read(Repository repository, Digest digest) {
        List<Image> images = repository.images(digest);
        Map<String, String> labels =
                images.isEmpty() ? new HashMap<>() : new HashMap<>(images.getFirst().labels());
        images.forEach(image -> labels.entrySet().retainAll(image.labels().entrySet()));
        return new ImageFacts(
                images.stream()
                        .map(image -> image.platform().toString())
                        .sorted()
                        .distinct()
                        .toList(),
                labels,
                repository.reachable(digest).stream()
                        .map(Digest::value)
                        .collect(Collectors.toSet()));
    }

    /** What is known of it without a registry: its own digest. */
    public static ImageFacts unknown(Digest digest) {
        return new ImageFacts(List.of(), Map.of(), Set.of(digest.value()));
    }

    /** The Git revision it was built from; null where its labels don't say. */
    public @Nullable String revision() {
        return labels.get(REVISION);
    }
}
