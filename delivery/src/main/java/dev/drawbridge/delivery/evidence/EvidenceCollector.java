package dev.drawbridge.delivery.evidence;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.connector.oci.Repository;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.SignedObjects;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.GateInput;
import dev.drawbridge.policies.GateInput.State;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a registry, a key file, Git and a calendar say about a candidate. Any thread; blocks.
 */
public final class EvidenceCollector {
    private final Workspace workspace;
    private final Registries registries;
    private final ChangeReader changes;
    private final Sightings sightings;

    public EvidenceCollector(
            Workspace workspace, Registries registries, ChangeReader changes, Sightings sightings) {
        this.workspace = workspace;
        this.registries = registries;
        this.changes = changes;
        this.sightings = sightings;
    }

    /** What the registry says of an image. */
    public ImageFacts image(ImageReference image, Digest digest) {
        return ImageFacts.read(registries.repository(image), digest);
    }

    /**
     * What was found.
     *
     * @param offered SHA-256 of each document beside the image, also of those that don't decide;
     *     null where the list of them couldn't be had, which the evidence says
     */
    public record Collected(GateInput.Evidence evidence, @Nullable Set<String> offered) {
        /** Which of these documents, by SHA-256, are no longer there. */
        public List<String> gone(List<String> listed) {
            return offered == null
                    ? List.of()
                    : listed.stream().filter(each -> !offered.contains(each)).toList();
        }
    }

    /**
     * Signature, scan and test of the candidate, and the manifest it would run under.
     *
     * @param image what the registry says of it, being read
     * @param template the workload's; null where there is none
     * @param place for the sentence, such as {@code deployment shop/checkout}
     * @param now by the target's clock
     * @throws ConnectorException BAD_INPUT where a key file can't be read
     */
    public Collected evidence(
            Parts parts,
            ImageReference reference,
            Digest digest,
            Future<ImageFacts> image,
            @Nullable PodTemplateSpec template,
            String place,
            Instant now) {
        Trust trust = Trust.load(workspace.trust());
        GateInput.Manifest manifest =
                template == null
                        ? Manifests.absent(State.MISSING, "There is no " + place + " yet.")
                        : Manifests.read(template, place);
        Attestations attestations = new Attestations(digest, trust, sightings, now);
        Future<List<SignedObject>> signed = parts.start(() -> signed(reference, digest));
        ImageFacts facts = parts.get(image, "image", (state, why) -> ImageFacts.unknown(digest));
        Failure failure = new Failure();
        List<SignedObject> objects =
                parts.get(
                        signed,
                        "signatures beside the image",
                        (state, why) -> failure.note(state, why));
        return failure.state == null
                ? new Collected(
                        new GateInput.Evidence(
                                attestations.signature(objects),
                                attestations.scan(objects, facts.reachable()),
                                attestations.test(objects),
                                manifest),
                        objects.stream()
                                .flatMap(object -> Documents.sha256(object).stream())
                                .collect(Collectors.toSet()))
                : new Collected(Attestations.none(failure.state, failure.why, manifest), null);
    }

    /** Keeps how a list couldn't be had, which isn't the same as an empty list. */
    private static final class Failure {
        private @Nullable State state;
        private String why = "";

        List<SignedObject> note(State how, String reason) {
            state = how;
            why = reason;
            return List.of();
        }
    }

    /** The commits that would come in. */
    public GateInput.Change change(
            Service service, @Nullable String base, @Nullable String head, boolean firstPromotion) {
        try {
            return changes.read(service.source(), base, head, firstPromotion);
        } catch (ConnectorException e) {
            return ChangeReader.unknown(
                    Parts.state(e.kind()),
                    String.valueOf(e.getMessage()),
                    base,
                    head,
                    firstPromotion);
        }
    }

    /**
     * The times in which nothing is to start, from the calendar and the records.
     *
     * @param calendar null where the workspace names none
     * @param onRecord the freezes on record that stand
     */
    public GateInput.Freeze freeze(
            @Nullable Path calendar,
            List<GateInput.Window> onRecord,
            Instant now,
            Instant plannedEnd) {
        List<GateInput.Window> windows = new ArrayList<>(onRecord);
        String name = calendar == null ? null : calendar.getFileName().toString();
        try {
            if (calendar != null) {
                windows.addAll(FreezeCalendar.windows(calendar, now, plannedEnd));
            }
            return new GateInput.Freeze(State.READ, null, name, windows);
        } catch (ConnectorException e) {
            return new GateInput.Freeze(
                    Parts.state(e.kind()), String.valueOf(e.getMessage()), name, windows);
        }
    }

    /** Beside the image, and in the evidence repository where one is configured. */
    private List<SignedObject> signed(ImageReference reference, Digest digest) {
        List<SignedObject> objects =
                new ArrayList<>(SignedObjects.read(registries.repository(reference), digest));
        Optional<Repository> evidence = registries.evidence(reference);
        evidence.ifPresent(repository -> objects.addAll(SignedObjects.read(repository, digest)));
        return objects;
    }
}
