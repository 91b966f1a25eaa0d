package dev.drawbridge.connector.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.ConnectorException.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what fabric8 throws into one sentence with a kind. Without state; any thread. */
final class Failures {

    /** RBAC's own words in a 403 (k8s.io/apiserver, {@code responsewriters.ForbiddenMessage}). */
    private static final Pattern FORBIDDEN =
            Pattern.compile(
                    "User \"(?<user>.*?)\" cannot (?<verb>\\S+) (?:resource \"(?<resource>[^\"]+)\" in API group \"(?<group>[^\"]*)\"|path \"(?<path>[^\"]*)\")(?: in the namespace \"(?<namespace>[^\"]+)\")?");

    private static final Pattern NAMED = Pattern.compile("^\\S+ \"(?<name>[^\"]+)\" is forbidden");

    private static final Pattern POLICY =
            Pattern.compile(
                    "ValidatingAdmissionPolicy '(?<policy>[^']+)'(?: with binding '[^']+')? denied request: (?<words>.*)",
                    Pattern.DOTALL);

    private static final Pattern WEBHOOK =
            Pattern.compile(
                    "admission webhook \"(?<hook>[^\"]+)\" denied the request(?:: (?<words>.*))?",
                    Pattern.DOTALL);

    private static final Pattern MANAGER = Pattern.compile("conflict with \"(?<manager>[^\"]+)\"");

    private final String context;
    private final String server;

    Failures(String context, String server) {
        this.context = context;
        this.server = server;
    }

    ConnectorException translate(String what, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConnectorException known) {
                return new ConnectorException(
                        known.kind(), what + ": " + known.getMessage(), failure);
            }
            if (t instanceof Trouble trouble) {
                return new ConnectorException(
                        trouble.kind(), what + ": " + ended(trouble.sentence()), failure);
            }
        }
        if (failure instanceof KubernetesClientException answer && answer.getCode() > 0) {
            return answered(what, answer);
        }
        return unanswered(what, failure);
    }

    private ConnectorException unanswered(String what, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return fail(
                        Kind.UNREACHABLE,
                        what,
                        "it was interrupted before " + server + " answered; try again",
                        failure);
            }
            if (t instanceof SSLException) {
                return fail(
                        Kind.NOT_ITSELF,
                        what,
                        "the TLS connection to "
                                + server
                                + " failed ("
                                + reason(t)
                                + "); check the server address and the certificate authority of context \""
                                + context
                                + "\"",
                        failure);
            }
            String why =
                    switch (t) {
                        case UnknownHostException e -> "its name is not known";
                        case ConnectException e -> "connection refused or no route";
                        case NoRouteToHostException e -> "no route to it";
                        case InterruptedIOException e -> "no answer in time";
                        case TimeoutException e -> "no answer in time";
                        default -> null;
                    };
            if (why != null) {
                return fail(
                        Kind.UNREACHABLE,
                        what,
                        "nobody answers at "
                                + server
                                + " ("
                                + why
                                + "); check that the cluster is up and the address in context \""
                                + context
                                + "\"",
                        failure);
            }
            if (t instanceof JsonProcessingException) {
                return fail(
                        Kind.UNREADABLE,
                        what,
                        server
                                + " answered what is not a Kubernetes object; check the server address",
                        failure);
            }
        }
        return fail(
                Kind.UNREACHABLE,
                what,
                "the connection to " + server + " broke (" + reason(failure) + "); try again",
                failure);
    }

    private ConnectorException answered(String what, KubernetesClientException answer) {
        Status status = answer.getStatus();
        String said =
                Objects.requireNonNullElse(
                        status == null || status.getMessage() == null
                                ? answer.getMessage()
                                : status.getMessage(),
                        "");
        Matcher policy = POLICY.matcher(said);
        if (policy.find()) {
            return fail(
                    Kind.DENIED,
                    what,
                    "the cluster's admission policy "
                            + policy.group("policy")
                            + " refuses: "
                            + policy.group("words"),
                    answer);
        }
        Matcher hook = WEBHOOK.matcher(said);
        if (hook.find()) {
            String words = hook.group("words");
            return fail(
                    Kind.DENIED,
                    what,
                    "the cluster's admission webhook "
                            + hook.group("hook")
                            + " refuses"
                            + (words == null ? "" : ": " + words),
                    answer);
        }
        return switch (answer.getCode()) {
            case 401 ->
                    fail(
                            Kind.DENIED,
                            what,
                            server
                                    + " doesn't know the credential of context \""
                                    + context
                                    + "\"; log in again or renew it",
                            answer);
            case 403 -> forbidden(what, said, answer);
            case 404 ->
                    fail(
                            Kind.NOT_FOUND,
                            what,
                            "the API server doesn't have it ("
                                    + said
                                    + "); check the name and namespace",
                            answer);
            case 409 -> conflict(what, said, status, answer);
            case 413 ->
                    fail(
                            Kind.TOO_LARGE,
                            what,
                            "the API server takes it for too large (" + said + "); make it smaller",
                            answer);
            case 400, 422 ->
                    fail(
                            Kind.BAD_INPUT,
                            what,
                            "the API server takes it for invalid: " + said,
                            answer);
            case 408, 410, 429, 500, 502, 503, 504 ->
                    fail(
                            Kind.UNREACHABLE,
                            what,
                            server
                                    + " answers "
                                    + answer.getCode()
                                    + " ("
                                    + said
                                    + "); try again later",
                            answer);
            default ->
                    fail(
                            Kind.UNREADABLE,
                            what,
                            server
                                    + " answers "
                                    + answer.getCode()
                                    + " ("
                                    + said
                                    + "); check the server address",
                            answer);
        };
    }

    private static ConnectorException forbidden(
            String what, String said, KubernetesClientException answer) {
        Matcher rbac = FORBIDDEN.matcher(said);
        if (!rbac.find()) {
            return fail(Kind.DENIED, what, "the API server refuses: " + said, answer);
        }
        String user = rbac.group("user");
        if (rbac.group("resource") == null) {
            return fail(
                    Kind.DENIED,
                    what,
                    user
                            + " has not the right to "
                            + rbac.group("verb")
                            + " "
                            + rbac.group("path")
                            + "; ask for it (kubectl auth can-i "
                            + rbac.group("verb")
                            + " "
                            + rbac.group("path")
                            + ")",
                    answer);
        }
        Matcher named = NAMED.matcher(said);
        Right right =
                new Right(
                        rbac.group("verb"),
                        rbac.group("group"),
                        rbac.group("resource"),
                        rbac.group("namespace"),
                        named.find() ? named.group("name") : null);
        return fail(
                Kind.DENIED,
                what,
                user
                        + " has not the right to "
                        + right.words()
                        + "; ask for it ("
                        + right.canI()
                        + ")",
                answer);
    }

    private static ConnectorException conflict(
            String what, String said, @Nullable Status status, KubernetesClientException answer) {
        List<StatusCause> causes =
                status == null
                                || status.getDetails() == null
                                || status.getDetails().getCauses() == null
                        ? List.of()
                        : status.getDetails().getCauses();
        String owners =
                causes.stream()
                        .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                        .map(cause -> {
                            Matcher manager =
                                    MANAGER.matcher(
                                            Objects.requireNonNullElse(cause.getMessage(), ""));
                            return (manager.find() ? manager.group("manager") : "another manager")
                                    + " owns "
                                    + cause.getField();
                        })
                        .collect(Collectors.joining(", "));
        if (!owners.isEmpty()) {
            return fail(
                    Kind.CONFLICT, what, owners + "; change it there, or take the field", answer);
        }
        String reason = status == null ? null : status.getReason();
        return fail(
                Kind.CONFLICT,
                what,
                "AlreadyExists".equals(reason)
                        ? "it is there already (" + said + "); read it before deciding"
                        : "somebody else changed it meanwhile (" + said + "); read it again",
                answer);
    }

    private static ConnectorException fail(Kind kind, String what, String why, Throwable cause) {
        return new ConnectorException(kind, what + ": " + ended(why), cause);
    }

    private static String ended(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage();
        return message == null || message.isBlank()
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }
}
