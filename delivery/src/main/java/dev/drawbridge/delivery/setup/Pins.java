package dev.drawbridge.delivery.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.TrustKey;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceWriter;
import dev.drawbridge.policies.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * The gate that a protected environment holds in its cluster: whoever works with another workspace
 * or other rules is refused with the difference.
 *
 * @param content what is pinned: {@code environment, services, people, roles, trust, engine,
 *     freeze, cluster, controllers}
 */
public record Pins(ObjectNode content) {

    /**
     * The user names of Kubernetes' own controllers, which a policy over images tells from people.
     */
    public static final List<String> CONTROLLERS =
            List.of(
                    "system:kube-controller-manager",
                    "system:kube-scheduler",
                    "system:serviceaccount:kube-system:cronjob-controller",
                    "system:serviceaccount:kube-system:daemon-set-controller",
                    "system:serviceaccount:kube-system:deployment-controller",
                    "system:serviceaccount:kube-system:endpointslice-controller",
                    "system:serviceaccount:kube-system:horizontal-pod-autoscaler",
                    "system:serviceaccount:kube-system:job-controller",
                    "system:serviceaccount:kube-system:replicaset-controller",
                    "system:serviceaccount:kube-system:statefulset-controller");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * What would be pinned by this workspace now. Reads the keys and the freeze calendar.
     *
     * @throws ConnectorException BAD_INPUT if one of these files can't be read
     */
    public static Pins current(
            Workspace workspace,
            Environment environment,
            EngineFacts engine,
            ClusterFacts cluster) {
        WorkspaceWriter writer = new WorkspaceWriter(workspace);
        ObjectNode content = JSON.objectNode();
        content.set("environment", environment(writer, environment));
        ArrayNode services = content.putArray("services");
        workspace.services().forEach(s -> services.add(writer.service(s)));
        content.set("people", writer.people());
        content.set("roles", writer.roles());
        ArrayNode trust = content.putArray("trust");
        for (TrustKey key : workspace.trust()) {
            ObjectNode node =
                    trust.addObject().put("id", key.id()).put("sha256", fingerprint(key.file()));
            ArrayNode kinds = node.putArray("for");
            key.kinds().stream().sorted().forEach(kinds::add);
        }
        content.putObject("engine").put("kind", engine.kind()).put("pack", engine.packDigest());
        Path freeze = environment.gate().freeze();
        if (freeze != null) {
            content.put("freeze", CanonicalJson.sha256(bytes(freeze, "the freeze calendar")));
        }
        ObjectNode uids = content.putObject("cluster").put("uid", cluster.cluster());
        uids.put("namespace", cluster.application());
        if (cluster.records() != null) {
            uids.put("records", cluster.records());
        }
        ArrayNode controllers = content.putArray("controllers");
        CONTROLLERS.forEach(controllers::add);
        return new Pins(content);
    }

    /** The whole block, less how this desk reaches the cluster: its UID is pinned. */
    private static ObjectNode environment(WorkspaceWriter writer, Environment environment) {
        ObjectNode block = writer.environment(environment);
        ObjectNode cluster = JSON.objectNode();
        if (environment.cluster().uid() != null) {
            cluster.put("uid", environment.cluster().uid());
        }
        block.set("cluster", cluster);
        return block;
    }

    /** Canonical JSON. */
    public String json() {
        return CanonicalJson.text(content);
    }

    /** SHA-256 of {@link #json()}, 64 hex digits. */
    public String sha256() {
        return CanonicalJson.sha256(content);
    }

    /** Where the current ones differ from the pinned ones, in words; empty: nowhere. */
    public static List<String> compare(JsonNode pinned, JsonNode current) {
        return Difference.between(pinned, current).stream().map(Difference::words).toList();
    }

    /** SHA-256 of a public key's DER, so that how its file is wrapped doesn't matter. */
    private static String fingerprint(Path pem) {
        String text = new String(bytes(pem, "the public key"), StandardCharsets.ISO_8859_1);
        String begin = "-----BEGIN PUBLIC KEY-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END PUBLIC KEY-----");
        if (from < 0 || to < from) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    "Can't pin the key " + pem + ": it holds no public key in PEM; put one there.");
        }
        try {
            return CanonicalJson.sha256(
                    Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to)));
        } catch (IllegalArgumentException e) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    "Can't pin the key "
                            + pem
                            + ": it isn't base64; put the public key there anew.",
                    e);
        }
    }

    private static byte[] bytes(Path file, String what) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    "Can't pin "
                            + what
                            + " "
                            + file
                            + ": it can't be read ("
                            + e.getMessage()
                            + ").",
                    e);
        }
    }
}
