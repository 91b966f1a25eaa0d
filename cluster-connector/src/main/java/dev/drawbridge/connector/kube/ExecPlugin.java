package dev.drawbridge.connector.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import dev.drawbridge.connector.net.Tls;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecEnvVar;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A credential plugin of a kubeconfig ({@code users[].user.exec}), run as client-go runs it (client
 * authentication API v1 and v1beta1), without a terminal: {@code KUBERNETES_EXEC_INFO} says so, and
 * a plugin that needs one is refused with a sentence. It may take one minute and write 1 MiB.
 */
final class ExecPlugin {

    /** What a plugin gave; secrets, kept in memory only. */
    record Credential(
            @Nullable String token,
            @Nullable X509ExtendedKeyManager keys,
            @Nullable Instant expires) {
        @Override
        public String toString() {
            return "Credential[expires=" + expires + "]";
        }
    }

    private static final int LARGEST = 1 << 20;
    private static final String GROUP = "client.authentication.k8s.io/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecConfig config;
    private final String command;
    private final String of;
    private final Duration limit;
    private final String info;

    ExecPlugin(KubeContext context, Duration limit) {
        this.config = context.user().getExec();
        this.limit = limit;
        String name = Objects.requireNonNullElse(config.getCommand(), "");
        this.of = "the credential plugin \"" + name + "\" of context \"" + context.name() + "\"";
        String version = Objects.requireNonNullElse(config.getApiVersion(), "");
        if (name.isEmpty()
                || !(version.equals(GROUP + "v1") || version.equals(GROUP + "v1beta1"))) {
            throw bad(
                    " needs a command and the apiVersion "
                            + GROUP
                            + "v1; correct the user's exec entry.",
                    null);
        }
        if ("Always".equals(config.getInteractiveMode())) {
            throw bad(
                    " wants a terminal (interactiveMode: Always), which this connection has not; log in another way.",
                    null);
        }
        Path folder = context.userFolder();
        boolean relativePath = name.contains(File.separator) && !Path.of(name).isAbsolute();
        this.command = relativePath ? folder.resolve(name).normalize().toString() : name;
        this.info =
                info(version, Boolean.TRUE.equals(config.getProvideClusterInfo()) ? context : null);
    }

    Credential run() {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(config.getArgs() == null ? List.of() : config.getArgs());
        ProcessBuilder builder = new ProcessBuilder(line);
        for (ExecEnvVar variable :
                config.getEnv() == null ? List.<ExecEnvVar>of() : config.getEnv()) {
            builder.environment()
                    .put(variable.getName(), Objects.requireNonNullElse(variable.getValue(), ""));
        }
        builder.environment().put("KUBERNETES_EXEC_INFO", info);
        builder.redirectInput(
                ProcessBuilder.Redirect.from(
                        new File(File.separatorChar == '/' ? "/dev/null" : "NUL")));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            String hint = config.getInstallHint();
            throw bad(
                    " can't be started; install it or correct the command"
                            + (hint == null || hint.isBlank()
                                    ? "."
                                    : " (" + firstLine(hint) + ")."),
                    e);
        }
        try {
            return read(await(process));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private byte[] await(Process process) {
        CompletableFuture<byte[]> out = collect(process.getInputStream());
        CompletableFuture<byte[]> error = collect(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(
                        " did not end within "
                                + limit.toSeconds()
                                + " s; run it in a terminal to see what it waits for.");
            }
            if (process.exitValue() != 0) {
                String said =
                        firstLine(
                                new String(error.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8));
                throw failed(
                        " failed with exit code "
                                + process.exitValue()
                                + (said.isEmpty() ? "" : " (" + said + ")")
                                + "; run it in a terminal, or log in again.");
            }
            byte[] bytes = out.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > LARGEST) {
                throw failed(" wrote more than 1 MiB; it must write one ExecCredential.");
            }
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(" was interrupted; try again.");
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw failed(" wrote nothing that could be read; run it in a terminal.");
        }
    }

    private static CompletableFuture<byte[]> collect(InputStream stream) {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try (stream) {
                        read.complete(stream.readNBytes(LARGEST + 1));
                    } catch (IOException e) {
                        read.completeExceptionally(e);
                    }
                });
        return read;
    }

    private Credential read(byte[] bytes) {
        JsonNode answer;
        try {
            answer = JSON.readTree(bytes);
        } catch (IOException e) {
            // no cause: its message may quote the token
            throw failed(" did not write JSON; it must write an ExecCredential.");
        }
        JsonNode status = answer.path("status");
        String version = answer.path("apiVersion").asText();
        if (!answer.path("kind").asText().equals("ExecCredential")
                || !version.equals(config.getApiVersion())) {
            throw failed(
                    " wrote apiVersion \""
                            + version
                            + "\", kind \""
                            + answer.path("kind").asText()
                            + "\" instead of an ExecCredential of "
                            + config.getApiVersion()
                            + "; update the plugin or the exec entry.");
        }
        String token = status.path("token").asText("");
        String certificate = status.path("clientCertificateData").asText("");
        String key = status.path("clientKeyData").asText("");
        if (token.isEmpty() && (certificate.isEmpty() || key.isEmpty())) {
            throw failed(
                    " gave neither a token nor a client certificate with its key; log in again.");
        }
        X509ExtendedKeyManager keys =
                certificate.isEmpty()
                        ? null
                        : Tls.keys(
                                certificate.getBytes(StandardCharsets.UTF_8),
                                key.getBytes(StandardCharsets.UTF_8),
                                of);
        return new Credential(
                token.isEmpty() ? null : token,
                keys,
                expiry(status.path("expirationTimestamp").asText("")));
    }

    private @Nullable Instant expiry(String time) {
        try {
            return time.isEmpty() ? null : OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            throw failed(
                    " wrote an expirationTimestamp that is no RFC 3339 time ("
                            + time
                            + "); update the plugin.");
        }
    }

    private static String info(String version, @Nullable KubeContext context) {
        ObjectNode info = JSON.createObjectNode();
        info.put("apiVersion", version).put("kind", "ExecCredential");
        ObjectNode spec = info.putObject("spec").put("interactive", false);
        if (context != null) {
            Cluster cluster = context.cluster();
            ObjectNode shown = spec.putObject("cluster").put("server", cluster.getServer());
            shown.put(
                    "insecure-skip-tls-verify",
                    Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()));
            byte[] ca = ClusterTls.authority(context);
            shown.put(
                    "certificate-authority-data",
                    ca == null ? null : Base64.getEncoder().encodeToString(ca));
            shown.put("tls-server-name", cluster.getTlsServerName());
            shown.put("proxy-url", cluster.getProxyUrl());
            (cluster.getExtensions() == null
                            ? List.<io.fabric8.kubernetes.api.model.NamedExtension>of()
                            : cluster.getExtensions())
                    .stream()
                            .filter(extension ->
                                    "client.authentication.k8s.io/exec".equals(extension.getName()))
                            .forEach(extension ->
                                    shown.set(
                                            "config", JSON.valueToTree(extension.getExtension())));
        }
        return info.toString();
    }

    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private ConnectorException bad(String what, @Nullable Throwable cause) {
        return new ConnectorException(Kind.BAD_INPUT, of + what, cause);
    }

    private ConnectorException failed(String what) {
        return new ConnectorException(Kind.UNREACHABLE, of + what);
    }
}
