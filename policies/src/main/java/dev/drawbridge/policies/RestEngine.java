package dev.drawbridge.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks an OPA elsewhere that has loaded our pack. What it answers is that OPA's claim, and {@link
 * #info()} says so. An undefined path, a failing builtin, another pack, anything but OPA's own
 * shape is a failure. Safe from any thread; timeouts, certificates and credentials are the
 * client's.
 */
public final class RestEngine implements PolicyEngine {

    /** An answer larger than this isn't read. */
    static final long MAX_ANSWER = 64L << 20;

    private static final MediaType JSON = MediaType.get("application/json");
    private static final int SHOWN = 200;

    private final URI address;
    private final OkHttpClient client;
    private volatile String version = "unknown";

    /**
     * One answer.
     *
     * @param handlerNanos how long OPA's own handler took, by its metrics; -1 where it doesn't say
     */
    public record Answer(List<Finding> findings, long handlerNanos) {}

    private RestEngine(URI address, OkHttpClient client) {
        this.address = address;
        this.client = client.newBuilder().followRedirects(false).followSslRedirects(false).build();
    }

    /**
     * Nothing is asked yet.
     *
     * @param address base address of the OPA, http or https, without user and password
     * @throws IllegalArgumentException if the address isn't that
     */
    public static RestEngine open(URI address, OkHttpClient client) {
        HttpUrl url = HttpUrl.get(address);
        if (url == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "The address of the OPA must be http:// or https:// with a host, and without a user; it is "
                            + (url == null ? address : url.redact())
                            + ".");
        }
        return new RestEngine(address, client);
    }

    @Override
    public List<Finding> evaluate(byte[] inputJson) {
        return ask(inputJson).findings();
    }

    /**
     * As {@link #evaluate}, with OPA's own measure of its work.
     *
     * @throws PolicyEngineException if there is no answer that can be relied on
     */
    public Answer ask(byte[] inputJson) {
        JsonNode answer = post(inputJson);
        JsonNode provenance = answer.path("provenance");
        checkPack(provenance);
        version = "OPA " + provenance.path("version").asText("unknown");
        return new Answer(
                Findings.read(answer.path("result"), name()),
                answer.path("metrics").path("timer_server_handler_ns").asLong(-1));
    }

    private JsonNode post(byte[] inputJson) {
        Request request =
                new Request.Builder()
                        .url(url())
                        .post(RequestBody.create(wrapped(inputJson), JSON))
                        .build();
        try (Response response = client.newCall(request).execute()) {
            byte[] body = body(response);
            if (response.code() != 200) {
                throw failure(
                        PolicyEngineException.Kind.NOT_ITSELF,
                        refusal(response.code(), body),
                        null);
            }
            JsonNode answer = CanonicalJson.mapper().readTree(body);
            if (!answer.isObject()) {
                throw failure(
                        PolicyEngineException.Kind.NOT_ITSELF,
                        "it answered with something else than OPA's JSON",
                        null);
            }
            return answer;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw failure(
                    PolicyEngineException.Kind.NOT_ITSELF,
                    "it answered with something that isn't JSON",
                    e);
        } catch (IOException e) {
            throw failure(
                    PolicyEngineException.Kind.UNREACHABLE,
                    "it can't be reached (" + e.getMessage() + ")",
                    e);
        }
    }

    private HttpUrl url() {
        HttpUrl base = HttpUrl.get(address);
        if (base == null) {
            throw new IllegalStateException(
                    "The address " + address + " was checked when the engine was opened.");
        }
        return base.newBuilder()
                .addPathSegments("v1/data/" + Pack.ENTRYPOINT)
                .addQueryParameter("metrics", "true")
                .addQueryParameter("provenance", "true")
                .addQueryParameter("strict-builtin-errors", "true")
                .build();
    }

    private static byte[] wrapped(byte[] inputJson) {
        byte[] head = "{\"input\":".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] body = new byte[head.length + inputJson.length + 1];
        System.arraycopy(head, 0, body, 0, head.length);
        System.arraycopy(inputJson, 0, body, head.length, inputJson.length);
        body[body.length - 1] = '}';
        return body;
    }

    private byte[] body(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(MAX_ANSWER + 1)) {
            throw failure(
                    PolicyEngineException.Kind.NOT_ITSELF,
                    "its answer is larger than " + (MAX_ANSWER >> 20) + " MiB",
                    null);
        }
        return source.readByteArray();
    }

    private String refusal(int status, byte[] body) {
        String said = said(body);
        String words =
                switch (status) {
                    case 401, 403 ->
                            "it doesn't let this desk in ("
                                    + status
                                    + "); see to the credentials of the connection";
                    case 500 -> "a rule failed there (500)";
                    default -> "it answered " + status;
                };
        return said.isEmpty() ? words : words + ": " + said;
    }

    /** OPA's own words for an error, where there are any. */
    private static String said(byte[] body) {
        try {
            JsonNode answer = CanonicalJson.mapper().readTree(body);
            JsonNode first = answer.path("errors").path(0).path("message");
            String text = first.isTextual() ? first.asText() : answer.path("message").asText("");
            return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        } catch (IOException e) {
            return "its answer isn't JSON";
        }
    }

    private void checkPack(JsonNode provenance) {
        TreeSet<String> revisions = new TreeSet<>();
        provenance
                .path("bundles")
                .forEach(bundle -> revisions.add(bundle.path("revision").asText("")));
        if (!revisions.contains(Pack.digest())) {
            throw failure(
                    PolicyEngineException.Kind.FOREIGN_PACK,
                    "it runs a foreign pack: its bundles show the revision "
                            + (revisions.isEmpty() ? "(none)" : String.join(", ", revisions))
                            + ", and this build's pack is "
                            + Pack.digest()
                            + "; give it that pack",
                    null);
        }
    }

    private String name() {
        return "the OPA at " + address;
    }

    private PolicyEngineException failure(
            PolicyEngineException.Kind kind, String why, @Nullable Throwable cause) {
        return new PolicyEngineException(
                kind, "The rules could not be judged by " + name() + ": " + why + ".", cause);
    }

    /** The version is that of the last answer. */
    @Override
    public EngineInfo info() {
        return new EngineInfo("opa", version, Pack.digest(), address);
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }
}
