package dev.drawbridge.delivery.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.connector.net.Traffic;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.Refused;
import dev.drawbridge.delivery.Site;
import dev.drawbridge.delivery.Sites;
import dev.drawbridge.delivery.evidence.ChangeReader;
import dev.drawbridge.delivery.evidence.EvidenceCollector;
import dev.drawbridge.delivery.evidence.HistorySightings;
import dev.drawbridge.delivery.gate.Candidates;
import dev.drawbridge.delivery.gate.GateInputs;
import dev.drawbridge.delivery.gate.GateService;
import dev.drawbridge.delivery.gate.Judged;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordNames;
import dev.drawbridge.delivery.records.RecordRef;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.rollout.RolloutEvents;
import dev.drawbridge.delivery.setup.ClusterSetup;
import dev.drawbridge.delivery.setup.EngineFacts;
import dev.drawbridge.delivery.setup.StandingGate;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.Finding;
import dev.drawbridge.policies.PolicyEngine;
import dev.drawbridge.practice.world.PracticeWorld;
import dev.drawbridge.practice.world.WorldOptions;
import dev.drawbridge.practice.world.WorldSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A practice world whose production is set up, in which version 1.1.0 of each service is ready in
 * staging and waits to be promoted, and the desks of its people.
 */
final class PracticeShop implements AutoCloseable {
    private static final double SPEED = 5;
    private static final String STAGED =
            "      - { environment: staging, release: 1.1.0, age: 2h }\n";

    private final PracticeWorld world;
    private final Workspace workspace;
    private final Path folder;
    private final PolicyEngine engine = EmbeddedEngine.open();
    private final Registries registries = new Registries(List.of(), DockerCredentials.NONE);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private int desks;

    private PracticeShop(PracticeWorld world, Path folder, Path workspaceFile) {
        this.world = world;
        this.folder = folder;
        this.workspace = new WorkspaceReader().read(workspaceFile);
    }

    /** Starts it, with a second release manager, olga. */
    static PracticeShop start(Path folder, List<String> services) throws IOException {
        PracticeWorld world = world(folder, services, STAGED);
        PracticeShop shop = new PracticeShop(world, folder, world.workspaceFile());
        shop.setUp("production");
        shop.stage();
        return shop;
    }

    /**
     * With staging set up instead, which version 1.1.0 hasn't reached: it names no approvals, and
     * its cluster holds its records to their makers.
     */
    static PracticeShop startWithStagingHeld(Path folder, List<String> services)
            throws IOException {
        PracticeWorld world = world(folder, services, "");
        Path file = world.workspaceFile().resolveSibling("held.yaml");
        Files.writeString(
                file,
                Files.readString(world.workspaceFile())
                        .replace(
                                "    after: [dev]\n",
                                "    records: staging-releases\n    after: [dev]\n"));
        PracticeShop shop = new PracticeShop(world, folder, file);
        shop.setUp("staging");
        return shop;
    }

    private static PracticeWorld world(Path folder, List<String> services, String staged)
            throws IOException {
        StringBuilder spec =
                new StringBuilder(
                        "name: shop\npeople: [{ name: olga, groups: [release-managers] }]\nservices:\n");
        for (String service : services) {
            spec.append(
                    """
                      - name: %s
                        releases:
                          - { version: 0.9.0, age: 20d, author: theo }
                          - { version: 1.0.0, age: 9d, author: theo }
                          - { version: 1.1.0, age: 3h, author: dina }
                        runs:
                          - { environment: staging, release: 1.0.0, age: 8d }
                    %s      - { environment: production, release: 0.9.0, age: 15d }
                          - { environment: production, release: 1.0.0, age: 7d }
                    """
                            .formatted(service, staged));
        }
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, spec);
        return PracticeWorld.start(
                WorldSpec.read(file), new WorldOptions(1, SPEED, null, Instant.now()));
    }

    /** Pat stands by the records of production that are there. */
    void restored(String why) {
        setUp("production", why);
    }

    private void setUp(String environment) {
        setUp(environment, null);
    }

    private void setUp(String environment, @Nullable String restored) {
        new ClusterSetup(
                        desk("pat").desk().site(environment).cluster(),
                        workspace,
                        workspace.environment(environment),
                        EngineFacts.of(engine.info()))
                .apply(environment, restored);
    }

    /** Version 1.1.0 of each service has come in and is healthy. */
    private void stage() {
        Site staging = desk("sam").desk().site("staging");
        workspace
                .services()
                .forEach(service -> {
                    String digest = world.digest(service.name(), "1.1.0");
                    outcome(staging, service.name(), service.image() + "@" + digest, "healthy");
                });
    }

    /** Writes how a promotion of an image ended that was never asked for. */
    static void outcome(Site site, String service, String image, String result) {
        outcome(site, service, image, result, null);
    }

    /** As {@link #outcome(Site, String, String, String)}, marked. */
    static void outcome(
            Site site, String service, String image, String result, @Nullable String marked) {
        RecordRef grant =
                new RecordRef(
                        "grant-" + service + "-" + result + (marked == null ? "" : "-marked"),
                        "uid",
                        "sha256");
        site.records()
                .create(
                        RecordNames.outcome(grant.name()),
                        service,
                        "",
                        new RecordBody.Outcome(
                                grant,
                                site.environment().name(),
                                service,
                                result,
                                "as the test wants it",
                                marked,
                                image,
                                image.substring(image.indexOf('@') + 1),
                                2,
                                1,
                                1,
                                "none",
                                List.of(),
                                List.of(),
                                List.of(),
                                new RecordBody.Mark("uid", 1, 1, "nowhere")));
    }

    PracticeWorld world() {
        return world;
    }

    /** A new desk of a person, its clock right. */
    Workflow desk(String person) {
        return desk(person, Duration.ZERO);
    }

    /** A new desk of a person, with a history of its own and its clock off by that much. */
    Workflow desk(String person, Duration off) {
        InstantSource clock = () -> world.worldClock().instant().plus(off);
        String id = person + "-" + ++desks;
        History history = History.open(historyFile(id), clock);
        Desk desk =
                new Desk(
                        workspace,
                        new Sites(history, clock, world.kubeconfig(person), Traffic.UNHEEDED),
                        history,
                        id,
                        Pace.faster(SPEED));
        open.push(desk);
        EvidenceCollector collector =
                new EvidenceCollector(
                        workspace,
                        registries,
                        new ChangeReader(
                                workspace,
                                new GitSources(
                                        List.of(),
                                        folder.resolve("git-cache"),
                                        Map.of(),
                                        Traffic.UNHEEDED)),
                        new HistorySightings(history));
        GateInputs inputs = new GateInputs(desk, collector, new StandingGate(workspace));
        return Workflow.of(
                desk,
                registries,
                new Candidates(desk, registries),
                new GateService(inputs, engine, history, (level, took) -> {}));
    }

    /** Where the history of a desk lies. */
    Path historyFile(String desk) {
        return folder.resolve(desk + ".history");
    }

    /** The RBAC of an environment, in the hands of who may change it. */
    void roles(String environment, Consumer<KubernetesClient> change) {
        desk("pat")
                .desk()
                .site(environment)
                .cluster()
                .ask(
                        "change roles",
                        k -> {
                            change.accept(k);
                            return environment;
                        });
    }

    /** Asks for version 1.1.0 of a service in production. */
    Requests.Asked ask(Workflow by, String service) {
        return ask(by, "production", service);
    }

    /** As {@link #ask(Workflow, String)}, for another environment. */
    Requests.Asked ask(Workflow by, String environment, String service) {
        return by.requests()
                .request(
                        environment,
                        service,
                        Digest.parse(world.digest(service, "1.1.0")),
                        new RequestWords("a better basket", null, null, null));
    }

    /** Changes what runs in production past Drawbridge, as somebody with kubectl would. */
    void addVariable(String service, String name, String value) {
        edit(
                service,
                container ->
                        container
                                .getEnv()
                                .add(new EnvVarBuilder().withName(name).withValue(value).build()));
    }

    /** As {@link #addVariable}, with a privileged container. */
    void makePrivileged(String service) {
        edit(
                service,
                container ->
                        container.setSecurityContext(
                                new SecurityContextBuilder().withPrivileged(true).build()));
    }

    private void edit(String service, Consumer<Container> change) {
        Site site = desk("sam").desk().site("production");
        site.cluster()
                .ask(
                        "change a container",
                        k ->
                                k.apps()
                                        .deployments()
                                        .inNamespace("shop")
                                        .withName(service)
                                        .edit(d -> {
                                            change.accept(
                                                    d.getSpec()
                                                            .getTemplate()
                                                            .getSpec()
                                                            .getContainers()
                                                            .getFirst());
                                            return d;
                                        }));
    }

    /** Asked by rita, approved and granted by omar. */
    String granted(String service) {
        String id = ask(desk("rita"), service).id();
        assertThat(desk("omar").approvals().approve(id).grant()).isPresent();
        return id;
    }

    /** Brings it in, or takes it up. */
    ReleaseRecord<RecordBody.Outcome> promote(String who, String id) {
        return desk(who).actions().promote(id, true, RolloutEvents.NONE);
    }

    /** The gate of production for the release that waits for it. */
    Judged gate(Workflow by, String service) {
        return by.requests()
                .gate("production", service, Digest.parse(world.digest(service, "1.1.0")));
    }

    /** What a rule said. */
    static String message(Judged judged, String rule) {
        return judged.verdict().findings().stream()
                .filter(finding -> finding.id().equals(rule))
                .map(Finding::message)
                .findFirst()
                .orElseThrow();
    }

    /** Asserts that an act is refused with that ending, for that reason. */
    static void refused(Ending ending, String why, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.ending()).isEqualTo(ending))
                .hasMessageContaining(why);
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        registries.close();
        engine.close();
        world.close();
    }
}
