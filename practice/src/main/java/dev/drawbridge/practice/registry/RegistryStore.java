package dev.drawbridge.practice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Blobs, manifests and tags in memory. Its methods are atomic. */
final class RegistryStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A manifest as it was pushed. */
    record Manifest(String digest, String mediaType, byte[] bytes, JsonNode json) {}

    private static final class Repository {
        private final Map<String, byte[]> blobs = new HashMap<>();
        private final Map<String, Manifest> manifests = new LinkedHashMap<>();
        private final TreeMap<String, String> tags = new TreeMap<>();
    }

    private final TreeMap<String, Repository> repositories = new TreeMap<>();

    synchronized String putBlob(String repository, byte[] content) {
        String digest = Digests.of(content);
        made(repository).blobs.put(digest, content);
        return digest;
    }

    synchronized byte[] blob(String repository, String digest) throws RegistryError {
        byte[] content = known(repository).blobs.get(digest);
        if (content == null) {
            throw new RegistryError(404, "BLOB_UNKNOWN", "there is no blob " + digest);
        }
        return content;
    }

    /** Lets a repository have a blob of another; false if that isn't there. */
    synchronized boolean mount(String from, String digest, String repository) {
        Repository source = repositories.get(from);
        byte[] content = source == null ? null : source.blobs.get(digest);
        if (content == null) {
            return false;
        }
        made(repository).blobs.put(digest, content);
        return true;
    }

    synchronized void deleteBlob(String repository, String digest) throws RegistryError {
        if (known(repository).blobs.remove(digest) == null) {
            throw new RegistryError(404, "BLOB_UNKNOWN", "there is no blob " + digest);
        }
    }

    /** Takes a manifest in under its digest and, if that is given, a tag. */
    synchronized Manifest putManifest(
            String repository, String reference, @Nullable String contentType, byte[] bytes)
            throws RegistryError {
        String digest = Digests.of(bytes);
        boolean byDigest = reference.startsWith("sha256:");
        if (byDigest && !reference.equals(digest)) {
            throw RegistryError.digestInvalid(reference, digest);
        }
        JsonNode json = parsed(bytes);
        String mediaType = mediaType(contentType, json);
        Repository in = made(repository);
        requireBlobs(in, json);
        requireChildren(in, json);
        Manifest manifest = new Manifest(digest, mediaType, bytes, json);
        in.manifests.putIfAbsent(digest, manifest);
        if (!byDigest) {
            in.tags.put(reference, digest);
        }
        return manifest;
    }

    private static JsonNode parsed(byte[] bytes) throws RegistryError {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json instanceof ObjectNode) {
                return json;
            }
        } catch (IOException e) {
            throw invalid("it isn't JSON: " + e.getMessage());
        }
        throw invalid("it isn't a JSON object");
    }

    private static String mediaType(@Nullable String contentType, JsonNode json)
            throws RegistryError {
        String inside = json.path("mediaType").asText("");
        if (contentType == null || contentType.isEmpty()) {
            if (inside.isEmpty()) {
                throw invalid("neither the request nor the manifest names a media type");
            }
            return inside;
        }
        if (!inside.isEmpty() && !inside.equals(contentType)) {
            throw invalid("it says %s and was sent as %s".formatted(inside, contentType));
        }
        return contentType;
    }

    private static void requireBlobs(Repository in, JsonNode json) throws RegistryError {
        List<String> wanted = new ArrayList<>(json.path("layers").findValuesAsText("digest"));
        if (json.path("config").has("digest")) {
            wanted.add(json.path("config").path("digest").asText());
        }
        for (String digest : wanted) {
            if (!in.blobs.containsKey(digest)) {
                throw new RegistryError(400, "MANIFEST_BLOB_UNKNOWN", "there is no blob " + digest);
            }
        }
    }

    private static void requireChildren(Repository in, JsonNode json) throws RegistryError {
        for (JsonNode child : json.path("manifests")) {
            String digest = child.path("digest").asText();
            if (!in.manifests.containsKey(digest)) {
                throw new RegistryError(
                        400, "MANIFEST_BLOB_UNKNOWN", "there is no manifest " + digest);
            }
        }
    }

    private static RegistryError invalid(String why) {
        return new RegistryError(400, "MANIFEST_INVALID", why);
    }

    synchronized Manifest manifest(String repository, String reference) throws RegistryError {
        Repository in = known(repository);
        String digest =
                reference.startsWith("sha256:") ? reference : in.tags.getOrDefault(reference, "");
        return Optional.ofNullable(in.manifests.get(digest))
                .orElseThrow(() -> unknownManifest(reference));
    }

    /** Deletes a tag, or by digest a manifest with its tags. */
    synchronized void deleteManifest(String repository, String reference) throws RegistryError {
        Repository in = known(repository);
        if (!reference.startsWith("sha256:")) {
            if (in.tags.remove(reference) == null) {
                throw unknownManifest(reference);
            }
        } else if (in.manifests.remove(reference) == null) {
            throw unknownManifest(reference);
        } else {
            in.tags.values().removeIf(reference::equals);
        }
    }

    private static RegistryError unknownManifest(String reference) {
        return new RegistryError(404, "MANIFEST_UNKNOWN", "there is no manifest " + reference);
    }

    /** All tags, sorted. */
    synchronized List<String> tags(String repository) throws RegistryError {
        return List.copyOf(known(repository).tags.keySet());
    }

    /** The descriptors of the manifests whose subject that is, oldest first. */
    synchronized List<ObjectNode> referrers(String repository, String subject) {
        Repository in = repositories.get(repository);
        return in == null
                ? List.of()
                : in.manifests.values().stream()
                        .filter(m ->
                                m.json().path("subject").path("digest").asText().equals(subject))
                        .map(RegistryStore::descriptor)
                        .toList();
    }

    private static ObjectNode descriptor(Manifest manifest) {
        JsonNode json = manifest.json();
        ObjectNode descriptor =
                JSON.createObjectNode()
                        .put("mediaType", manifest.mediaType())
                        .put("digest", manifest.digest())
                        .put("size", manifest.bytes().length);
        String type =
                json.hasNonNull("artifactType")
                        ? json.path("artifactType").asText()
                        : json.path("config").path("mediaType").asText();
        if (!type.isEmpty()) {
            descriptor.put("artifactType", type);
        }
        if (json.hasNonNull("annotations")) {
            descriptor.set("annotations", json.get("annotations"));
        }
        return descriptor;
    }

    /** All repositories, sorted. */
    synchronized List<String> repositories() {
        return List.copyOf(repositories.keySet());
    }

    private Repository made(String repository) {
        return repositories.computeIfAbsent(repository, name -> new Repository());
    }

    private Repository known(String repository) throws RegistryError {
        Repository known = repositories.get(repository);
        if (known == null) {
            throw new RegistryError(404, "NAME_UNKNOWN", "there is no repository " + repository);
        }
        return known;
    }
}
