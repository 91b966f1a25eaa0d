package dev.drawbridge.practice.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.drawbridge.practice.registry.RegistryOptions.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers the requests of the OCI distribution specification 1.1. */
final class RegistryHandler implements HttpHandler {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_MANIFEST_BYTES = 4 << 20;
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private static final String NAME = "(?<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)";
    private static final Pattern UPLOADS =
            Pattern.compile("/v2/" + NAME + "/blobs/uploads/(?<id>[a-z0-9-]*)");
    private static final Pattern BLOB =
            Pattern.compile("/v2/" + NAME + "/blobs/(?<reference>sha256:[0-9a-f]{64})");
    private static final Pattern MANIFEST =
            Pattern.compile(
                    "/v2/"
                            + NAME
                            + "/manifests/(?<reference>sha256:[0-9a-f]{64}|\\w[\\w.-]{0,127})");
    private static final Pattern TAGS = Pattern.compile("/v2/" + NAME + "/tags/list");
    private static final Pattern REFERRERS =
            Pattern.compile("/v2/" + NAME + "/referrers/(?<reference>[^/]+)");

    private final RegistryStore store;
    private final RegistryOptions options;
    private final BooleanSupplier answering;
    private final Uploads uploads = new Uploads();

    RegistryHandler(RegistryStore store, RegistryOptions options, BooleanSupplier answering) {
        this.store = store;
        this.options = options;
        this.answering = answering;
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (http) {
            if (!answering.getAsBoolean()) {
                return;
            }
            Exchange exchange =
                    Exchange.of(http).with("Docker-Distribution-Api-Version", "registry/2.0");
            try {
                requireLogin(exchange);
                route(exchange);
            } catch (RegistryError e) {
                exchange.answer(e);
            }
        }
    }

    private void requireLogin(Exchange exchange) throws RegistryError {
        Login login = options.login();
        if (login == null) {
            return;
        }
        String wanted =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (login.user() + ":" + login.password())
                                                .getBytes(StandardCharsets.UTF_8));
        String given = exchange.header("Authorization");
        if (given == null
                || !MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8))) {
            exchange.with("WWW-Authenticate", "Basic realm=\"practice registry\"");
            throw new RegistryError(401, "UNAUTHORIZED", "log in first");
        }
    }

    private void route(Exchange exchange) throws IOException, RegistryError {
        String path = exchange.path();
        Matcher at;
        if (path.equals("/v2/") || path.equals("/v2")) {
            exchange.answer(200, JSON.createObjectNode());
        } else if (path.equals("/v2/_catalog")) {
            catalogue(exchange);
        } else if ((at = UPLOADS.matcher(path)).matches()) {
            upload(exchange, at.group("name"), at.group("id"));
        } else if ((at = BLOB.matcher(path)).matches()) {
            blob(exchange, at.group("name"), at.group("reference"));
        } else if ((at = MANIFEST.matcher(path)).matches()) {
            manifest(exchange, at.group("name"), at.group("reference"));
        } else if ((at = TAGS.matcher(path)).matches()) {
            tags(exchange, at.group("name"));
        } else if (options.referrersApi() && (at = REFERRERS.matcher(path)).matches()) {
            referrers(exchange, at.group("name"), at.group("reference"));
        } else {
            throw new RegistryError(404, "NAME_UNKNOWN", "nothing is at " + path);
        }
    }

    private void catalogue(Exchange exchange) throws IOException, RegistryError {
        List<String> page = exchange.page(store.repositories(), n -> n, options.pageSize());
        ObjectNode answer = JSON.createObjectNode();
        page.forEach(answer.putArray("repositories")::add);
        exchange.answer(200, answer);
    }

    private void tags(Exchange exchange, String name) throws IOException, RegistryError {
        List<String> page = exchange.page(store.tags(name), t -> t, options.pageSize());
        ObjectNode answer = JSON.createObjectNode().put("name", name);
        page.forEach(answer.putArray("tags")::add);
        exchange.answer(200, answer);
    }

    private void referrers(Exchange exchange, String name, String subject)
            throws IOException, RegistryError {
        if (!Digests.isDigest(subject)) {
            throw new RegistryError(400, "DIGEST_INVALID", "not a digest: " + subject);
        }
        List<ObjectNode> all = store.referrers(name, subject);
        String type = exchange.asked("artifactType").orElse("");
        if (!type.isEmpty()) {
            exchange.with("OCI-Filters-Applied", "artifactType");
            all = all.stream().filter(d -> d.path("artifactType").asText().equals(type)).toList();
        }
        List<ObjectNode> page =
                exchange.page(all, d -> d.path("digest").asText(), options.pageSize());
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
        index.putArray("manifests").addAll(page);
        exchange.answer(200, INDEX, JSON.writeValueAsBytes(index));
    }

    private void blob(Exchange exchange, String name, String digest)
            throws IOException, RegistryError {
        switch (exchange.method()) {
            case "GET", "HEAD" ->
                    exchange.with("Docker-Content-Digest", digest)
                            .answer(200, "application/octet-stream", store.blob(name, digest));
            case "DELETE" -> {
                store.deleteBlob(name, digest);
                exchange.answer(202);
            }
            default -> throw RegistryError.unsupported(exchange.method(), exchange.path());
        }
    }

    private void manifest(Exchange exchange, String name, String reference)
            throws IOException, RegistryError {
        switch (exchange.method()) {
            case "GET", "HEAD" -> {
                RegistryStore.Manifest manifest = store.manifest(name, reference);
                exchange.with("Docker-Content-Digest", manifest.digest())
                        .answer(200, manifest.mediaType(), manifest.bytes());
            }
            case "PUT" -> {
                RegistryStore.Manifest manifest =
                        store.putManifest(
                                name,
                                reference,
                                exchange.header("Content-Type"),
                                exchange.body(MOST_MANIFEST_BYTES));
                String subject = manifest.json().path("subject").path("digest").asText("");
                if (options.referrersApi() && !subject.isEmpty()) {
                    exchange.with("OCI-Subject", subject);
                }
                exchange.with("Location", "/v2/" + name + "/manifests/" + manifest.digest())
                        .with("Docker-Content-Digest", manifest.digest())
                        .answer(201);
            }
            case "DELETE" -> {
                store.deleteManifest(name, reference);
                exchange.answer(202);
            }
            default -> throw RegistryError.unsupported(exchange.method(), exchange.path());
        }
    }

    private void upload(Exchange exchange, String name, String id)
            throws IOException, RegistryError {
        switch (exchange.method()) {
            case "POST" -> beginUpload(exchange, name);
            case "PATCH" -> {
                int size = uploads.append(id, from(exchange), exchange.body(Uploads.MOST_BYTES));
                underWay(exchange, name, id, size).answer(202);
            }
            case "GET" -> underWay(exchange, name, id, uploads.size(id)).answer(204);
            case "PUT" -> {
                uploads.append(id, from(exchange), exchange.body(Uploads.MOST_BYTES));
                uploaded(exchange, name, exchange.asked("digest").orElse(""), uploads.end(id));
            }
            case "DELETE" -> {
                uploads.end(id);
                exchange.answer(204);
            }
            default -> throw RegistryError.unsupported(exchange.method(), exchange.path());
        }
    }

    private void beginUpload(Exchange exchange, String name) throws IOException, RegistryError {
        String mount = exchange.asked("mount").orElse("");
        String digest = exchange.asked("digest").orElse("");
        if (!mount.isEmpty() && store.mount(exchange.asked("from").orElse(""), mount, name)) {
            stored(exchange, name, mount);
        } else if (!digest.isEmpty()) {
            uploaded(exchange, name, digest, exchange.body(Uploads.MOST_BYTES));
        } else {
            underWay(exchange, name, uploads.begin(), 0).answer(202);
        }
    }

    private void uploaded(Exchange exchange, String name, String digest, byte[] content)
            throws IOException, RegistryError {
        String is = Digests.of(content);
        if (!digest.equals(is)) {
            throw RegistryError.digestInvalid(digest, is);
        }
        stored(exchange, name, store.putBlob(name, content));
    }

    private static void stored(Exchange exchange, String name, String digest) throws IOException {
        exchange.with("Location", "/v2/" + name + "/blobs/" + digest)
                .with("Docker-Content-Digest", digest)
                .answer(201);
    }

    private static Exchange underWay(Exchange exchange, String name, String id, int size) {
        return exchange.with("Location", "/v2/" + name + "/blobs/uploads/" + id)
                .with("Docker-Upload-UUID", id)
                .with("Range", "0-" + Math.max(0, size - 1));
    }

    private static long from(Exchange exchange) throws RegistryError {
        String range = exchange.header("Content-Range");
        if (range == null) {
            return -1;
        }
        Matcher form =
                Pattern.compile("(?:bytes )?([0-9]{1,18})-[0-9]{1,18}(?:/.*)?").matcher(range);
        if (!form.matches()) {
            throw new RegistryError(416, "BLOB_UPLOAD_INVALID", "not a range: " + range);
        }
        return Long.parseLong(form.group(1));
    }
}
