package dev.drawbridge.delivery.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What no shape can say: names that are unique and resolve, an order without a cycle, a protected
 * environment's needs.
 */
final class CrossChecks {

    private final Located root;
    private final Problems problems;

    CrossChecks(Located root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    void run() {
        unique(root.list("environments"), "name", "environment");
        unique(root.list("services"), "name", "service");
        unique(root.list("people"), "name", "person");
        unique(root.list("trust", "keys"), "id", "key");
        unique(root.list("connections", "registries"), "host", "registry");
        unique(root.list("connections", "git"), "host", "Git host");
        identities("cluster", UnaryOperator.identity());
        identities("git", address -> address.toLowerCase(Locale.ROOT));
        order();
        root.list("environments").forEach(this::environment);
        recordsBelongToOne();
        root.list("services").forEach(this::service);
        workloadsBelongToOne();
        settings();
    }

    private void unique(List<Located> things, String key, String what) {
        Map<String, Located> seen = new HashMap<>();
        for (Located thing : things) {
            Located name = thing.get(key);
            if (name == null) {
                continue;
            }
            Located first = seen.putIfAbsent((String) name.value(), name);
            if (first != null) {
                problems.add(
                        name,
                        "a second " + what + " '" + name.value() + "'",
                        "a name of its own",
                        "the first is in line " + first.line());
            }
        }
    }

    private void identities(String key, UnaryOperator<String> same) {
        Map<String, Located> seen = new HashMap<>();
        for (Located person : root.list("people")) {
            for (Located identity : person.list(key)) {
                String name = (String) identity.value();
                Located first = seen.putIfAbsent(same.apply(name), person);
                if (first != null) {
                    problems.add(
                            identity,
                            "'" + name + "' a second time",
                            "each identity with one person",
                            "'" + first.text("name") + "' in line " + first.line() + " has it");
                }
            }
        }
    }

    private void order() {
        List<String> names = names("environments");
        Map<String, List<String>> after = new LinkedHashMap<>();
        for (Located environment : root.list("environments")) {
            String name = environment.text("name");
            Set<String> seen = new LinkedHashSet<>();
            for (Located earlier : environment.list("after")) {
                String word = (String) earlier.value();
                if (!names.contains(word)) {
                    unknownEnvironment(earlier, word, names);
                } else if (!seen.add(word)) {
                    problems.add(
                            earlier, "'" + word + "' a second time", "each environment once", null);
                }
            }
            if (name != null) {
                seen.retainAll(names);
                after.putIfAbsent(name, List.copyOf(seen));
            }
        }
        List<String> cycle = cycle(after);
        if (cycle != null) {
            Located place =
                    root.list("environments").stream()
                            .filter(e -> cycle.getFirst().equals(e.text("name")))
                            .map(e -> e.get("after"))
                            .findFirst()
                            .orElse(null);
            problems.add(
                    place == null ? root : place,
                    "a cycle: " + String.join(" after ", cycle),
                    "an order with a beginning",
                    null);
        }
    }

    /**
     * The first cycle, from its first environment in the file back to it; null if there is none.
     */
    private static @Nullable List<String> cycle(Map<String, List<String>> after) {
        Set<String> done = new LinkedHashSet<>();
        for (String start : after.keySet()) {
            List<String> found = walk(start, after, new ArrayList<>(), done);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable List<String> walk(
            String here, Map<String, List<String>> after, List<String> path, Set<String> done) {
        int met = path.indexOf(here);
        if (met >= 0) {
            List<String> cycle = new ArrayList<>(path.subList(met, path.size()));
            cycle.add(here);
            return cycle;
        }
        if (done.contains(here)) {
            return null;
        }
        path.add(here);
        for (String earlier : after.getOrDefault(here, List.of())) {
            List<String> found = walk(earlier, after, path, done);
            if (found != null) {
                return found;
            }
        }
        path.removeLast();
        done.add(here);
        return null;
    }

    private void environment(Located environment) {
        boolean isProtected = environment.flag("protected");
        Located name = environment.get("name");
        Located place = name == null ? environment : name;
        List<Located> approvals = environment.list("gate", "approvals");
        Located gate = environment.get("gate");
        if (isProtected && gate != null && gate.complete() && approvals.isEmpty()) {
            problems.add(
                    gate,
                    "a protected environment without approvals",
                    "approvals: [{ count: 1, groups: [...] }]",
                    "a protected environment needs at least one other person's approval");
        }
        if (isProtected) {
            protectedRecords(environment, place);
        }
        Located auto = environment.get("promote");
        if (auto != null && auto.value().equals("auto") && (isProtected || !approvals.isEmpty())) {
            problems.add(
                    auto,
                    "promote: auto where "
                            + (isProtected
                                    ? "the environment is protected"
                                    : "approvals are named"),
                    "promote: manual",
                    "only a person starts what people must approve");
        }
        Located soak = environment.at("gate", "soak");
        if (soak != null && environment.list("after").isEmpty()) {
            problems.add(soak, "soak without 'after'", "an environment to soak in", null);
        }
        approvals.forEach(this::approvalGroups);
    }

    private void protectedRecords(Located environment, Located place) {
        Located records = environment.get("records");
        String namespace = recordsNamespace(environment);
        if (records == null && environment.get("namespace") != null) {
            problems.add(
                    place,
                    "a protected environment without 'records'",
                    "records: a namespace of its own",
                    "such as records: " + environment.text("namespace") + "-releases");
        } else if (records != null
                && namespace != null
                && namespace.equals(environment.text("namespace"))) {
            problems.add(
                    records,
                    "the application's namespace",
                    "a namespace of its own",
                    "who may edit the application must not edit its records");
        }
    }

    /** A group that may not approve could never fill the quorum. */
    private void approvalGroups(Located approval) {
        List<String> approvers = root.texts("roles", "approver");
        if (root.get("roles") == null) {
            return;
        }
        for (Located group : approval.list("groups")) {
            if (!approvers.contains(group.value())) {
                problems.add(
                        group,
                        "'" + group.value() + "', which hasn't the role approver",
                        approvers.isEmpty()
                                ? "a group under roles: approver"
                                : "one of " + String.join(", ", approvers),
                        Spelling.nearest((String) group.value(), approvers)
                                .map(g -> "did you mean '" + g + "'?")
                                .orElse("or add it under roles: approver"));
            }
        }
    }

    private static @Nullable String recordsNamespace(Located environment) {
        String plain = environment.text("records");
        if (plain != null) {
            return plain;
        }
        return environment.get("records") == null
                ? environment.text("namespace")
                : environment.text("records", "namespace");
    }

    private void recordsBelongToOne() {
        Map<List<@Nullable String>, Located> seen = new HashMap<>();
        for (Located environment : root.list("environments")) {
            String namespace = recordsNamespace(environment);
            Located name = environment.get("name");
            if (namespace == null || name == null || environment.get("cluster") == null) {
                continue;
            }
            List<@Nullable String> key = new ArrayList<>();
            key.add(environment.text("cluster", "context"));
            key.add(environment.text("cluster", "kubeconfig"));
            key.add(namespace);
            Located first = seen.putIfAbsent(key, name);
            if (first != null && !first.value().equals(name.value())) {
                Located place = environment.get("records");
                problems.add(
                        place == null ? name : place,
                        "the records namespace '" + namespace + "' of '" + first.value() + "'",
                        "a records namespace that belongs to one environment",
                        "name another with records:");
            }
        }
    }

    private void service(Located service) {
        Located candidate = service.get("candidate");
        if (candidate != null
                && candidate.complete()
                && (candidate.get("tag") == null) == (candidate.get("semver") == null)) {
            problems.add(
                    candidate,
                    candidate.get("tag") == null ? "neither tag nor semver" : "both tag and semver",
                    "one of tag, semver",
                    null);
        }
        List<String> names = names("environments");
        service.map("workload", "environments")
                .forEach((name, difference) -> {
                    if (!names.contains(name)) {
                        unknownEnvironment(difference, name, names);
                    }
                });
    }

    private void workloadsBelongToOne() {
        Set<Located> told = new HashSet<>();
        for (String environment : names("environments")) {
            Map<List<String>, Located> seen = new HashMap<>();
            for (Located service : root.list("services")) {
                Located workload = service.get("workload");
                Located name = service.get("name");
                if (workload == null || name == null) {
                    continue;
                }
                String workloadName = there(workload, environment, "name");
                String container = there(workload, environment, "container");
                if (workloadName == null || container == null) {
                    continue;
                }
                Located first = seen.putIfAbsent(List.of(workloadName, container), name);
                if (first != null && !first.value().equals(name.value()) && told.add(workload)) {
                    problems.add(
                            workload,
                            "container '"
                                    + container
                                    + "' of '"
                                    + workloadName
                                    + "', which '"
                                    + first.value()
                                    + "' also names in '"
                                    + environment
                                    + "'",
                            "a container of its own",
                            null);
                }
            }
        }
    }

    private static @Nullable String there(Located workload, String environment, String key) {
        String different = workload.text("environments", environment, key);
        return different == null ? workload.text(key) : different;
    }

    private void settings() {
        List<Located> holders = new ArrayList<>(root.list("connections", "registries"));
        holders.addAll(root.list("connections", "git"));
        Located policy = root.at("connections", "policy");
        if (policy != null) {
            holders.add(policy);
        }
        for (Located environment : root.list("environments")) {
            Located cluster = environment.get("cluster");
            if (cluster != null) {
                holders.add(cluster);
            }
        }
        for (Located holder : holders) {
            Located certificate = holder.get("clientCertificate");
            Located key = holder.get("clientKey");
            if ((certificate == null) != (key == null)) {
                problems.add(
                        holder,
                        certificate == null
                                ? "clientKey without clientCertificate"
                                : "clientCertificate without clientKey",
                        "both or neither",
                        null);
            }
            holder.map("headers")
                    .forEach((name, value) -> {
                        if (Secrets.header(name)) {
                            problems.add(
                                    value,
                                    "the header '" + name + "'",
                                    "no secret",
                                    ShapeCheck.KEYCHAIN);
                        }
                    });
        }
    }

    private List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (Located thing : root.list(list)) {
            String name = thing.text("name");
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Refuses an environment's name, unless one of the environments has a name that couldn't be
     * read.
     */
    private void unknownEnvironment(Located place, String word, List<String> known) {
        if (root.list("environments").stream().anyMatch(e -> e.get("name") == null)) {
            return;
        }
        problems.add(
                place,
                "the unknown environment '" + word + "'",
                "one of " + String.join(", ", known),
                Spelling.nearest(word, known).map(k -> "did you mean '" + k + "'?").orElse(null));
    }
}
