package dev.drawbridge.delivery.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.delivery.workspace.GatePlan.ApprovalRule;
import dev.drawbridge.delivery.workspace.GatePlan.RequestField;
import dev.drawbridge.delivery.workspace.Service.BySemver;
import dev.drawbridge.delivery.workspace.Service.ByTag;
import dev.drawbridge.delivery.workspace.Service.CandidateSource;
import dev.drawbridge.delivery.workspace.Service.SourceRef;
import dev.drawbridge.delivery.workspace.WorkloadRef.Difference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records of a tree that has no problems. */
final class WorkspaceBinder {

    private final Path file;
    private final Path folder;

    WorkspaceBinder(Path file) {
        this.file = file;
        this.folder = file.getParent() == null ? file : file.getParent();
    }

    Workspace workspace(Located root) {
        Map<Role, List<String>> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (root.at("roles", role.word()) != null) {
                roles.put(role, root.texts("roles", role.word()));
            }
        }
        return new Workspace(
                root.must("metadata", "name"),
                root.text("metadata", "team"),
                connections(root),
                roles,
                root.list("environments").stream().map(this::environment).toList(),
                root.list("services").stream().map(this::service).toList(),
                root.list("people").stream()
                        .map(p ->
                                new Person(
                                        p.must("name"),
                                        p.texts("cluster"),
                                        p.texts("git"),
                                        p.flag("bot")))
                        .toList(),
                root.list("trust", "keys").stream()
                        .map(k ->
                                new TrustKey(
                                        k.must("id"),
                                        path(k.must("file")),
                                        new LinkedHashSet<>(k.texts("for"))))
                        .toList(),
                file);
    }

    private Connections connections(Located root) {
        Located policy = root.at("connections", "policy");
        return new Connections(
                root.list("connections", "registries").stream()
                        .map(r ->
                                new RegistryConnection(
                                        r.must("host"), settings(r), r.text("evidence")))
                        .toList(),
                root.list("connections", "git").stream()
                        .map(g -> new GitConnection(g.must("host"), settings(g)))
                        .toList(),
                policy == null
                        ? null
                        : new PolicyConnection(URI.create(policy.must("opa")), settings(policy)));
    }

    private ConnectionSettings settings(Located holder) {
        Map<String, String> headers = new LinkedHashMap<>();
        holder.map("headers").forEach((name, value) -> headers.put(name, (String) value.value()));
        String proxy = holder.text("proxy");
        return new ConnectionSettings(
                optionalPath(holder.text("ca")),
                optionalPath(holder.text("clientCertificate")),
                optionalPath(holder.text("clientKey")),
                proxy == null ? null : URI.create(proxy),
                headers,
                holder.span("timeout"));
    }

    private Environment environment(Located e) {
        Located cluster = e.at("cluster");
        if (cluster == null) {
            throw new IllegalStateException("cluster is required and missing");
        }
        Duration free = e.span("rollback", "free");
        String plainRecords = e.text("records");
        String longRecords = e.text("records", "namespace");
        String records =
                plainRecords != null
                        ? plainRecords
                        : longRecords != null ? longRecords : e.must("namespace");
        Located recordsMap = e.get("records");
        return new Environment(
                e.must("name"),
                new ClusterRef(
                        cluster.text("context"),
                        optionalPath(cluster.text("kubeconfig")),
                        cluster.text("uid"),
                        settings(cluster)),
                e.must("namespace"),
                new RecordsPlace(records, recordsMap != null && recordsMap.flag("onTrust")),
                e.texts("after"),
                "auto".equals(e.text("promote")),
                e.flag("production"),
                e.flag("protected"),
                free == null ? Environment.DEFAULT_ROLLBACK_FREE : free,
                gate(e));
    }

    private GatePlan gate(Located e) {
        Map<String, ObjectNode> parameters = new LinkedHashMap<>();
        e.map("gate", "parameters")
                .forEach((rule, value) -> parameters.put(rule, (ObjectNode) value.json()));
        Map<String, Duration> maxAge = new LinkedHashMap<>();
        e.map("gate", "evidence", "maxAge")
                .forEach((kind, age) -> maxAge.put(kind, (Duration) age.value()));
        Duration soak = e.span("gate", "soak");
        List<String> require = e.texts("gate", "request", "require");
        return new GatePlan(
                e.texts("gate", "collections"),
                soak == null ? Duration.ZERO : soak,
                parameters,
                maxAge,
                Arrays.stream(RequestField.values())
                        .filter(f -> require.contains(f.word()))
                        .toList(),
                e.list("gate", "approvals").stream().map(WorkspaceBinder::approval).toList(),
                optionalPath(e.text("gate", "freeze")));
    }

    private static ApprovalRule approval(Located a) {
        Located count = a.get("count");
        if (count == null) {
            throw new IllegalStateException("count is required and missing");
        }
        return new ApprovalRule(count.whole(), a.texts("groups"));
    }

    private Service service(Located s) {
        String tag = s.text("candidate", "tag");
        String semver = s.text("candidate", "semver");
        CandidateSource candidate =
                tag != null ? new ByTag(tag) : semver != null ? new BySemver(semver) : null;
        String git = s.text("source", "git");
        String path = s.text("source", "path");
        Map<String, Difference> differences = new LinkedHashMap<>();
        s.map("workload", "environments")
                .forEach((name, d) ->
                        differences.put(name, new Difference(d.text("name"), d.text("container"))));
        return new Service(
                s.must("name"),
                s.must("image"),
                candidate,
                git == null ? null : new SourceRef(repository(git), path == null ? "" : path),
                new WorkloadRef(
                        s.must("workload", "kind"),
                        s.must("workload", "name"),
                        s.must("workload", "container"),
                        differences));
    }

    /** An address stays as it is; a path is made absolute. */
    private String repository(String git) {
        boolean address =
                git.matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*")
                        || git.matches("[^/\\\\]+@[^/\\\\]+:.*");
        return address ? git : path(git).toString();
    }

    private Path path(String name) {
        return folder.resolve(name).normalize();
    }

    private @Nullable Path optionalPath(@Nullable String name) {
        return name == null ? null : path(name);
    }
}
