package dev.drawbridge.practice.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request to the registry and its answer. */
record Exchange(HttpExchange http, Map<String, String> query) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Exchange of(HttpExchange http) {
        Map<String, String> query = new HashMap<>();
        String raw = http.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int at = pair.indexOf('=');
                query.put(
                        decoded(at < 0 ? pair : pair.substring(0, at)),
                        at < 0 ? "" : decoded(pair.substring(at + 1)));
            }
        }
        return new Exchange(http, query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String method() {
        return http.getRequestMethod();
    }

    String path() {
        return http.getRequestURI().getPath();
    }

    Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Nullable String header(String name) {
        return http.getRequestHeaders().getFirst(name);
    }

    /** The body, if it is not longer than that. */
    byte[] body(int mostBytes) throws IOException, RegistryError {
        byte[] body = http.getRequestBody().readNBytes(mostBytes + 1);
        if (body.length > mostBytes) {
            throw new RegistryError(
                    413, "SIZE_INVALID", "at most %d bytes are taken here".formatted(mostBytes));
        }
        return body;
    }

    Exchange with(String header, String value) {
        http.getResponseHeaders().set(header, value);
        return this;
    }

    /** Answers without a body. */
    void answer(int status) throws IOException {
        http.sendResponseHeaders(status, -1);
    }

    /** Answers with content; a HEAD request gets its length only. */
    void answer(int status, String mediaType, byte[] content) throws IOException {
        with("Content-Type", mediaType);
        if (method().equals("HEAD")) {
            with("Content-Length", String.valueOf(content.length));
            http.sendResponseHeaders(status, -1);
            return;
        }
        http.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        http.getResponseBody().write(content);
    }

    void answer(int status, JsonNode json) throws IOException {
        answer(status, "application/json", JSON.writeValueAsBytes(json));
    }

    void answer(RegistryError error) throws IOException {
        var answer = JSON.createObjectNode();
        answer.putArray("errors")
                .addObject()
                .put("code", error.code())
                .put("message", error.getMessage());
        answer(error.status(), answer);
    }

    /**
     * The part of a sorted listing that {@code n} and {@code last} ask for, at most a page; a Link
     * header leads on where there is more.
     */
    <T> List<T> page(List<T> all, Function<T, String> name, int pageSize) throws RegistryError {
        int from = 0;
        Optional<String> last = asked("last");
        if (last.isPresent()) {
            while (from < all.size() && !name.apply(all.get(from)).equals(last.get())) {
                from++;
            }
            from = Math.min(from + 1, all.size());
        }
        int to = Math.min(all.size(), from + Math.min(pageSize, wanted(pageSize)));
        List<T> page = all.subList(from, to);
        if (to < all.size() && !page.isEmpty()) {
            with("Link", "<%s>; rel=\"next\"".formatted(next(name.apply(page.getLast()))));
        }
        return page;
    }

    private int wanted(int pageSize) throws RegistryError {
        String n = asked("n").orElse(String.valueOf(pageSize));
        if (!n.matches("[0-9]{1,6}")) {
            throw new RegistryError(400, "PAGINATION_NUMBER_INVALID", "n is a number, not " + n);
        }
        return Integer.parseInt(n);
    }

    private String next(String last) {
        StringBuilder uri = new StringBuilder(path()).append("?last=").append(encoded(last));
        for (String kept : List.of("n", "artifactType")) {
            asked(kept).ifPresent(v -> uri.append('&').append(kept).append('=').append(encoded(v)));
        }
        return uri.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
