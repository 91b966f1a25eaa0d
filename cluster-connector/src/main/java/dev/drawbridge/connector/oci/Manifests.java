package dev.drawbridge.connector.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.connector.ConnectorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests as the OCI image specification 1.1 and Docker's schema 2 write them, and nothing
 * that could be read in two ways: no key twice, no document that is both an image and an index, no
 * media type that differs from the one it was served with.
 */
final class Manifests {
    /** Refuses a key that is there twice and anything after the document. */
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final int MOST_ENTRIES = 10_000;

    private Manifests() {}

    /**
     * @param raw the bytes as they came
     * @param served the media type that the registry named
     * @param where host, repository and tag or digest, for the sentence
     * @throws ConnectorException NOT_ITSELF for a web page, UNREADABLE for what isn't a manifest
     */
    static Manifest parse(byte[] raw, String served, String where) {
        if (served.equals("text/html")) {
            throw notARegistry(where);
        }
        JsonNode tree = tree(raw, where);
        String written = text(tree, "mediaType", where);
        boolean vague = served.isEmpty() || served.equals("application/json");
        String type = vague && written != null ? written : served;
        if (written != null && !written.equals(type)) {
            throw unreadable(
                    where,
                    "it says mediaType \"%s\" but was served as \"%s\""
                            .formatted(Text.shown(written), Text.shown(served)));
        }
        boolean image = MediaTypes.MANIFESTS.contains(type);
        if (!image && !MediaTypes.INDEXES.contains(type)) {
            throw unreadable(
                    where,
                    "its media type \"%s\" is neither an image manifest nor an index"
                            .formatted(Text.shown(type)));
        }
        if (tree.has("manifests") ? image : !image) {
            throw unreadable(where, "its content doesn't fit its media type " + type);
        }
        if (!image && (tree.has("config") || tree.has("layers"))) {
            throw unreadable(where, "it is an image and an index at once");
        }
        return image ? image(raw, type, tree, where) : index(raw, type, tree, where);
    }

    private static ImageManifest image(byte[] raw, String type, JsonNode tree, String where) {
        return new ImageManifest(
                raw,
                Digest.of(raw),
                type,
                text(tree, "artifactType", where),
                annotations(tree, where),
                subject(tree, where),
                descriptor(tree.path("config"), where),
                descriptors(tree.path("layers"), "layers", where));
    }

    private static ImageIndex index(byte[] raw, String type, JsonNode tree, String where) {
        return new ImageIndex(
                raw,
                Digest.of(raw),
                type,
                text(tree, "artifactType", where),
                annotations(tree, where),
                subject(tree, where),
                descriptors(tree.path("manifests"), "manifests", where));
    }

    static JsonNode tree(byte[] raw, String where) {
        try {
            JsonNode tree = JSON.readTree(raw);
            if (tree == null || !tree.isObject()) {
                throw unreadable(where, "it is not a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw unreadable(where, "it is not JSON: " + Text.shown(e.getOriginalMessage()));
        } catch (IOException e) {
            throw unreadable(where, "it is not JSON");
        }
    }

    private static @Nullable Descriptor subject(JsonNode tree, String where) {
        return tree.path("subject").isObject() ? descriptor(tree.path("subject"), where) : null;
    }

    private static List<Descriptor> descriptors(JsonNode list, String name, String where) {
        if (!list.isArray()) {
            throw unreadable(where, "it has no list of " + name);
        }
        if (list.size() > MOST_ENTRIES) {
            throw new ConnectorException(
                    ConnectorException.Kind.TOO_LARGE,
                    "%s lists %d %s, more than the %d that are read."
                            .formatted(where, list.size(), name, MOST_ENTRIES));
        }
        List<Descriptor> found = new ArrayList<>(list.size());
        for (JsonNode entry : list) {
            found.add(descriptor(entry, where));
        }
        return found;
    }

    private static Descriptor descriptor(JsonNode node, String where) {
        String type = text(node, "mediaType", where);
        String digest = text(node, "digest", where);
        JsonNode size = node.path("size");
        if (type == null
                || digest == null
                || !size.isIntegralNumber()
                || !size.canConvertToLong()
                || size.asLong() < 0) {
            throw unreadable(where, "a descriptor in it lacks mediaType, digest or size");
        }
        if (!Digest.isDigest(digest)) {
            throw unreadable(
                    where, "\"%s\" in it is not a sha256 digest".formatted(Text.shown(digest)));
        }
        return new Descriptor(
                type,
                new Digest(digest),
                size.asLong(),
                text(node, "artifactType", where),
                annotations(node, where),
                platform(node.path("platform"), where));
    }

    private static @Nullable Platform platform(JsonNode node, String where) {
        String os = text(node, "os", where);
        String architecture = text(node, "architecture", where);
        return os == null || architecture == null
                ? null
                : new Platform(os, architecture, text(node, "variant", where));
    }

    private static Map<String, String> annotations(JsonNode node, String where) {
        return strings(node.path("annotations"), "annotation", where);
    }

    /** An object of texts, empty where there is none. */
    static Map<String, String> strings(JsonNode object, String what, String where) {
        Map<String, String> found = new HashMap<>();
        object.properties()
                .forEach(entry -> {
                    if (!entry.getValue().isTextual()) {
                        throw unreadable(
                                where,
                                "its %s \"%s\" is not text"
                                        .formatted(what, Text.shown(entry.getKey())));
                    }
                    found.put(entry.getKey(), entry.getValue().textValue());
                });
        return found;
    }

    private static @Nullable String text(JsonNode node, String name, String where) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw unreadable(where, "its %s is not text".formatted(name));
        }
        return value.textValue().isEmpty() ? null : value.textValue();
    }

    static ConnectorException notARegistry(String where) {
        return new ConnectorException(
                ConnectorException.Kind.NOT_ITSELF,
                "%s answered with a web page instead of a registry's answer; check the host, and whether a login page or proxy stands before it."
                        .formatted(where));
    }

    static ConnectorException unreadable(String where, String why) {
        return new ConnectorException(
                ConnectorException.Kind.UNREADABLE, "Can't read %s: %s.".formatted(where, why));
    }
}
