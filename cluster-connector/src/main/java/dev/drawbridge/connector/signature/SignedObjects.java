package dev.drawbridge.connector.signature;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.oci.Descriptor;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.ImageManifest;
import dev.drawbridge.connector.oci.Repository;
import dev.drawbridge.connector.signature.Source.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is signed about an image: Sigstore bundles among its referrers, and cosign's older
 * {@code .sig} and {@code .att} tags. Verifies nothing.
 */
public final class SignedObjects {
    /** How many referrers, and how many layers of a tag, are opened. */
    public static final int MOST = 200;

    /** As RFC 6838 names them; anything else isn't shown. */
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9!#$&^_.+-]{1,126}");

    /** What Drawbridge itself keeps beside an image is no evidence about it. */
    private static final String OURS = "application/vnd.drawbridge.";

    private final Repository repository;
    private final Digest subject;
    private final List<SignedObject> found = new ArrayList<>();

    private SignedObjects(Repository repository, Digest subject) {
        this.repository = repository;
        this.subject = subject;
    }

    /**
     * All signed objects attached to a digest in a repository, which need not hold the image
     * itself. What can't be read is {@link SignedObject.Unreadable} and doesn't hide the rest;
     * where there are more than {@link #MOST}, one of those says so.
     *
     * @throws ConnectorException as {@link Repository}, where the list itself can't be had or the
     *     registry stops answering
     */
    public static List<SignedObject> read(Repository repository, Digest subject) {
        SignedObjects reading = new SignedObjects(repository, subject);
        reading.bundles();
        reading.legacy(".sig", Form.LEGACY_SIGNATURE);
        reading.legacy(".att", Form.LEGACY_ATTESTATION);
        return List.copyOf(reading.found);
    }

    private void bundles() {
        List<Descriptor> referrers =
                repository.referrers(subject).stream()
                        .filter(referrer -> !isOurs(referrer.artifactType()))
                        .toList();
        for (Descriptor referrer : referrers.subList(0, Math.min(MOST, referrers.size()))) {
            Source source = at(referrer, Form.BUNDLE);
            guarded(source, () -> bundle(source, referrer));
        }
        if (referrers.size() > MOST) {
            Source source = new Source(repository.base().name(), Form.BUNDLE, null, 0);
            tooMany(source, referrers.size(), "referrers");
        }
    }

    /**
     * Whether a referrer is a bundle is told by its only layer: what the list says of its type is
     * the configuration's type in some registries.
     */
    private void bundle(Source source, Descriptor referrer) {
        String listed = referrer.artifactType() == null ? "" : referrer.artifactType();
        boolean claims = listed.startsWith(Statements.BUNDLE_PREFIX);
        if (!(repository.manifest(referrer.digest()) instanceof ImageManifest manifest)) {
            if (claims) {
                unreadable(source, "it is an index, not an artifact");
            }
            return;
        }
        boolean layered =
                manifest.layers().stream()
                        .anyMatch(l -> l.mediaType().startsWith(Statements.BUNDLE_PREFIX));
        if (isOurs(manifest.artifactType())) {
            return; // listed under another type
        }
        if (!claims && !layered) {
            found.add(new SignedObject.Unsigned(at(referrer, Form.BARE), type(manifest)));
            return;
        }
        if (manifest.layers().size() != 1 || !layered) {
            unreadable(
                    source,
                    "it has %d layers instead of one bundle".formatted(manifest.layers().size()));
        } else if (manifest.subject() == null || !manifest.subject().digest().equals(subject)) {
            unreadable(
                    source,
                    "it is listed for %s but its own subject is another".formatted(subject));
        } else {
            Descriptor layer = manifest.layers().getFirst();
            found.add(Parsing.bundle(source, repository.blob(layer)));
        }
    }

    private static boolean isOurs(@Nullable String artifactType) {
        return artifactType != null && artifactType.startsWith(OURS);
    }

    private Source at(Descriptor referrer, Form form) {
        return new Source(repository.base().name(), form, referrer.digest(), 0);
    }

    /** What an artifact says that it is; older ones say it by their configuration. */
    private static String type(ImageManifest manifest) {
        String said =
                manifest.artifactType() == null
                        ? manifest.config().mediaType()
                        : manifest.artifactType();
        return MEDIA_TYPE.matcher(said).matches() ? said : "of an unknown type";
    }

    private void legacy(String end, Form form) {
        String tag = "sha256-" + subject.hex() + end;
        Source source = new Source(repository.base().name(), form, null, 0);
        guarded(source, () -> tag(tag, form));
    }

    private void tag(String tag, Form form) {
        ImageManifest manifest;
        try {
            if (!(repository.manifest(tag) instanceof ImageManifest image)) {
                unreadable(
                        new Source(repository.base().name(), form, null, 0),
                        "an index lies under the tag " + tag);
                return;
            }
            manifest = image;
        } catch (ConnectorException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return;
            }
            throw e;
        }
        List<Descriptor> layers = manifest.layers();
        for (int i = 0; i < Math.min(MOST, layers.size()); i++) {
            Source source = new Source(repository.base().name(), form, manifest.digest(), i);
            Descriptor layer = layers.get(i);
            guarded(source, () -> layer(source, layer));
        }
        if (layers.size() > MOST) {
            Source source = new Source(repository.base().name(), form, manifest.digest(), MOST);
            tooMany(source, layers.size(), "layers");
        }
    }

    private void layer(Source source, Descriptor layer) {
        boolean signature = source.form() == Form.LEGACY_SIGNATURE;
        String expected = signature ? Statements.SIMPLE_SIGNING : Statements.DSSE_LAYER;
        if (!layer.mediaType().equals(expected)) {
            unreadable(
                    source,
                    "its media type is %s instead of %s".formatted(layer.mediaType(), expected));
            return;
        }
        byte[] content = repository.blob(layer);
        found.add(
                signature
                        ? Parsing.simpleSigning(
                                source,
                                content,
                                layer.annotations().get(Statements.LEGACY_SIGNATURE))
                        : Parsing.envelope(source, content));
    }

    /** One that can't be had or read is noted; a registry that stops answering ends the reading. */
    private void guarded(Source source, Runnable reading) {
        try {
            reading.run();
        } catch (ConnectorException e) {
            if (e.kind() == Kind.UNREACHABLE || e.kind() == Kind.DENIED) {
                throw e;
            }
            unreadable(source, String.valueOf(e.getMessage()));
        }
    }

    private void tooMany(Source source, int count, String what) {
        unreadable(
                source,
                "there are %d %s, of which only the first %d were read"
                        .formatted(count, what, MOST));
    }

    private void unreadable(Source source, String why) {
        found.add(new SignedObject.Unreadable(source, why));
    }
}
