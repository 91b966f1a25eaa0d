package dev.drawbridge.testbed;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API server with RBAC on loopback, over an etcd of its own, in a temporary
 * folder. People log in by a token each (or by a client certificate). With nodes it also has the
 * controllers, a scheduler and a node without a kubelet, on which pods become ready, or get stuck
 * as their annotations say (kwok-pods.yaml beside this class).
 *
 * <p>An API server is ready in some seconds and takes 260 MB: one is shared by a test class. Not
 * for several threads at once, except what it hands out.
 */
public final class RealCluster implements AutoCloseable {
    private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");
    private static final Duration SHORT = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final HeldCertificate authority;
    private final boolean withNode;
    private final List<ChildProcess> controllers = new ArrayList<>();
    private @Nullable ChildProcess etcd;
    private int port;
    private int etcdPort;
    private @Nullable ChildProcess server;

    private RealCluster(List<Person> people, boolean withNode) {
        this.withNode = withNode;
        this.folder = Folders.temporary("cluster");
        this.authority =
                new HeldCertificate.Builder()
                        .commonName("testbed")
                        .certificateAuthority(0)
                        .duration(10, TimeUnit.DAYS)
                        .build();
        SecureRandom random = new SecureRandom();
        for (Person person : people) {
            byte[] token = new byte[16];
            random.nextBytes(token);
            this.people.put(person.name(), person);
            this.tokens.put(person.name(), HexFormat.of().formatHex(token));
        }
    }

    /**
     * An API server alone: objects are kept, and nothing acts on them. The people are {@link
     * Person#ALL}.
     */
    public static RealCluster start() {
        return start(Person.ALL, false);
    }

    /**
     * An API server with controllers, a scheduler and the node {@code node-1}. The people are
     * {@link Person#ALL}.
     */
    public static RealCluster startWithNode() {
        return start(Person.ALL, true);
    }

    /**
     * Starts one for these people; {@link Person#ADMIN} must be among them.
     *
     * @throws TestbedException if a component is missing or doesn't start
     */
    public static RealCluster start(List<Person> people, boolean withNode) {
        RealCluster cluster = new RealCluster(people, withNode);
        try {
            cluster.startAll();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startAll() {
        writeServerFiles();
        etcd = startEtcd();
        port = ChildProcess.freePort();
        for (String person : people.keySet()) {
            writeKubeconfig(kubeconfig(person), "testbed", person);
        }
        startServer();
        if (withNode) {
            addNode("node-1");
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void writeServerFiles() {
        HeldCertificate serving =
                new HeldCertificate.Builder()
                        .commonName("kube-apiserver")
                        .addSubjectAlternativeName("127.0.0.1")
                        .addSubjectAlternativeName("localhost")
                        .duration(10, TimeUnit.DAYS)
                        .signedBy(authority)
                        .build();
        HeldCertificate accounts = new HeldCertificate.Builder().rsa2048().build();
        Folders.write(file("ca.crt"), authority.certificatePem());
        Folders.write(file("server.crt"), serving.certificatePem());
        Folders.write(file("server.key"), serving.privateKeyPkcs8Pem());
        Folders.write(file("sa.crt"), accounts.certificatePem());
        Folders.write(file("sa.key"), accounts.privateKeyPkcs8Pem());
        StringBuilder lines = new StringBuilder();
        people.values()
                .forEach(person ->
                        lines.append(
                                "%s,%s,uid-of-%s,\"%s\"\n"
                                        .formatted(
                                                token(person.name()),
                                                person.name(),
                                                person.name(),
                                                String.join(",", person.groups()))));
        Folders.write(file("tokens.csv"), lines.toString());
    }

    private ChildProcess startEtcd() {
        etcdPort = ChildProcess.freePort();
        String clients = "http://127.0.0.1:" + etcdPort;
        String peers = "http://127.0.0.1:" + ChildProcess.freePort();
        List<String> line =
                List.of(
                        Components.program("etcd", "etcd").toString(),
                        "--data-dir=" + file("etcd"),
                        "--unsafe-no-fsync",
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=default=" + peers);
        return ChildProcess.start("etcd", line, Map.of(), file("etcd.log"))
                .awaitReady(() -> Http.answers(URI.create(clients + "/health"), "\"true\""));
    }

    /**
     * Starts the API server, on the same port and over the same objects where it was stopped
     * before, and the controllers where there are any.
     */
    public void startServer() {
        List<String> line =
                List.of(
                        Components.program("kubernetes", "kube-apiserver").toString(),
                        "--etcd-servers=http://127.0.0.1:" + etcdPort,
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--tls-cert-file=" + file("server.crt"),
                        "--tls-private-key-file=" + file("server.key"),
                        "--client-ca-file=" + file("ca.crt"),
                        "--token-auth-file=" + file("tokens.csv"),
                        "--authorization-mode=RBAC",
                        "--disable-admission-plugins=ServiceAccount",
                        "--service-account-issuer=https://testbed",
                        "--service-account-key-file=" + file("sa.crt"),
                        "--service-account-signing-key-file=" + file("sa.key"),
                        "--service-cluster-ip-range=10.0.0.0/24");
        Kubectl admin = kubectl(Person.ADMIN.name());
        server =
                ChildProcess.start("kube-apiserver", line, Map.of(), file("apiserver.log"))
                        .awaitReady(() ->
                                admin.ask("get", "--raw=/readyz", "--request-timeout=5s")
                                        .out()
                                        .equals("ok"));
        if (withNode) {
            startControllers();
        }
    }

    /**
     * Kills the API server, as when it crashes, and the controllers with it: those that had looked
     * for it in vain would wait up to a minute before they look again.
     */
    public void stopServer() {
        controllers.reversed().forEach(ChildProcess::close);
        controllers.clear();
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /**
     * Makes etcd forget all earlier states of the objects, so that a watch from before is answered
     * with 410 Gone once the API server was started again.
     */
    public void compactHistory() {
        URI etcd = URI.create("http://127.0.0.1:" + etcdPort);
        Matcher revision =
                REVISION.matcher(Http.post(etcd.resolve("/v3/kv/range"), "{\"key\": \"AA==\"}"));
        if (!revision.find()) {
            throw new TestbedException("etcd doesn't say its revision.");
        }
        Http.post(
                etcd.resolve("/v3/kv/compaction"),
                "{\"revision\": \"%s\", \"physical\": true}".formatted(revision.group(1)));
    }

    private void startControllers() {
        startController(
                "kube-controller-manager",
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + file("sa.key"),
                "--secure-port=0",
                "--leader-elect=false");
        startController("kube-scheduler", "--secure-port=0", "--leader-elect=false");
        startKwok();
    }

    private void startController(String program, String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Components.program("kubernetes", program).toString(),
                                "--kubeconfig=" + kubeconfig(Person.ADMIN.name())));
        line.addAll(List.of(arguments));
        controllers.add(ChildProcess.start(program, line, Map.of(), file(program + ".log")));
    }

    private void startKwok() {
        Path pods = Folders.write(file("kwok-pods.yaml"), Resources.text("kwok-pods.yaml"));
        Path stages = Components.folder("kwok").resolve("stages");
        controllers.add(
                ChildProcess.start(
                        "kwok",
                        List.of(
                                Components.program("kwok", "kwok").toString(),
                                "--kubeconfig=" + kubeconfig(Person.ADMIN.name()),
                                "--manage-all-nodes=true",
                                "--node-lease-duration-seconds=40",
                                "--config=" + stages.resolve("node-initialize.yaml"),
                                "--config=" + stages.resolve("node-heartbeat-with-lease.yaml"),
                                "--config=" + pods),
                        Map.of("HOME", folder.toString()),
                        file("kwok.log")));
    }

    /**
     * Adds a node on which pods run as kwok-pods.yaml says, and waits until it is ready and takes
     * pods.
     */
    public void addNode(String name) {
        Kubectl admin = kubectl(Person.ADMIN.name());
        admin.apply("{apiVersion: v1, kind: Node, metadata: {name: %s}}".formatted(name));
        admin.run("wait", "node/" + name, "--for=condition=Ready", "--timeout=60s");
    }

    /** Where it answers: https on loopback, with a certificate by {@link #authorityFile()}. */
    public URI server() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** The certificate authority of the server and of client certificates, PEM. */
    public Path authorityFile() {
        return file("ca.crt");
    }

    /** The secret that this person logs in with. */
    public String token(String person) {
        String token = tokens.get(person);
        if (token == null) {
            throw new TestbedException(
                    "There is no %s on this cluster; there are %s."
                            .formatted(person, people.keySet()));
        }
        return token;
    }

    /** This person's kubeconfig, with the one context {@code testbed}. */
    public Path kubeconfig(String person) {
        return file("kubeconfig-" + person);
    }

    /**
     * Writes a kubeconfig with one context, whose name the cluster and the user entry bear too, so
     * that several can be joined.
     */
    public Path writeKubeconfig(Path file, String context, String person) {
        return writeKubeconfig(file, context, "{token: %s}".formatted(token(person)), "default");
    }

    /**
     * Writes a kubeconfig with one context whose user entry is {@code user}, in YAML's flow style.
     *
     * @param user for example <code>
     *     {exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Never}}
     *     </code>
     */
    public Path writeKubeconfig(Path file, String context, String user, String namespace) {
        return Folders.write(
                file,
                """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters:
                - {name: %1$s, cluster: {server: "%2$s", certificate-authority: "%3$s"}}
                users:
                - {name: %1$s, user: %4$s}
                contexts:
                - {name: %1$s, context: {cluster: %1$s, user: %1$s, namespace: %5$s}}
                """
                        .formatted(context, server(), authorityFile(), user, namespace));
    }

    /**
     * A client certificate for this user name; the API server takes the person for a member of no
     * group.
     */
    public HeldCertificate clientCertificate(String person) {
        return new HeldCertificate.Builder()
                .commonName(person)
                .duration(1, TimeUnit.DAYS)
                .signedBy(authority)
                .build();
    }

    /** kubectl with this person's token. */
    public Kubectl kubectl(String person) {
        return new Kubectl(kubeconfig(person), SHORT);
    }

    /** What the API server has logged since it was last started. */
    public String serverLog() {
        if (server == null) {
            throw new TestbedException("The API server is stopped.");
        }
        return server.log();
    }

    @Override
    public void close() {
        stopServer();
        if (etcd != null) {
            etcd.close();
            etcd = null;
        }
        Folders.delete(folder);
    }
}
