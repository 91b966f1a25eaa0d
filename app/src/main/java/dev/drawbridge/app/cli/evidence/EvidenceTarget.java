package dev.drawbridge.app.cli.evidence;

import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageReference;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.connector.oci.Repository;
import dev.drawbridge.connector.signature.SignedObject;
import dev.drawbridge.connector.signature.SignedObjects;
import dev.drawbridge.delivery.workspace.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * An image whose evidence is asked for.
 *
 * @param image its repository at the digest
 */
record EvidenceTarget(ImageReference image, Digest digest) {

    /**
     * Finds it: a whole reference as it is, a bare digest in the repositories of the workspace's
     * services.
     *
     * @throws UsageException where none of them holds it
     */
    static EvidenceTarget find(Workbench bench, String text) {
        if (!Digest.isDigest(text)) {
            ImageReference image = ImageReference.parse(text);
            Digest digest = image.digest();
            if (digest == null) {
                throw new UsageException(
                        "'"
                                + text
                                + "' names no digest; give host/repository@sha256:…, or the digest of"
                                + " an image of the workspace.");
            }
            return new EvidenceTarget(image.at(digest), digest);
        }
        Digest digest = Digest.parse(text);
        for (Service service : bench.workspace().services()) {
            ImageReference image = ImageReference.parse(service.image()).at(digest);
            if (holds(bench.registries().repository(image), digest)) {
                return new EvidenceTarget(image, digest);
            }
        }
        throw new UsageException(
                "No repository of the workspace's services holds "
                        + digest
                        + "; give host/repository@"
                        + digest
                        + ".");
    }

    private static boolean holds(Repository repository, Digest digest) {
        try {
            repository.describe(digest);
            return true;
        } catch (ConnectorException e) {
            if (e.kind() == ConnectorException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** What is signed about it, beside the image and where our own attestations go. */
    List<SignedObject> read(Registries registries) {
        List<SignedObject> found =
                new ArrayList<>(SignedObjects.read(registries.repository(image), digest));
        registries.evidence(image).ifPresent(own -> found.addAll(SignedObjects.read(own, digest)));
        return found;
    }
}
