package dev.drawbridge.practice.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests apart, asks who and whether, hands them on, and writes the answers. */
final class HttpFront implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int BODY_LIMIT = 3 * 1024 * 1024;
    private static final List<String> OPEN = List.of("/version", "/healthz", "/livez", "/readyz");

    private final InstantSource clock;
    private final Authenticator authenticator;
    private final Rbac rbac;
    private final Reviews reviews;
    private final Requests requests;
    private final Watches watches;

    HttpFront(
            InstantSource clock,
            Authenticator authenticator,
            Rbac rbac,
            Requests requests,
            Watches watches) {
        this.clock = clock;
        this.authenticator = authenticator;
        this.rbac = rbac;
        this.reviews = new Reviews(rbac);
        this.requests = requests;
        this.watches = watches;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .set(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atZone(ZoneOffset.UTC)));
        try (exchange) {
            try {
                answer(exchange);
            } catch (ApiException e) {
                send(exchange, e.code(), e.status());
            } catch (RuntimeException e) {
                LOG.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
                send(
                        exchange,
                        500,
                        ApiException.of(500, "InternalError", "Internal error occurred: " + e)
                                .status());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        User user = authenticator.user(exchange.getRequestHeaders());
        if (user.equals(User.ANONYMOUS)
                && !OPEN.contains(path)
                && Discovery.answer(path).isPresent()) {
            throw ApiException.of(
                    403,
                    "Forbidden",
                    "forbidden: User \"system:anonymous\" cannot get path \"%s\"".formatted(path));
        }
        if (OPEN.contains(path) && !path.equals("/version")) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            write(exchange, 200, "ok".getBytes(StandardCharsets.UTF_8));
            return;
        }
        Optional<ObjectNode> discovered = Discovery.answer(path);
        if (discovered.isPresent() && exchange.getRequestMethod().equals("GET")) {
            send(exchange, 200, discovered.get());
            return;
        }
        if (!review(exchange, user, path)) {
            objects(exchange, new Route(path), user);
        }
    }

    private boolean review(HttpExchange exchange, User user, String path) throws IOException {
        String[] steps = path.substring(1).split("/");
        boolean isReview =
                steps.length >= 4
                        && steps[0].equals("apis")
                        && !Reviews.kinds(steps[1] + "/" + steps[2]).isEmpty();
        if (!isReview) {
            return false;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            throw ApiException.of(
                    405,
                    "MethodNotAllowed",
                    "the server does not allow this method on the requested resource");
        }
        if (user.equals(User.ANONYMOUS)) {
            throw ApiException.of(
                    403,
                    "Forbidden",
                    "%s.%s is forbidden: User \"system:anonymous\" cannot create resource \"%s\" in API group \"%s\" at the cluster scope"
                            .formatted(
                                    steps[steps.length - 1],
                                    steps[1],
                                    steps[steps.length - 1],
                                    steps[1]));
        }
        ObjectNode question = question(exchange);
        send(
                exchange,
                201,
                reviews.answer(steps[1] + "/" + steps[2], steps[steps.length - 1], user, question));
        return true;
    }

    private static ObjectNode question(HttpExchange exchange) throws IOException {
        if (contentType(exchange).equals(ReviewProtobuf.MEDIA_TYPE)) {
            return ReviewProtobuf.read(body(exchange));
        }
        return Requests.object(Requests.tree(body(exchange)));
    }

    private static String contentType(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Content-Type");
        return header == null ? "" : header.split(";")[0].strip();
    }

    /** A path to objects. */
    private record Route(ResourceType type, String namespace, String name, String subresource) {
        Route(String path) {
            this(parse(path));
        }

        private Route(Route parsed) {
            this(parsed.type, parsed.namespace, parsed.name, parsed.subresource);
        }

        private static Route parse(String path) {
            List<String> steps = Arrays.asList(path.substring(1).split("/"));
            boolean core = steps.size() >= 3 && steps.get(0).equals("api");
            boolean grouped = steps.size() >= 4 && steps.get(0).equals("apis");
            if (!core && !grouped) {
                throw notFound();
            }
            String group = core ? "" : steps.get(1);
            String version = steps.get(core ? 1 : 2);
            List<String> rest = steps.subList(core ? 2 : 3, steps.size());
            String namespace = "";
            if (rest.size() >= 3 && rest.get(0).equals("namespaces") && !isNamespacePart(rest)) {
                namespace = rest.get(1);
                rest = rest.subList(2, rest.size());
            }
            String plural = rest.getFirst();
            ResourceType type =
                    ResourceType.find(group, version, plural).orElseThrow(Route::notFound);
            String subresource = rest.size() > 2 ? rest.get(2) : "";
            if (!subresource.isEmpty() && !type.subresources().contains(subresource)) {
                throw ApiException.notServed(plural + "/" + subresource);
            }
            return new Route(type, namespace, rest.size() > 1 ? rest.get(1) : "", subresource);
        }

        private static boolean isNamespacePart(List<String> rest) {
            return rest.size() == 3
                    && (rest.get(2).equals("status") || rest.get(2).equals("finalize"));
        }

        private static ApiException notFound() {
            return ApiException.of(
                    404, "NotFound", "the server could not find the requested resource");
        }
    }

    private void objects(HttpExchange exchange, Route route, User user)
            throws IOException, InterruptedException {
        Map<String, String> query = query(exchange);
        boolean watch = query.getOrDefault("watch", "").matches("1|true");
        String name = route.name();
        String verb =
                switch (exchange.getRequestMethod()) {
                    case "GET" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
                    case "POST" -> "create";
                    case "PUT" -> "update";
                    case "PATCH" -> "patch";
                    case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
                    default ->
                            throw ApiException.of(
                                    405,
                                    "MethodNotAllowed",
                                    "the server does not allow this method on the requested resource");
                };
        ApiRequest request =
                new ApiRequest(
                        verb,
                        route.type(),
                        route.namespace(),
                        name,
                        route.subresource(),
                        query,
                        contentType(exchange),
                        Objects.requireNonNullElse(
                                exchange.getRequestHeaders().getFirst("User-Agent"), ""),
                        body(exchange),
                        user);
        authorize(request);
        if (watch) {
            watch(exchange, request);
            return;
        }
        Requests.Answer answer =
                switch (verb) {
                    case "get" -> requests.get(request);
                    case "list" -> requests.list(request);
                    case "create" -> requests.create(request);
                    case "update" -> requests.replace(request);
                    case "patch" -> requests.patch(request);
                    case "delete" -> requests.delete(request);
                    default -> requests.deleteCollection(request);
                };
        send(exchange, answer.code(), asWanted(exchange, request, answer.body()));
    }

    private void authorize(ApiRequest request) {
        ApiRequest.Access access = request.access(request.verb());
        if (request.type().kind().equals("Namespace")) {
            access =
                    new ApiRequest.Access(
                            access.user(),
                            access.verb(),
                            "",
                            "namespaces",
                            access.subresource(),
                            request.name(),
                            request.name());
        } else if (request.name().isEmpty() && !request.option("fieldSelector").isEmpty()) {
            access =
                    request.named(Selectors.fixedName(request.option("fieldSelector")))
                            .access(request.verb());
        }
        if (rbac.allowed(access).isEmpty()) {
            throw ApiException.forbidden(request.type(), request.name(), access.refusal());
        }
    }

    private static boolean wantsTable(HttpExchange exchange) {
        String accept =
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), "");
        return accept.contains("as=Table") && accept.contains("v=v1;")
                || accept.contains("as=Table;v=v1");
    }

    private JsonNode asWanted(HttpExchange exchange, ApiRequest request, ObjectNode body) {
        boolean isObject = Json.text(body, "kind").equals(request.type().kind());
        boolean isList = Json.text(body, "kind").equals(request.type().kind() + "List");
        if (!wantsTable(exchange) || !(isObject || isList)) {
            return body;
        }
        List<JsonNode> objects = isList ? body.path("items").valueStream().toList() : List.of(body);
        return table(request, objects, Json.text(body, "metadata", "resourceVersion"));
    }

    private ObjectNode table(ApiRequest request, List<? extends JsonNode> objects, String version) {
        return Tables.table(
                request.type(), objects, version, request.option("includeObject"), clock.instant());
    }

    private void watch(HttpExchange exchange, ApiRequest request)
            throws IOException, InterruptedException {
        var selected = requests.selected(request);
        boolean asTable = wantsTable(exchange);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        Tongue tongue = (type, object) -> event(request, asTable, type, object);
        String key = exchange.getRequestHeaders().getFirst("Sec-WebSocket-Key");
        if (key != null && exchange instanceof SocketExchange connection) {
            tellOnSocket(connection, key, request, selected, tongue);
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        watches.run(
                request,
                selected,
                (type, object) -> {
                    out.write(tongue.event(type, object));
                    out.flush();
                });
    }

    /** How an event is written. */
    private interface Tongue {
        byte[] event(String type, JsonNode object);
    }

    private byte[] event(ApiRequest request, boolean asTable, String type, JsonNode object) {
        boolean plain = !asTable || type.equals("ERROR") || type.equals("BOOKMARK");
        String version = Json.text(object, "metadata", "resourceVersion");
        ObjectNode event = Json.object().put("type", type);
        event.set("object", plain ? object : table(request, List.of(object), version));
        byte[] bytes = Json.bytes(event);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        return line;
    }

    private void tellOnSocket(
            SocketExchange connection,
            String key,
            ApiRequest request,
            Predicate<JsonNode> selected,
            Tongue tongue)
            throws IOException, InterruptedException {
        WatchSocket socket = connection.upgrade(key);
        Thread teller = Thread.currentThread();
        Thread listener =
                Thread.startVirtualThread(() -> {
                    try {
                        socket.listen();
                    } catch (IOException e) {
                        LOG.debug("A watch on a web socket ended: {}", e.getMessage());
                    }
                    teller.interrupt();
                });
        try {
            watches.run(
                    request, selected, (type, object) -> socket.text(tongue.event(type, object)));
            socket.close();
        } finally {
            connection.abort();
            listener.join();
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                String value = parts.length > 1 ? parts[1] : "";
                query.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        if (body.length > BODY_LIMIT) {
            throw ApiException.of(
                    413,
                    "RequestEntityTooLarge",
                    "Request entity too large: limit is %d".formatted(BODY_LIMIT));
        }
        return body;
    }

    private static void send(HttpExchange exchange, int code, JsonNode body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        write(exchange, code, Json.bytes(body));
    }

    private static void write(HttpExchange exchange, int code, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
