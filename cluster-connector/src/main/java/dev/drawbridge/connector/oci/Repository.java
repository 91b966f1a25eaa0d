package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.oci.RegistryHttp.Answer;
import dev.drawbridge.connector.oci.RegistryHttp.Ask;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * One repository of a registry. What is fetched by a digest has that digest, or the call fails.
 * Calls block and may come from any thread. Each throws {@link ConnectorException}: UNREACHABLE
 * without an answer, NOT_ITSELF where something else than a registry answers, DENIED, NOT_FOUND,
 * TOO_LARGE, and UNREADABLE for content that is not what it should be.
 */
public final class Repository {
    /** The largest manifest that is read, in bytes. */
    public static final long LARGEST_MANIFEST = 4L << 20;

    /** The largest blob that is read into memory, in bytes. */
    public static final long LARGEST_BLOB = 32L << 20;

    private static final int MOST_TAGS = 10_000;
    private static final int DEEPEST = 3;
    private static final int MOST_REACHED = 500;

    private final RegistryHttp http;
    private final ImageReference base;

    Repository(RegistryHttp http, ImageReference base) {
        this.http = http;
        this.base = base;
    }

    /** The reference that this was opened with. */
    public ImageReference base() {
        return base;
    }

    /** What the tag points to now, taken over the manifest's bytes. */
    public Digest resolve(String tag) {
        return manifest(tag).digest();
    }

    public Manifest manifest(Digest digest) {
        Manifest manifest = fetch(digest.value());
        if (!manifest.digest().equals(digest)) {
            throw new ConnectorException(
                    Kind.UNREADABLE,
                    "%s answered with other content than was asked for: it has the digest %s instead of %s; don't use it."
                            .formatted(where(digest.value()), manifest.digest(), digest));
        }
        return manifest;
    }

    public Manifest manifest(String tag) {
        return fetch(tag);
    }

    private Manifest fetch(String reference) {
        String where = where(reference);
        Ask ask = ask("GET", "manifests/" + reference, "read " + where, LARGEST_MANIFEST);
        Answer answer = http.repeatable(ask.with("Accept", MediaTypes.ACCEPT));
        if (!answer.good()) {
            throw refusal(answer, "read " + where);
        }
        return Manifests.parse(answer.body(), answer.mediaType(), where);
    }

    /**
     * A blob of at most {@link #LARGEST_BLOB} bytes.
     *
     * @throws ConnectorException UNREADABLE where size or digest differ from the descriptor's
     */
    public byte[] blob(Descriptor descriptor) {
        String where = "blob " + base.name() + "@" + descriptor.digest();
        if (descriptor.size() > LARGEST_BLOB) {
            throw new ConnectorException(
                    Kind.TOO_LARGE,
                    "%s is to be %d bytes long, more than the %d that are read."
                            .formatted(where, descriptor.size(), LARGEST_BLOB));
        }
        Ask ask = ask("GET", "blobs/" + descriptor.digest(), "read " + where, LARGEST_BLOB);
        Answer answer = http.repeatable(ask);
        if (!answer.good()) {
            throw refusal(answer, "read " + where);
        }
        Digest came = Digest.of(answer.body());
        if (answer.body().length != descriptor.size() || !came.equals(descriptor.digest())) {
            throw Manifests.unreadable(
                    where,
                    "%d bytes with the digest %s came instead of %d bytes; don't use it"
                            .formatted(answer.body().length, came, descriptor.size()));
        }
        return answer.body();
    }

    /** The image's configuration. */
    public JsonNode config(ImageManifest manifest) {
        String where = "the configuration of " + base.name() + "@" + manifest.digest();
        return Manifests.tree(blob(manifest.config()), where);
    }

    /**
     * The images that can run under a digest: itself, or an index's children without BuildKit's
     * attestation manifests.
     *
     * @throws ConnectorException UNREADABLE for an index of indexes: which image would run is not
     *     to be told
     */
    public List<Image> images(Digest digest) {
        if (manifest(digest) instanceof ImageIndex index) {
            List<Image> found = new ArrayList<>();
            for (Descriptor child : runnable(index)) {
                if (!(manifest(child.digest()) instanceof ImageManifest image)) {
                    throw new ConnectorException(
                            Kind.UNREADABLE,
                            "%s is an index of indexes, so which image a node would take is not to be told; push an index that lists its images directly."
                                    .formatted(where(digest.value())));
                }
                found.add(image(image, child.platform()));
            }
            return found;
        }
        return List.of(image((ImageManifest) manifest(digest), null));
    }

    private Image image(ImageManifest manifest, @Nullable Platform listed) {
        JsonNode config = config(manifest);
        String where = "the configuration of " + base.name() + "@" + manifest.digest();
        String variant = config.path("variant").asText("");
        Platform own =
                new Platform(
                        config.path("os").asText("unknown"),
                        config.path("architecture").asText("unknown"),
                        variant.isEmpty() ? null : variant);
        Map<String, String> labels =
                Manifests.strings(config.path("config").path("Labels"), "label", where);
        return new Image(manifest.digest(), listed == null ? own : listed, labels);
    }

    private static List<Descriptor> runnable(ImageIndex index) {
        return index.manifests().stream()
                .filter(child -> !child.annotations().containsKey("vnd.docker.reference.type"))
                .toList();
    }

    /** The tags, in the registry's order; more than 10,000 are TOO_LARGE. */
    public List<String> tags() {
        String what = "list the tags of " + base.name();
        List<String> tags = new ArrayList<>();
        Pages pages = new Pages(http, what);
        HttpUrl next = http.url(base.repository(), "tags/list");
        while (next != null) {
            Answer answer =
                    http.repeatable(
                            Ask.read("GET", next, what, base.repository(), LARGEST_MANIFEST));
            if (!answer.good()) {
                throw refusal(answer, what);
            }
            for (JsonNode tag :
                    Manifests.tree(answer.body(), base.name() + "'s tags").path("tags")) {
                tags.add(tag.asText());
            }
            if (tags.size() > MOST_TAGS) {
                throw new ConnectorException(
                        Kind.TOO_LARGE,
                        "%s has more than the %d tags that are read; name one tag as the candidate."
                                .formatted(base.name(), MOST_TAGS));
            }
            next = pages.after(next, answer);
        }
        return tags;
    }

    /**
     * What refers to a subject: the referrers API, all its pages, or where the registry has none
     * the index under the tag {@code sha256-…}. Nothing is filtered, because registries fill {@code
     * artifactType} differently. More than 1,000 are TOO_LARGE.
     */
    public List<Descriptor> referrers(Digest subject) {
        return new Referrers(http, this).of(subject);
    }

    /**
     * Pushes an artifact of one layer that refers to the subject, and under the tag {@code
     * sha256-…} too where the registry has no referrers API. Doing it twice leaves one.
     *
     * @throws ConnectorException CONFLICT where others kept overwriting that tag
     */
    public Descriptor attach(
            Digest subject,
            String artifactType,
            byte[] layer,
            String layerMediaType,
            Map<String, String> annotations) {
        return attach(describe(subject), artifactType, layer, layerMediaType, annotations);
    }

    /** As the other, for a subject that may lie in another repository. */
    public Descriptor attach(
            Descriptor subject,
            String artifactType,
            byte[] layer,
            String layerMediaType,
            Map<String, String> annotations) {
        Descriptor content = Descriptor.of(layerMediaType, layer);
        return new Pushes(http, this).attach(subject, artifactType, content, layer, annotations);
    }

    /**
     * The layers of the artifacts of one type that refer to the subject, as {@link #attach} pushed
     * them, in no order. What lies there without being such an artifact isn't among them.
     *
     * @throws ConnectorException as {@link #referrers}
     */
    public List<byte[]> attached(Digest subject, String artifactType) {
        List<byte[]> layers = new ArrayList<>();
        for (Descriptor referrer : referrers(subject)) {
            String listed = referrer.artifactType();
            boolean possible =
                    listed == null
                            || listed.equals(artifactType)
                            || listed.equals(MediaTypes.OCI_EMPTY);
            if (possible
                    && manifest(referrer.digest()) instanceof ImageManifest artifact
                    && artifactType.equals(artifact.artifactType())
                    && artifact.subject() != null
                    && artifact.subject().digest().equals(subject)
                    && artifact.layers().size() == 1) {
                layers.add(blob(artifact.layers().getFirst()));
            }
        }
        return layers;
    }

    /** Media type and size of a manifest that is here. */
    public Descriptor describe(Digest digest) {
        Manifest manifest = manifest(digest);
        return Descriptor.of(manifest.mediaType(), manifest.raw());
    }

    /**
     * The digests by which a node may name what runs from this one: itself, all manifests below it
     * and the digests of their configurations. Children that the registry doesn't have are named,
     * but not what lies below them. At most three indexes deep and 500 manifests, else TOO_LARGE.
     */
    public Set<Digest> reachable(Digest digest) {
        Set<Digest> reached = new LinkedHashSet<>();
        reach(digest, 0, reached);
        return reached;
    }

    private void reach(Digest digest, int depth, Set<Digest> reached) {
        if (depth > DEEPEST || reached.size() > 2 * MOST_REACHED) {
            throw new ConnectorException(
                    Kind.TOO_LARGE,
                    "%s holds indexes deeper than %d or more than %d manifests, which are not followed."
                            .formatted(where(digest.value()), DEEPEST, MOST_REACHED));
        }
        if (!reached.add(digest)) {
            return;
        }
        Manifest manifest;
        try {
            manifest = manifest(digest);
        } catch (ConnectorException e) {
            if (depth > 0 && e.kind() == Kind.NOT_FOUND) {
                // A partial copy of an index: a node that runs this child still names it.
                return;
            }
            throw e;
        }
        switch (manifest) {
            case ImageManifest image -> reached.add(image.config().digest());
            case ImageIndex index ->
                    index.manifests().forEach(child -> reach(child.digest(), depth + 1, reached));
        }
    }

    /**
     * Asks for the manifest and, without fetching them, all its blobs, of every image under an
     * index.
     *
     * @throws ConnectorException NOT_FOUND, naming what is gone
     */
    public void checkPullable(Digest digest) {
        Set<Digest> asked = new LinkedHashSet<>();
        checkPullable(digest, 0, asked);
    }

    private void checkPullable(Digest digest, int depth, Set<Digest> asked) {
        if (depth > DEEPEST || asked.size() > MOST_REACHED * 10) {
            throw new ConnectorException(
                    Kind.TOO_LARGE,
                    "%s holds more than is followed.".formatted(where(digest.value())));
        }
        if (!asked.add(digest)) {
            return;
        }
        switch (manifest(digest)) {
            case ImageIndex index ->
                    runnable(index)
                            .forEach(child -> checkPullable(child.digest(), depth + 1, asked));
            case ImageManifest image -> {
                checkBlob(image.config(), asked);
                image.layers().stream()
                        .filter(layer -> !layer.mediaType().contains("foreign"))
                        .filter(layer -> !layer.mediaType().contains("nondistributable"))
                        .forEach(layer -> checkBlob(layer, asked));
            }
        }
    }

    private void checkBlob(Descriptor blob, Set<Digest> asked) {
        if (asked.add(blob.digest()) && !hasBlob(blob.digest())) {
            throw new ConnectorException(
                    Kind.NOT_FOUND,
                    "%s can't be pulled: its blob %s is gone from the registry; restore it there."
                            .formatted(base.name(), blob.digest()));
        }
    }

    boolean hasBlob(Digest digest) {
        String what = "look for blob " + base.name() + "@" + digest;
        Answer answer = http.repeatable(ask("HEAD", "blobs/" + digest, what, LARGEST_MANIFEST));
        if (answer.good()) {
            return true;
        }
        if (answer.code() == 404) {
            return false;
        }
        throw refusal(answer, what);
    }

    private Ask ask(String method, String path, String what, long largest) {
        return Ask.read(
                method, http.url(base.repository(), path), what, base.repository(), largest);
    }

    String where(String reference) {
        return "manifest "
                + base.name()
                + (reference.startsWith("sha256:") ? "@" : ":")
                + reference;
    }

    /** For an answer that isn't good; what {@link RegistryHttp} didn't tell already. */
    ConnectorException refusal(Answer answer, String what) {
        if (answer.mediaType().equals("text/html")) {
            return Manifests.notARegistry(http.host());
        }
        boolean gone = answer.code() == 404;
        return new ConnectorException(
                gone ? Kind.NOT_FOUND : Kind.NOT_ITSELF,
                gone
                        ? "Can't %s: %s doesn't have it (%s); check the name, or push it."
                                .formatted(what, http.host(), RegistryHttp.said(answer))
                        : "Can't %s: %s answered %s, which a registry doesn't; check the host."
                                .formatted(what, http.host(), RegistryHttp.said(answer)));
    }
}
