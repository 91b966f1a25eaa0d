package dev.drawbridge.delivery.workspace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace resolves to, as JSON: every standard value written out, spans in one spelling,
 * paths from the file's folder on (so that two checkouts say the same), keys in the file's words.
 * {@code workspace show} prints it and the pins hold its environments.
 */
public final class WorkspaceWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Workspace workspace;
    private final Path folder;

    public WorkspaceWriter(Workspace workspace) {
        this.workspace = workspace;
        Path parent = workspace.file().getParent();
        this.folder = parent == null ? workspace.file() : parent;
    }

    /** The whole workspace, environments in the order of promotion. */
    public ObjectNode show() {
        ObjectNode root = JSON.objectNode();
        root.put("apiVersion", WorkspaceShape.API_VERSION).put("kind", WorkspaceShape.KIND);
        ObjectNode metadata = root.putObject("metadata").put("name", workspace.name());
        if (workspace.team() != null) {
            metadata.put("team", workspace.team());
        }
        root.set("connections", connections());
        root.set("roles", roles());
        ArrayNode environments = root.putArray("environments");
        workspace.order().forEach(e -> environments.add(environment(e)));
        ArrayNode services = root.putArray("services");
        workspace.services().forEach(s -> services.add(service(s)));
        root.set("people", people());
        ArrayNode keys = root.putObject("trust").putArray("keys");
        for (TrustKey key : workspace.trust()) {
            ObjectNode node = keys.addObject().put("id", key.id()).put("file", path(key.file()));
            node.set("for", words(key.kinds().stream().sorted().toList()));
        }
        return root;
    }

    /** One environment's whole block. */
    public ObjectNode environment(Environment e) {
        ObjectNode node = JSON.objectNode().put("name", e.name());
        ObjectNode cluster = node.putObject("cluster");
        put(cluster, "context", e.cluster().context());
        put(cluster, "kubeconfig", path(e.cluster().kubeconfig()));
        put(cluster, "uid", e.cluster().uid());
        settings(cluster, e.cluster().settings());
        node.put("namespace", e.namespace());
        node.putObject("records")
                .put("namespace", e.recordsNamespace())
                .put("onTrust", e.records().onTrust());
        node.set("after", words(e.after()));
        node.put("promote", e.promoteAuto() ? "auto" : "manual");
        node.put("production", e.production()).put("protected", e.protectedEnv());
        node.putObject("rollback").put("free", Spans.write(e.rollbackFree()));
        node.set("gate", gate(e.gate()));
        return node;
    }

    private ObjectNode gate(GatePlan gate) {
        ObjectNode node = JSON.objectNode();
        node.set("collections", words(gate.collections()));
        node.put("soak", Spans.write(gate.soak()));
        ObjectNode parameters = node.putObject("parameters");
        gate.parameters().forEach((rule, value) -> parameters.set(rule, value.deepCopy()));
        ObjectNode maxAge = node.putObject("evidence").putObject("maxAge");
        gate.maxAge().forEach((kind, age) -> maxAge.put(kind, Spans.write(age)));
        node.putObject("request")
                .set(
                        "require",
                        words(gate.require().stream().map(GatePlan.RequestField::word).toList()));
        ArrayNode approvals = node.putArray("approvals");
        gate.approvals()
                .forEach(a ->
                        approvals
                                .addObject()
                                .put("count", a.count())
                                .set("groups", words(a.groups())));
        put(node, "freeze", path(gate.freeze()));
        return node;
    }

    /** One service. */
    public ObjectNode service(Service s) {
        ObjectNode node = JSON.objectNode().put("name", s.name()).put("image", s.image());
        switch (s.candidate()) {
            case Service.ByTag byTag -> node.putObject("candidate").put("tag", byTag.tag());
            case Service.BySemver bySemver ->
                    node.putObject("candidate").put("semver", bySemver.range());
            case null -> {}
        }
        if (s.source() != null) {
            node.putObject("source")
                    .put("git", repository(s.source().git()))
                    .put("path", s.source().path());
        }
        WorkloadRef workload = s.workload();
        ObjectNode block =
                node.putObject("workload")
                        .put("kind", workload.kind())
                        .put("name", workload.name())
                        .put("container", workload.container());
        ObjectNode differences = block.putObject("environments");
        workload.environments().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    ObjectNode there = differences.putObject(entry.getKey());
                    put(there, "name", entry.getValue().name());
                    put(there, "container", entry.getValue().container());
                });
        return node;
    }

    /** The people. */
    public ArrayNode people() {
        ArrayNode people = JSON.arrayNode();
        for (Person person : workspace.people()) {
            ObjectNode node = people.addObject().put("name", person.name());
            node.set("cluster", words(person.cluster()));
            node.set("git", words(person.git()));
            node.put("bot", person.bot());
        }
        return people;
    }

    /** The groups of each role. */
    public ObjectNode roles() {
        ObjectNode roles = JSON.objectNode();
        workspace.roles().forEach((role, groups) -> roles.set(role.word(), words(groups)));
        return roles;
    }

    private ObjectNode connections() {
        ObjectNode node = JSON.objectNode();
        ArrayNode registries = node.putArray("registries");
        for (RegistryConnection registry : workspace.connections().registries()) {
            ObjectNode entry = registries.addObject().put("host", registry.host());
            put(entry, "evidence", registry.evidence());
            settings(entry, registry.settings());
        }
        ArrayNode git = node.putArray("git");
        for (GitConnection host : workspace.connections().git()) {
            settings(git.addObject().put("host", host.host()), host.settings());
        }
        PolicyConnection policy = workspace.connections().policy();
        if (policy != null) {
            ObjectNode entry = node.putObject("policy").put("opa", policy.opa().toString());
            settings(entry, policy.settings());
        }
        return node;
    }

    private void settings(ObjectNode node, ConnectionSettings settings) {
        put(node, "ca", path(settings.ca()));
        put(node, "clientCertificate", path(settings.clientCertificate()));
        put(node, "clientKey", path(settings.clientKey()));
        put(node, "proxy", settings.proxy() == null ? null : settings.proxy().toString());
        if (!settings.headers().isEmpty()) {
            ObjectNode headers = node.putObject("headers");
            settings.headers().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(h -> headers.put(h.getKey(), h.getValue()));
        }
        put(node, "timeout", settings.timeout() == null ? null : Spans.write(settings.timeout()));
    }

    private String repository(String git) {
        Path root = folder.getRoot();
        return root != null && git.startsWith(root.toString())
                ? String.valueOf(path(Path.of(git)))
                : git;
    }

    private @Nullable String path(@Nullable Path path) {
        if (path == null) {
            return null;
        }
        Path shown =
                path.getRoot() != null && path.getRoot().equals(folder.getRoot())
                        ? folder.relativize(path)
                        : path;
        return shown.toString().replace('\\', '/');
    }

    private static void put(ObjectNode node, String key, @Nullable String value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    private static ArrayNode words(Collection<String> words) {
        ArrayNode array = JSON.arrayNode();
        words.forEach(array::add);
        return array;
    }
}
