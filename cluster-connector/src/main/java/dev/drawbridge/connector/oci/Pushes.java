package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.oci.RegistryHttp.Answer;
import dev.drawbridge.connector.oci.RegistryHttp.Ask;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;

/**
 * Pushes artifacts that refer to an image: blobs, the manifest by its digest, and the fallback tag.
 */
final class Pushes {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String BYTES = "application/octet-stream";
    private static final int TRIES = 5;

    private final RegistryHttp http;
    private final Repository repository;
    private final Referrers referrers;

    Pushes(RegistryHttp http, Repository repository) {
        this.http = http;
        this.repository = repository;
        this.referrers = new Referrers(http, repository);
    }

    Descriptor attach(
            Descriptor subject,
            String artifactType,
            Descriptor layer,
            byte[] content,
            Map<String, String> annotations) {
        Descriptor config = Descriptor.of(MediaTypes.OCI_EMPTY, EMPTY);
        pushBlob(config, EMPTY);
        pushBlob(layer, content);
        ObjectNode manifest = Manifests.JSON.createObjectNode();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("artifactType", artifactType);
        manifest.set("config", node(config));
        manifest.putArray("layers").add(node(layer));
        manifest.set("subject", node(subject));
        manifest.set("annotations", Manifests.JSON.valueToTree(new TreeMap<>(annotations)));
        byte[] bytes = bytes(manifest);
        Digest digest = Digest.of(bytes);
        pushManifest(digest.value(), MediaTypes.OCI_MANIFEST, bytes, true);
        Descriptor pushed =
                new Descriptor(
                        MediaTypes.OCI_MANIFEST,
                        digest,
                        bytes.length,
                        artifactType,
                        annotations,
                        null);
        if (referrers.byApi(subject.digest()).isEmpty()) {
            addToFallback(subject.digest(), pushed);
        }
        return pushed;
    }

    /**
     * Nothing in the protocol keeps two writers apart: so write, read back, and again if ours is
     * gone.
     */
    private void addToFallback(Digest subject, Descriptor pushed) {
        for (int i = 0; i <= TRIES; i++) {
            Optional<ImageIndex> index = referrers.byTag(subject);
            boolean there =
                    index.map(ImageIndex::manifests).orElse(List.of()).stream()
                            .anyMatch(one -> one.digest().equals(pushed.digest()));
            if (there) {
                return;
            }
            if (i < TRIES) {
                byte[] next = withOurs(index, pushed);
                pushManifest(Referrers.tag(subject), MediaTypes.OCI_INDEX, next, false);
            }
        }
        throw new ConnectorException(
                Kind.CONFLICT,
                "%s was pushed, but others overwrote the tag %s %d times so that it can't be found from its image; try again."
                        .formatted(
                                repository.base().name() + "@" + pushed.digest(),
                                Referrers.tag(subject),
                                TRIES));
    }

    /** The index with what others wrote kept as it is. */
    private byte[] withOurs(Optional<ImageIndex> index, Descriptor pushed) {
        ObjectNode tree =
                index.map(i -> (ObjectNode) Manifests.tree(i.raw(), repository.base().name()))
                        .orElseGet(Manifests.JSON::createObjectNode);
        tree.put("schemaVersion", 2);
        tree.put("mediaType", MediaTypes.OCI_INDEX);
        tree.withArray("/manifests").add(node(pushed));
        return bytes(tree);
    }

    private void pushManifest(String reference, String type, byte[] bytes, boolean byDigest) {
        String name = repository.base().repository();
        String what = "write " + repository.where(reference);
        HttpUrl url = http.url(name, "manifests/" + reference);
        Ask ask = Ask.write("PUT", url, what, name, type, bytes);
        Answer answer = byDigest ? http.repeatable(ask) : http.once(ask);
        if (!answer.good()) {
            throw repository.refusal(answer, what);
        }
    }

    private void pushBlob(Descriptor blob, byte[] content) {
        if (repository.hasBlob(blob.digest())) {
            return;
        }
        String name = repository.base().repository();
        String what = "write blob " + repository.base().name() + "@" + blob.digest();
        HttpUrl uploads = http.url(name, "blobs/uploads/");
        Answer opened = http.once(Ask.write("POST", uploads, what, name, BYTES, new byte[0]));
        String location = opened.headers().get("Location");
        if (opened.code() != 202 || location == null) {
            throw repository.refusal(opened, what);
        }
        HttpUrl upload = http.own(uploads, location);
        if (upload == null) {
            throw new ConnectorException(
                    Kind.NOT_ITSELF,
                    "Can't %s: the registry sends the upload to another host, which isn't followed with a login; push with another tool, or name an evidence repository elsewhere."
                            .formatted(what));
        }
        HttpUrl end =
                upload.newBuilder().addQueryParameter("digest", blob.digest().value()).build();
        Answer done = http.once(Ask.write("PUT", end, what, name, BYTES, content));
        if (!done.good()) {
            throw repository.refusal(done, what);
        }
    }

    private static ObjectNode node(Descriptor descriptor) {
        ObjectNode node = Manifests.JSON.createObjectNode();
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().value());
        node.put("size", descriptor.size());
        if (descriptor.artifactType() != null) {
            node.put("artifactType", descriptor.artifactType());
        }
        if (!descriptor.annotations().isEmpty()) {
            node.set(
                    "annotations",
                    Manifests.JSON.valueToTree(new TreeMap<>(descriptor.annotations())));
        }
        return node;
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return Manifests.JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers", e);
        }
    }
}
