package dev.drawbridge.app;

import dev.drawbridge.testbed.Command;
import dev.drawbridge.testbed.Components;
import dev.drawbridge.testbed.Cosign;
import dev.drawbridge.testbed.Crane;
import dev.drawbridge.testbed.Kubectl;
import dev.drawbridge.testbed.Person;
import dev.drawbridge.testbed.RealCluster;
import dev.drawbridge.testbed.RealRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A team's whole surroundings of real components, in a folder: a cluster with dev (unprotected) and
 * production (protected, in a namespace of its own with its records in another), a registry with
 * signed images and their evidence, a Git repository a service, a workspace file, and a desk a
 * person.
 */
final class LineShop implements AutoCloseable {
    static final String DEV = "shop-dev";
    static final String PRODUCTION = "shop";
    static final String RECORDS = "shop-releases";

    /** Each test has a service of its own. */
    static final List<String> SERVICES = List.of("checkout", "cart", "payment", "search", "stock");

    private final Path folder;
    private final RealCluster cluster;
    private final RealRegistry registry;
    private final Crane crane = new Crane();
    private final LineEvidence evidence;
    private final LineGit git;
    private final KubernetesClient admin;
    private final Map<String, Desk> desks = new LinkedHashMap<>();

    LineShop(Path folder, RealRegistry registry) {
        this.folder = folder;
        this.registry = registry;
        this.evidence = new LineEvidence(folder, new Cosign());
        evidence.login(registry.host(), RealRegistry.USER, RealRegistry.PASSWORD);
        crane.login(registry.host(), RealRegistry.USER, RealRegistry.PASSWORD);
        this.git = new LineGit(folder.resolve("git"));
        this.cluster = RealCluster.startWithNode();
        this.admin =
                new KubernetesClientBuilder()
                        .withConfig(
                                Config.fromKubeconfig(
                                        cluster.kubeconfig(Person.ADMIN.name()).toFile()))
                        .build();
        kubectl(Person.ADMIN.name()).apply(LineManifests.RIGHTS);
        writeWorkspace(workspaceFile(), null);
        write(folder.resolve("docker/config.json"), "{}");
    }

    /** What the desks of everyone open. */
    Path workspaceFile() {
        return folder.resolve("drawbridge.yaml");
    }

    /** The same workspace with a remote engine. */
    Path workspaceWithOpa(URI opa) {
        return writeWorkspace(folder.resolve("with-opa.yaml"), opa);
    }

    /** The same workspace with dev taking new candidates by itself. */
    Path workspaceThatTakesByItself() {
        return write(
                folder.resolve("auto.yaml"),
                LineManifests.workspace(registry.host(), folder.resolve("git"), null)
                        .replace(
                                "namespace: shop-dev\n",
                                "namespace: shop-dev\n    promote: auto\n"));
    }

    private Path writeWorkspace(Path file, @Nullable URI opa) {
        return write(file, LineManifests.workspace(registry.host(), folder.resolve("git"), opa));
    }

    /** A service as it was before Drawbridge came: version 1 by tag and digest, put by kubectl. */
    String runs(String service) {
        String digest = push(service, "1");
        for (String namespace : List.of(DEV, PRODUCTION)) {
            kubectl(Person.ADMIN.name())
                    .apply(
                            LineManifests.deployment(
                                    namespace, service, repository(service) + "@" + digest));
            kubectl(Person.ADMIN.name())
                    .run(
                            "-n",
                            namespace,
                            "rollout",
                            "status",
                            "deployment/" + service,
                            "--timeout=90s");
        }
        return digest;
    }

    /** Lets no more pods into a namespace than it has, so that a new revision can't start. */
    void full(String namespace, int pods) {
        kubectl(Person.ADMIN.name())
                .apply(
                        """
                        apiVersion: v1
                        kind: ResourceQuota
                        metadata: {name: full, namespace: %s}
                        spec: {hard: {pods: "%d"}}
                        """
                                .formatted(namespace, pods));
    }

    /** A release of it: commit, image under the tag {@code main}, signature, scan and test. */
    String release(String service, String version, Cosign.Form form) {
        String digest = push(service, version);
        evidence.attach(repository(service), digest, form);
        return digest;
    }

    /** Takes every Git repository away. */
    void loseGit() throws IOException {
        Files.move(folder.resolve("git"), folder.resolve("git-gone"));
    }

    private String push(String service, String version) {
        String revision = git.commit(service, version);
        return crane.pushImage(
                repository(service) + ":main",
                service + " " + version,
                Map.of(
                        "org.opencontainers.image.revision", revision,
                        "org.opencontainers.image.version", version));
    }

    String repository(String service) {
        return registry.host() + "/shop/" + service;
    }

    /** This person's desk, with an empty home, the person's own token, and nothing else. */
    Desk desk(String person) {
        return desks.computeIfAbsent(
                person,
                who -> {
                    Path home = folder.resolve("home-" + who);
                    write(
                            home.resolve("kubeconfig"),
                            LineManifests.kubeconfig(
                                    who,
                                    cluster.token(who),
                                    cluster.server(),
                                    cluster.authorityFile()));
                    return new Desk(home, folder.resolve("docker"), workspaceFile());
                });
    }

    /** The token that the cluster knows this person by. */
    String token(String person) {
        return cluster.token(person);
    }

    Kubectl kubectl(String person) {
        return cluster.kubectl(person);
    }

    /** A command line that names kubectl, as this person types it into a shell. */
    Command.Result asTyped(String person, String line) {
        Path programs = Components.program("kubernetes", "kubectl").getParent();
        return new Command(
                        List.of("sh", "-c", line),
                        Map.of(
                                "PATH", programs + ":" + System.getenv("PATH"),
                                "HOME", desk(person).home().toString(),
                                "KUBECONFIG", desk(person).home().resolve("kubeconfig").toString()),
                        "")
                .run(Duration.ofMinutes(1));
    }

    /** The cluster as its administrator sees it. */
    KubernetesClient admin() {
        return admin;
    }

    RealRegistry registry() {
        return registry;
    }

    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("write " + file, e);
        }
    }

    @Override
    public void close() {
        admin.close();
        cluster.close();
        evidence.close();
        crane.close();
        registry.close();
    }
}
