package dev.drawbridge.delivery.workspace;

import static dev.drawbridge.delivery.workspace.Shape.Field.later;
import static dev.drawbridge.delivery.workspace.Shape.Field.may;
import static dev.drawbridge.delivery.workspace.Shape.Field.must;

import dev.drawbridge.delivery.workspace.GatePlan.RequestField;
import dev.drawbridge.delivery.workspace.Shape.Choice;
import dev.drawbridge.delivery.workspace.Shape.Field;
import dev.drawbridge.delivery.workspace.Shape.Fields;
import dev.drawbridge.delivery.workspace.Shape.Flag;
import dev.drawbridge.delivery.workspace.Shape.ListOf;
import dev.drawbridge.delivery.workspace.Shape.MapOf;
import dev.drawbridge.delivery.workspace.Shape.ShortOrLong;
import dev.drawbridge.delivery.workspace.Shape.Span;
import dev.drawbridge.delivery.workspace.Shape.Text;
import dev.drawbridge.delivery.workspace.Shape.Whole;
import dev.drawbridge.policies.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The workspace file, described once: the check and the JSON Schema are both made from this. */
final class WorkspaceShape {

    static final String API_VERSION = "drawbridge.dev/v1";
    static final String KIND = "Workspace";

    /** The kinds of evidence that something acts on. */
    static final List<String> EVIDENCE = List.of("signature", "vulnerability-scan", "test");

    private static final List<String> EVIDENCE_LATER =
            List.of(
                    "provenance",
                    "sbom",
                    "sast",
                    "dast",
                    "iac",
                    "secrets",
                    "contract",
                    "load",
                    "smoke",
                    "review",
                    "ticket",
                    "verdict");

    /**
     * Short enough that a record's name and a label's value made from it stay within Kubernetes'
     * limits.
     */
    private static final Text NAME =
            Text.like(
                    "a name of at most 50 lower-case letters, digits and dashes",
                    "[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?");

    private static final Text KUBERNETES_NAME =
            Text.like(
                    "a Kubernetes name: lower-case letters, digits, dashes and dots",
                    "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?){0,3}");

    private static final Text NAMESPACE =
            Text.like(
                    "a Kubernetes namespace: lower-case letters, digits and dashes",
                    "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final Text CONTAINER =
            Text.like(
                    "a container's name: lower-case letters, digits and dashes",
                    "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final Text URL =
            Text.like(
                    "an address that begins with http:// or https://",
                    "https?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/[A-Za-z0-9/._~+,=:@-]*)?");

    private static final Text HOST =
            Text.like(
                    "a host, with its port if it has one, such as registry.example.org:5000",
                    "[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?|\\[[0-9A-Fa-f:]+\\](:[0-9]{1,5})?");

    private static final Text REPOSITORY =
            Text.like(
                    "an image's repository with its registry and without tag or digest, such as"
                            + " registry.example.org/shop/checkout",
                    "([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?\\.[-A-Za-z0-9.]*[A-Za-z0-9](:[0-9]{1,5})?"
                            + "|[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:[0-9]{1,5}|localhost"
                            + "|\\[[0-9A-Fa-f:]+\\](:[0-9]{1,5})?)"
                            + "(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)+");

    private static final Text GROUP = Text.any("the name of a group of the cluster");

    private WorkspaceShape() {}

    static Fields root() {
        return Fields.of(
                must(
                        "apiVersion",
                        Choice.of(List.of(API_VERSION)),
                        "The version of this file's form."),
                must("kind", Choice.of(List.of(KIND)), "What this file is."),
                must(
                        "metadata",
                        Fields.of(
                                must("name", NAME, "The workspace's name."),
                                may("team", Text.any("the team's name"), "Who it belongs to.")),
                        "Its name."),
                may("connections", connections(), "What is reached besides the clusters."),
                may("roles", roles(), "The groups of the clusters that hold each role."),
                must(
                        "environments",
                        new ListOf(environment(), 1),
                        "The places that releases are promoted into; 'after' gives their order."),
                must("services", new ListOf(service(), 1), "What is promoted."),
                may(
                        "people",
                        new ListOf(person(), 0),
                        "Who is behind user names and Git addresses."),
                may(
                        "trust",
                        Fields.of(
                                may(
                                        "keys",
                                        new ListOf(key(), 0),
                                        "Public keys, each for some kinds.")),
                        "Whose signatures count."),
                later("signing"),
                later("notify"),
                later("strategies"),
                later("analyses"));
    }

    private static Fields connections() {
        List<Field> registry = new ArrayList<>();
        registry.add(must("host", HOST, "As in image references."));
        registry.add(
                may("evidence", REPOSITORY, "Where our own attestations go.")
                        .standard("beside the image"));
        registry.addAll(settings());
        List<Field> git = new ArrayList<>();
        git.add(must("host", HOST, "As in the addresses of sources."));
        git.addAll(settings());
        List<Field> policy = new ArrayList<>();
        policy.add(
                must(
                        "opa",
                        new Text(URL.expected(), URL.pattern(), List.of("managed")),
                        "The base address of an OPA."));
        policy.addAll(settings());
        return Fields.of(
                may(
                        "registries",
                        new ListOf(new Fields(registry), 0),
                        "Registries that need more than their name; credentials come from the docker"
                                + " configuration, its helpers or the keychain."),
                may(
                        "git",
                        new ListOf(new Fields(git), 0),
                        "Git hosts that need more than their name; logins come from git's own"
                                + " credential helpers, or ssh."),
                may("policy", new Fields(policy), "Where policies are evaluated.")
                        .standard("the embedded engine"),
                later("metrics"),
                later("alerts"));
    }

    private static List<Field> settings() {
        Text file = Text.any("a file's path");
        return List.of(
                may("ca", file, "Certificates to trust, PEM.").standard("the system's"),
                may("clientCertificate", file, "Our certificate, PEM."),
                may("clientKey", file, "The key to it, PEM."),
                may("proxy", URL, "An HTTP proxy."),
                may(
                        "headers",
                        new MapOf(
                                Text.like("a header's name", "[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
                                Text.any("a header's value")),
                        "Sent with each request; never credentials."),
                may("timeout", new Span(), "The longest one request may take."));
    }

    private static Fields roles() {
        ListOf groups = new ListOf(GROUP, 1);
        return new Fields(
                Arrays.stream(Role.values())
                        .map(r -> may(r.word(), groups, "Groups with the role " + r.word() + "."))
                        .toList());
    }

    private static Fields environment() {
        List<Field> cluster = new ArrayList<>();
        cluster.add(
                may("context", Text.any("a kubeconfig context"), "The kubeconfig's context.")
                        .standard("the current one"));
        cluster.add(
                may("kubeconfig", Text.any("a file's path"), "The kubeconfig.")
                        .standard("as kubectl finds it"));
        cluster.add(
                may(
                        "uid",
                        Text.any("the UID of the cluster's kube-system namespace"),
                        "The UID of kube-system: a context that points to another cluster is refused."));
        cluster.addAll(settings());
        return Fields.of(
                must("name", NAME, "Unique in the workspace."),
                must("cluster", new Fields(cluster), "Which cluster."),
                must("namespace", NAMESPACE, "Where the services' workloads are."),
                may(
                                "records",
                                new ShortOrLong(
                                        NAMESPACE,
                                        Fields.of(
                                                must(
                                                        "namespace",
                                                        NAMESPACE,
                                                        "The records' namespace."),
                                                may(
                                                                "onTrust",
                                                                new Flag(),
                                                                "The cluster can't hold the records policy;"
                                                                        + " approvals count all the same and"
                                                                        + " every page says \"on trust\".")
                                                        .standard("false"))),
                                "The namespace of this environment's records; a protected environment"
                                        + " names one of its own.")
                        .standard("the environment's own namespace, where it isn't protected"),
                may(
                        "after",
                        new ListOf(NAME, 1),
                        "The environments a release must have been healthy in before. Without it,"
                                + " candidates enter here."),
                may(
                                "promote",
                                Choice.of(List.of("auto", "manual")),
                                "Whether new candidates are taken up without being asked for.")
                        .standard("manual"),
                may("production", new Flag(), "Counts for the delivery metrics.").standard("false"),
                may(
                                "protected",
                                new Flag(),
                                "The gate is pinned in the cluster; it needs approvals and a records"
                                        + " namespace of its own.")
                        .standard("false"),
                may(
                        "rollback",
                        Fields.of(
                                must(
                                        "free",
                                        new Span(),
                                        "How long ago a revision may last have served to be put back"
                                                + " without a promotion.")),
                        "What may be put back freely; 30 days where it isn't said."),
                must("gate", gate(), "What a promotion into it must pass."),
                later("hotfix"),
                later("waivers"));
    }

    private static Fields gate() {
        Catalogue rules = Catalogue.bundled();
        return Fields.of(
                must(
                        "collections",
                        new ListOf(RulesShape.collection(rules), 1),
                        "Collections of rules."),
                may(
                                "soak",
                                new Span(),
                                "Healthy that long in each 'after' environment before it may enter here.")
                        .standard("no wait"),
                may("parameters", RulesShape.parameters(rules), "What a rule is told, by its id."),
                may(
                        "evidence",
                        Fields.of(
                                must(
                                        "maxAge",
                                        new MapOf(new Choice(EVIDENCE, EVIDENCE_LATER), new Span()),
                                        "The oldest evidence that counts, by kind.")),
                        "What evidence must be."),
                may(
                        "request",
                        Fields.of(
                                must(
                                        "require",
                                        new ListOf(
                                                Choice.of(
                                                        Arrays.stream(RequestField.values())
                                                                .map(RequestField::word)
                                                                .toList()),
                                                1),
                                        "What a request must say.")),
                        "What a request must be."),
                may(
                        "approvals",
                        new ListOf(
                                Fields.of(
                                        must(
                                                "count",
                                                new Whole(1, 20),
                                                "So many different people."),
                                        must(
                                                "groups",
                                                new ListOf(GROUP, 1),
                                                "Each in one of these."),
                                        later("when")),
                                1),
                        "All of them must be met."),
                may("freeze", Text.any("a file's path"), "An iCalendar file with freezes."));
    }

    private static Fields service() {
        Text semver =
                Text.like(
                        "a range of versions, such as \">=1\" or \"1.4.x\"",
                        "[0-9A-Za-z<>=~^*. |,+-]*[0-9*xX][0-9A-Za-z<>=~^*. |,+-]*");
        Text tag = Text.like("a tag", "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
        return Fields.of(
                must("name", NAME, "Unique in the workspace."),
                must("image", REPOSITORY, "Its repository, without tag or digest."),
                may(
                        "candidate",
                        Fields.of(
                                may("tag", tag, "What this tag points to."),
                                may("semver", semver, "The highest version the range allows.")),
                        "What the first environment takes: a tag or a range of versions."),
                may(
                        "source",
                        Fields.of(
                                must(
                                        "git",
                                        Text.any("a Git repository's address or path"),
                                        "The repository."),
                                may(
                                                "path",
                                                Text.any("a path in the repository"),
                                                "Only commits that touch it count.")
                                        .standard("all commits")),
                        "Where its commits are."),
                must("workload", workload(), "What runs it."),
                later("strategy"),
                later("analysis"),
                later("onHarm"),
                later("checks"),
                later("deliver"));
    }

    private static Fields workload() {
        return Fields.of(
                must(
                        "kind",
                        new Choice(
                                List.of("Deployment"),
                                List.of("StatefulSet", "DaemonSet", "Rollout", "CronJob", "Job")),
                        "The workload's kind."),
                must("name", KUBERNETES_NAME, "Its name."),
                must("container", CONTAINER, "The container whose image is promoted."),
                may(
                        "environments",
                        new MapOf(
                                NAME,
                                Fields.of(
                                        may("name", KUBERNETES_NAME, "Its name there."),
                                        may("container", CONTAINER, "The container there."))),
                        "Where it is called otherwise."));
    }

    private static Fields person() {
        return Fields.of(
                must("name", Text.any("a name"), "As people call them."),
                may(
                        "cluster",
                        new ListOf(Text.any("a user name of a cluster"), 1),
                        "User names in clusters."),
                may("git", new ListOf(Text.any("a Git address"), 1), "Addresses in commits."),
                may("bot", new Flag(), "Not a human: counts as nobody only where a human merged.")
                        .standard("false"));
    }

    private static Fields key() {
        return Fields.of(
                must("id", NAME, "Unique in the workspace."),
                must("file", Text.any("a file's path"), "A public key, PEM."),
                must(
                        "for",
                        new ListOf(new Choice(EVIDENCE, EVIDENCE_LATER), 1),
                        "The kinds of evidence it may sign."));
    }
}
