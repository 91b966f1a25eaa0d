package dev.drawbridge.delivery.setup;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.records.ReleaseList;
import dev.drawbridge.delivery.records.ReleaseRecord;
import dev.drawbridge.delivery.setup.Upkeep.Standing;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes an environment's cluster hold people to TRUST's rules, and says where it doesn't: {@code
 * cluster setup}. Blocks on the network; one call at a time. Applying again what stands already
 * changes nothing.
 */
public final class ClusterSetup {

    private static final String MANAGER = "drawbridge-setup";

    /** The largest ConfigMap that an API server keeps, in bytes. */
    private static final int LARGEST_LIST = 1 << 20;

    private static final int WARN_AT_PERCENT = 70;

    private final ClusterConnection cluster;
    private final Workspace workspace;
    private final Environment environment;
    private final EngineFacts engine;
    private final SetupManifests manifests;
    private final RecordStore records;

    /**
     * The setup of one environment.
     *
     * @throws WorkspaceException if the workspace doesn't say enough to set it up
     */
    public ClusterSetup(
            ClusterConnection cluster,
            Workspace workspace,
            Environment environment,
            EngineFacts engine) {
        this.cluster = cluster;
        this.workspace = workspace;
        this.environment = environment;
        this.engine = engine;
        this.manifests = new SetupManifests(workspace, environment);
        this.records = new RecordStore(cluster, environment.recordsNamespace());
    }

    /** Where the cluster isn't as the workspace says; changes nothing. */
    public SetupReport check() {
        requirePolicies();
        List<String> differences = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (HasMetadata wanted : manifests.all()) {
            ManifestState state = ManifestState.read(cluster, wanted);
            if (!state.asWanted()) {
                differences.add(state.sentence());
            }
        }
        checkList(differences, warnings);
        RecordsTrust trust = RecordsTrust.judge(cluster, environment);
        if (!(trust instanceof RecordsTrust.Enforced)) {
            differences.add("Records are not held to their makers: " + trust.why() + ".");
        }
        checkPins(differences);
        return new SetupReport(List.of(), differences, warnings, trust);
    }

    private void checkList(List<String> differences, List<String> warnings) {
        Optional<Map<String, String>> list =
                new ReleaseList(cluster, environment.recordsNamespace()).read();
        if (list.isEmpty()) {
            differences.add(
                    "There is no release list in namespace "
                            + environment.recordsNamespace()
                            + ".");
            return;
        }
        long bytes =
                list.get().entrySet().stream()
                        .mapToLong(e -> bytes(e.getKey()) + bytes(e.getValue()))
                        .sum();
        if (bytes * 100 >= (long) LARGEST_LIST * WARN_AT_PERCENT) {
            warnings.add(
                    "The release list has "
                            + list.get().size()
                            + " entries in "
                            + bytes
                            + " bytes, "
                            + bytes * 100 / LARGEST_LIST
                            + " % of what fits; the platform role prunes it.");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void checkPins(List<String> differences) {
        if (!environment.protectedEnv()) {
            return;
        }
        Optional<PinnedGate> pinned = PinnedGate.read(records);
        if (pinned.isEmpty()) {
            differences.add("The gate of environment '" + environment.name() + "' is not pinned.");
            return;
        }
        for (String difference : pinned.get().differences(currentPins())) {
            differences.add("The workspace differs from the pins: " + difference + ".");
        }
    }

    private Pins currentPins() {
        return Pins.current(
                workspace, environment, engine, ClusterFacts.read(cluster, environment));
    }

    /**
     * Brings the cluster to what the workspace says, waits until the policies hold, and records it.
     *
     * @param confirm the environment's name, needed where its gate is pinned for the first time or
     *     anew; null: not given
     * @param restored why records that are fewer than they were, or lie in a namespace made again,
     *     are to be relied on from now on; null: nothing is said of that
     * @throws WorkspaceException if {@code confirm} is needed and isn't the environment's name; the
     *     message shows what would be pinned
     * @throws ConnectorException DENIED names the right or role that is missing
     */
    public SetupReport apply(@Nullable String confirm, @Nullable String restored) {
        requirePolicies();
        ClusterFacts before = ClusterFacts.read(cluster, environment);
        requireConfirmation(before, confirm);
        Optional<ReleaseRecord<RecordBody.Other>> continues = continued(before);
        List<String> done = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (HasMetadata wanted : manifests.all()) {
            bringAbout(wanted, done);
        }
        new PolicyProbe(cluster, workspace, environment, manifests.policies()).awaitInForce();
        recordUpkeep(continues, done);
        if (restored != null) {
            int count = records.all().all().size();
            done.add(
                    "Recorded in "
                            + new Upkeep(records).restored(restored, count).name()
                            + " that the "
                            + count
                            + " records there are to be relied on: "
                            + restored
                            + ".");
        }
        fillList(continues.isPresent(), done, warnings);
        pin(done);
        SetupReport now = check();
        warnings.addAll(now.warnings());
        return new SetupReport(done, now.differences(), warnings, now.trust());
    }

    private void requirePolicies() {
        boolean known =
                cluster.read(
                        "read which kinds the cluster knows",
                        k ->
                                k.supports(
                                        "admissionregistration.k8s.io/v1",
                                        "ValidatingAdmissionPolicy"));
        if (!known) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    "The cluster of environment '"
                            + environment.name()
                            + "' ("
                            + cluster.serverVersion()
                            + ") knows no ValidatingAdmissionPolicy, which needs Kubernetes 1.30; without it say"
                            + " records: { onTrust: true } in the workspace, and every page will say so.");
        }
    }

    private void requireConfirmation(ClusterFacts facts, @Nullable String confirm) {
        if (!environment.protectedEnv() || environment.name().equals(confirm)) {
            return;
        }
        Pins current = Pins.current(workspace, environment, engine, facts);
        Optional<PinnedGate> pinned =
                facts.records() == null ? Optional.empty() : PinnedGate.read(records);
        List<String> differences =
                pinned.map(p -> p.differences(current)).orElse(List.of("it is not pinned yet"));
        if (!differences.isEmpty()) {
            throw new WorkspaceException(
                    "The gate of environment '"
                            + environment.name()
                            + "' would be pinned by you alone: "
                            + String.join("; ", differences)
                            + ". Say --confirm "
                            + environment.name()
                            + " if that is meant.");
        }
    }

    /**
     * The last upkeep record, where the policies stand exactly as it says: what setup changes now
     * leaves no gap.
     */
    private Optional<ReleaseRecord<RecordBody.Other>> continued(ClusterFacts facts) {
        return facts.records() != null
                        && RecordsTrust.judge(cluster, environment) instanceof RecordsTrust.Enforced
                ? new Upkeep(records).last()
                : Optional.empty();
    }

    private void bringAbout(HasMetadata wanted, List<String> done) {
        ManifestState state = ManifestState.read(cluster, wanted);
        if (state.asWanted()) {
            return;
        }
        String name = ManifestState.name(wanted);
        cluster.ask(
                "apply " + name,
                k -> k.resource(wanted).fieldManager(MANAGER).forceConflicts().serverSideApply());
        ManifestState after = ManifestState.read(cluster, wanted);
        HasMetadata live = after.live();
        if (live != null && !after.asWanted()) {
            // A field that somebody else added stays through an apply.
            wanted.getMetadata().setResourceVersion(live.getMetadata().getResourceVersion());
            cluster.ask("replace " + name, k -> k.resource(wanted).update());
        }
        done.add((state.live() == null ? "Made the " : "Put right the ") + name + ".");
    }

    private void recordUpkeep(
            Optional<ReleaseRecord<RecordBody.Other>> continues, List<String> done) {
        Upkeep upkeep = new Upkeep(records);
        List<Standing> live = Upkeep.live(cluster, environment.recordsNamespace());
        Optional<ReleaseRecord<RecordBody.Other>> last = upkeep.last();
        if (last.isPresent() && Upkeep.policies(last.get()).equals(live)) {
            return;
        }
        boolean gapless =
                continues.isPresent() && onlyWeChanged(Upkeep.policies(continues.get()), live);
        ReleaseRecord<RecordBody.Other> record =
                upkeep.write(live, gapless ? continues.orElse(null) : null);
        done.add("Recorded how the policies stand in " + record.name() + ".");
    }

    /**
     * Setup changes each object at most once: a generation that rose by more was raised by somebody
     * else as well.
     */
    private static boolean onlyWeChanged(List<Standing> before, List<Standing> after) {
        return before.size() == after.size()
                && after.stream()
                        .allMatch(is ->
                                before.stream()
                                        .anyMatch(was ->
                                                was.uid().equals(is.uid())
                                                        && is.generation() - was.generation()
                                                                <= 1));
    }

    private void fillList(boolean held, List<String> done, List<String> warnings) {
        String namespace = environment.recordsNamespace();
        String me = cluster.whoAmI().username();
        RunningReleases running = RunningReleases.read(cluster, workspace, environment, me);
        Optional<Map<String, String>> list = new ReleaseList(cluster, namespace).read();
        SortedMap<String, String> missing = running.missingFrom(list.orElse(Map.of()));
        warnings.addAll(running.unknown());
        if (list.isPresent() && !held) {
            warnings.add(
                    "The release list was there while the policies didn't hold: look through its "
                            + list.get().size()
                            + " entries, and prune what nobody granted.");
        }
        if (list.isPresent() && missing.isEmpty()) {
            return;
        }
        ConfigMap map =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ReleaseList.NAME)
                        .endMetadata()
                        .withData(missing)
                        .build();
        if (list.isEmpty()) {
            cluster.ask(
                    "make the release list in namespace " + namespace,
                    k -> k.resource(map).create());
            done.add(
                    "Made the release list of what runs or can be put back: "
                            + releases(missing.size())
                            + ".");
        } else {
            cluster.ask(
                    "add to the release list in namespace " + namespace,
                    k ->
                            k.configMaps()
                                    .inNamespace(namespace)
                                    .withName(ReleaseList.NAME)
                                    .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), map));
            done.add("Added " + releases(missing.size()) + " of new services to the release list.");
        }
    }

    private static String releases(int count) {
        return count == 1 ? "1 release" : count + " releases";
    }

    private void pin(List<String> done) {
        if (!environment.protectedEnv()) {
            return;
        }
        Pins current = currentPins();
        Optional<PinnedGate> pinned = PinnedGate.read(records);
        if (pinned.isPresent() && pinned.get().differences(current).isEmpty()) {
            return;
        }
        PinnedGate set = PinnedGate.set(records, current);
        String changes =
                pinned.map(p -> ", changing " + String.join("; ", p.differences(current)))
                        .orElse("");
        done.add(
                "Pinned the gate in "
                        + set.record().name()
                        + ", by one person ("
                        + set.who()
                        + ")"
                        + changes
                        + ".");
    }
}
