package dev.drawbridge.practice.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.practice.registry.Digests;
import dev.drawbridge.practice.registry.PracticeRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Makes small real OCI images: an index over an image for each of two platforms, with one layer of
 * one file and the labels of the image specification's annotations. The same arguments give the
 * same digests.
 */
final class ImageFactory {
    private static final List<String> ARCHITECTURES = List.of("amd64", "arm64");
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final PracticeRegistry registry;

    ImageFactory(PracticeRegistry registry) {
        this.registry = registry;
    }

    /** Makes one and tags it with its version and {@code main}. */
    Image push(String service, String version, String revision, Instant created) {
        String repository = "shop/" + service;
        ObjectNode labels =
                Json.object()
                        .put("org.opencontainers.image.created", created.toString())
                        .put("org.opencontainers.image.revision", revision)
                        .put(
                                "org.opencontainers.image.source",
                                "https://git.shop.example/shop/" + service)
                        .put("org.opencontainers.image.title", service)
                        .put("org.opencontainers.image.version", version);
        ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", Image.INDEX);
        ArrayNode manifests = index.putArray("manifests");
        for (String architecture : ARCHITECTURES) {
            byte[] manifest = image(repository, architecture, labels, created);
            registry.pushManifest(repository, Digests.of(manifest), manifest);
            ObjectNode child = descriptor(Image.MANIFEST, manifest);
            child.putObject("platform").put("architecture", architecture).put("os", "linux");
            manifests.add(child);
        }
        index.set("annotations", labels);
        byte[] bytes = Json.bytes(index);
        String digest = registry.pushManifest(repository, version, bytes);
        registry.pushManifest(repository, "main", bytes);
        return new Image(repository, version, digest, bytes.length, revision, created);
    }

    private byte[] image(String repository, String architecture, JsonNode labels, Instant created) {
        String content =
                "%s for %s\n"
                        .formatted(
                                labels.path("org.opencontainers.image.version").asText(),
                                architecture);
        byte[] files = Tar.of("app/version", content.getBytes(StandardCharsets.UTF_8), created);
        ObjectNode config =
                Json.object()
                        .put("created", created.toString())
                        .put("architecture", architecture)
                        .put("os", "linux");
        ObjectNode run = config.putObject("config").put("User", "65532");
        run.putArray("Entrypoint").add("/app/server");
        run.set("Labels", labels);
        config.putObject("rootfs")
                .put("type", "layers")
                .putArray("diff_ids")
                .add(Digests.of(files));
        byte[] configBytes = Json.bytes(config);
        byte[] layer = zipped(files);
        registry.pushBlob(repository, layer);
        registry.pushBlob(repository, configBytes);
        ObjectNode manifest =
                Json.object().put("schemaVersion", 2).put("mediaType", Image.MANIFEST);
        manifest.set("config", descriptor(CONFIG, configBytes));
        manifest.putArray("layers").add(descriptor(LAYER, layer));
        return Json.bytes(manifest);
    }

    private static byte[] zipped(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("zip in memory", e);
        }
        return out.toByteArray();
    }

    static ObjectNode descriptor(String mediaType, byte[] content) {
        return Json.object()
                .put("mediaType", mediaType)
                .put("digest", Digests.of(content))
                .put("size", content.length);
    }
}
