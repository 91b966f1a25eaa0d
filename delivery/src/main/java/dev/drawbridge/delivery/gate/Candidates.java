package dev.drawbridge.delivery.gate;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.connector.oci.Repository;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.workspace.Service;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is to be promoted into an environment. A tag is resolved here, once; from then on the
 * digest is the release. Blocks.
 */
public final class Candidates {
    private final Desk desk;
    private final Registries registries;

    public Candidates(Desk desk, Registries registries) {
        this.desk = desk;
        this.registries = registries;
    }

    /**
     * The candidate.
     *
     * @param digest the release somebody names now; null: the environment's own
     * @throws Refused BAD_INPUT where the workspace names none, or the registry says that it has no
     *     such image; DENIED where no digest was last healthy in every environment before
     */
    public Candidate resolve(Site site, Service service, @Nullable Digest digest) {
        if (digest != null) {
            requireThere(ImageReference.parse(service.image()), digest);
            return named(service, digest);
        }
        ImageReference image = ImageReference.parse(service.image());
        return site.environment().isFirst()
                ? first(site, service, image)
                : next(site, service, image);
    }

    /** The release that a request names already; whether it is still there, the gate finds out. */
    public Candidate named(Service service, Digest digest) {
        return new Candidate(
                service.name(),
                ImageReference.parse(service.image()).at(digest),
                digest,
                "named by digest");
    }

    /** Only a registry that says so: where it doesn't answer as one, the gate can't tell. */
    private void requireThere(ImageReference image, Digest digest) {
        try {
            registries.repository(image).manifest(digest);
        } catch (ConnectorException e) {
            if (e.kind() == ConnectorException.Kind.NOT_FOUND) {
                throw new Refused(
                        Ending.BAD_INPUT,
                        image.name()
                                + " has no image "
                                + digest
                                + "; check the digest (--digest takes the one that the push of the image"
                                + " printed), or push the image first");
            }
        }
    }

    private Candidate first(Site site, Service service, ImageReference image) {
        Repository repository = registries.repository(image);
        return switch (service.candidate()) {
            case Service.ByTag tag -> {
                Digest digest = repository.resolve(tag.tag());
                yield new Candidate(service.name(), image.at(digest), digest, "tag " + tag.tag());
            }
            case Service.BySemver semver -> bySemver(service, image, repository, semver.range());
            case null ->
                    throw new Refused(
                            Ending.BAD_INPUT,
                            "the workspace names no candidate for service "
                                    + service.name()
                                    + ", so what "
                                    + site.environment().name()
                                    + " should take isn't known; write `candidate:` there, or give --digest");
        };
    }

    private static Candidate bySemver(
            Service service, ImageReference image, Repository repository, String range) {
        SemverRange versions =
                SemverRange.parse(range)
                        .orElseThrow(() ->
                                new Refused(
                                        Ending.BAD_INPUT,
                                        "the candidate of service "
                                                + service.name()
                                                + " has the range \""
                                                + range
                                                + "\", which isn't understood; write it like \">=1\", \"1.4.x\" or \"^1.2\""));
        String tag =
                versions.highest(repository.tags())
                        .orElseThrow(() ->
                                new Refused(
                                        Ending.DENIED,
                                        "no tag of "
                                                + image.name()
                                                + " is a version in the range \""
                                                + range
                                                + "\"; push one, or widen the range"));
        Digest digest = repository.resolve(tag);
        return new Candidate(
                service.name(), image.at(digest), digest, "version " + tag + " of range " + range);
    }

    private Candidate next(Site site, Service service, ImageReference image) {
        Map<String, Optional<String>> healthy = new TreeMap<>();
        for (String before : site.environment().after()) {
            healthy.put(before, lastHealthy(desk.site(before), service));
        }
        Set<Optional<String>> digests = Set.copyOf(healthy.values());
        Optional<String> only = digests.size() == 1 ? digests.iterator().next() : Optional.empty();
        if (only.isEmpty()) {
            String words =
                    healthy.entrySet().stream()
                            .map(e -> e.getKey() + ": " + e.getValue().orElse("none"))
                            .collect(Collectors.joining(", "));
            throw new Refused(
                    Ending.DENIED,
                    "no release of "
                            + service.name()
                            + " is proven for "
                            + site.environment().name()
                            + ": the last one brought in must be healthy, and the same, in every environment before ("
                            + words
                            + "); promote it there first");
        }
        Digest digest = new Digest(only.get());
        return new Candidate(
                service.name(),
                image.at(digest),
                digest,
                "healthy in " + String.join(" and ", site.environment().after()));
    }

    private static Optional<String> lastHealthy(Site site, Service service) {
        return AfterReader.last(site.records().ofService(service.name()))
                .flatMap(Candidates::digestIfHealthy);
    }

    private static Optional<String> digestIfHealthy(ReleaseRecord<RecordBody.Outcome> outcome) {
        return outcome.body().proven()
                ? Optional.ofNullable(outcome.body().digest())
                : Optional.empty();
    }
}
