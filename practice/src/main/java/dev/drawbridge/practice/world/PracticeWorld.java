package dev.drawbridge.practice.world;

import dev.drawbridge.practice.kube.ApiOptions;
import dev.drawbridge.practice.kube.ImagePullException;
import dev.drawbridge.practice.kube.PersonToken;
import dev.drawbridge.practice.kube.PracticeApiServer;
import dev.drawbridge.practice.registry.PracticeRegistry;
import dev.drawbridge.practice.registry.RegistryOptions;
import dev.drawbridge.practice.world.WorldSpec.EnvironmentName;
import dev.drawbridge.practice.world.WorldSpec.Person;
import dev.drawbridge.practice.world.WorldSpec.Service;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running practice world: three clusters, a registry and Git repositories on loopback, and a
 * folder with what a desk needs to use them: {@code drawbridge.yaml}, {@code kubeconfig-NAME} a
 * person, {@code keys/}, {@code git/}. Closing it ends all and removes the folder. For any thread.
 */
public final class PracticeWorld implements AutoCloseable {
    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?<repository>[^@]+?)(?:@(?<digest>sha256:[0-9a-f]{64})|:(?<tag>[\\w.-]+))");

    private final WorldSpec spec;
    private final Seed seed;
    private final WorldClock clock;
    private final List<Person> people;
    private final WorldFolder folder;
    private final PracticeRegistry registry;
    private final Map<EnvironmentName, PracticeApiServer> clusters =
            new EnumMap<>(EnvironmentName.class);
    private final Releases releases;
    private final FaultSwitch faults;

    private PracticeWorld(
            WorldSpec spec, WorldOptions options, WorldFolder folder, PracticeRegistry registry) {
        this.spec = spec;
        this.seed = new Seed(options.seed());
        this.clock = new WorldClock(options.start(), options.speed(), System::nanoTime);
        this.people = Household.people(spec);
        this.folder = folder;
        this.registry = registry;
        this.releases =
                new Releases(
                        registry,
                        new PracticeGit(folder.path().resolve("git"), seed),
                        evidence(),
                        people);
        this.faults = new FaultSwitch(clusters, registry, folder);
    }

    /**
     * Starts a world and fills it as the spec says. The steps of the spec are not played.
     *
     * @throws SpecException if the folder is there already
     * @throws java.io.UncheckedIOException if the folder can't be written or no port can be had
     */
    public static PracticeWorld start(WorldSpec spec, WorldOptions options) {
        WorldFolder folder = WorldFolder.make(options.folder());
        Deque<Runnable> undo = new ArrayDeque<>(List.of(folder::remove));
        try {
            PracticeRegistry registry = PracticeRegistry.start(RegistryOptions.OPEN);
            undo.push(registry::close);
            PracticeWorld world = new PracticeWorld(spec, options, folder, registry);
            undo.push(world::closeClusters);
            world.fill();
            undo.clear();
            return world;
        } finally {
            undo.forEach(Runnable::run);
        }
    }

    private EvidenceFactory evidence() {
        return new EvidenceFactory(
                registry,
                key("build"),
                key("tests"),
                key("scanner"),
                SigningKey.make("stranger", seed));
    }

    private SigningKey key(String name) {
        SigningKey key = SigningKey.make(name, seed);
        folder.write("keys/" + name + ".pub", key.publicPem());
        folder.write("keys/" + name + ".key", key.privatePem());
        return key;
    }

    private void fill() {
        spec.services()
                .forEach(service ->
                        service.releases()
                                .forEach(release ->
                                        releases.publish(service.name(), release, clock.start())));
        for (EnvironmentName environment : EnvironmentName.values()) {
            clusters.put(environment, startCluster(environment));
        }
        // most of a world's start is the past of its clusters, which know nothing of one another
        clusters.entrySet().parallelStream()
                .forEach(entry ->
                        new ClusterSeed(entry.getValue(), entry.getKey(), clock.start())
                                .fill(spec, this::reference));
        for (Person person : people) {
            if (!person.groups().isEmpty()) {
                folder.write(
                        "kubeconfig-" + person.name(),
                        DeskFiles.kubeconfig(clusters, person, token(person)));
            }
        }
        folder.write(
                "drawbridge.yaml",
                DeskFiles.workspace(spec, clusters, registry.host(), folder.path().resolve("git")));
        spec.faults().forEach(fault -> faults.set(fault, true));
    }

    private String reference(Service service, String version) {
        Image image = releases.image(service.name(), version);
        return "%s/%s@%s".formatted(registry.host(), image.repository(), image.digest());
    }

    private PracticeApiServer startCluster(EnvironmentName environment) {
        return PracticeApiServer.start(
                new ApiOptions(
                        environment.text(),
                        clock,
                        clock.speed(),
                        people.stream()
                                .filter(person -> !person.groups().isEmpty())
                                .map(person ->
                                        new PersonToken(
                                                token(person),
                                                person.name(),
                                                "uid-" + person.name(),
                                                person.groups()))
                                .toList(),
                        this::pull,
                        seed.random("cluster/" + environment.text())));
    }

    private String token(Person person) {
        return seed.token("token/" + person.name());
    }

    /** Pulls as a node does: from the registry, whose address is that of this world alone. */
    private String pull(String image) throws ImagePullException {
        Matcher reference = REFERENCE.matcher(image);
        String host = registry.host() + "/";
        if (!reference.matches() || !image.startsWith(host)) {
            throw new ImagePullException(
                    "failed to pull and unpack image \"%s\": failed to resolve reference \"%s\": no such host"
                            .formatted(image, image));
        }
        String named = reference.group("repository");
        String wanted =
                Objects.requireNonNullElse(reference.group("digest"), reference.group("tag"));
        return registry.resolve(named.substring(host.length()), wanted)
                .map(digest -> named + "@" + digest)
                .orElseThrow(() ->
                        new ImagePullException(
                                "failed to pull and unpack image \"%s\": failed to resolve reference \"%s\": %s: not found"
                                        .formatted(image, image, image)));
    }

    /** What it was made from. */
    public WorldSpec spec() {
        return spec;
    }

    /** Where its files are, until it closes. */
    public Path folder() {
        return folder.path();
    }

    /** The workspace file of this world. */
    public Path workspaceFile() {
        return folder().resolve("drawbridge.yaml");
    }

    /** A person's kubeconfig, with the contexts shop-dev, shop-staging and shop-production. */
    public Path kubeconfig(String person) {
        return folder().resolve("kubeconfig-" + person);
    }

    /** World time. */
    public WorldClock worldClock() {
        return clock;
    }

    /** Who is there, with their groups as they were at the start. */
    public List<Person> people() {
        return people;
    }

    /** Host and port of the registry. */
    public String registry() {
        return registry.host();
    }

    /** Digest of a release's image. */
    public String digest(String service, String version) {
        return releases.image(service, version).digest();
    }

    /** The API server of an environment. */
    public URI cluster(EnvironmentName environment) {
        return Objects.requireNonNull(clusters.get(environment)).url();
    }

    /**
     * Makes something happen in this world, now, whatever its {@code at} says. A wait takes as long
     * as it really does.
     *
     * @throws InterruptedException if a wait was interrupted
     */
    public void happen(Step.Happening happening) throws InterruptedException {
        switch (happening) {
            case Step.Wait step -> Thread.sleep(atLeastAMilli(clock.real(step.lasts())));
            case Step.LeaveGroup step -> leave(step);
            case Step.FaultOn step -> faults.set(step.fault(), true);
            case Step.FaultOff step -> faults.set(step.fault(), false);
            case Step.ScanAgain step ->
                    releases.scanAgain(
                            step.service(), step.release(), step.scan(), clock.instant());
            case Step.RemoveSignature step ->
                    releases.removeSignature(step.service(), step.release());
            case Step.Publish step ->
                    releases.publish(step.service(), step.release(), clock.instant());
        }
    }

    private void leave(Step.LeaveGroup step) {
        clusters.values().forEach(cluster -> cluster.leaves(step.who(), step.group()));
    }

    private static Duration atLeastAMilli(Duration duration) {
        return duration.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : duration;
    }

    private void closeClusters() {
        clusters.values().forEach(PracticeApiServer::close);
    }

    @Override
    public void close() {
        closeClusters();
        registry.close();
        folder.remove();
    }
}
