package dev.drawbridge.delivery.setup;

import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.Identity;
import dev.drawbridge.delivery.records.RecordStore;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Role;
import dev.drawbridge.delivery.workspace.Workspace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the policies are in force by trying, without leaving anything behind, what they
 * must refuse. An API server takes up a new policy within seconds; where there are several, each by
 * itself, so one answer isn't enough.
 */
final class PolicyProbe {

    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final int TRIES = 300;
    private static final int ANSWERS_IN_A_ROW = 5;
    private static final String NAME = "drawbridge-probe";
    private static final String SOMEBODY_ELSE = "drawbridge:probe:somebody-else";

    private final ClusterConnection cluster;
    private final Workspace workspace;
    private final Environment environment;
    private final PolicyManifests policies;

    PolicyProbe(
            ClusterConnection cluster,
            Workspace workspace,
            Environment environment,
            PolicyManifests policies) {
        this.cluster = cluster;
        this.workspace = workspace;
        this.environment = environment;
        this.policies = policies;
    }

    /**
     * Waits until both policies answer in the very version that setup made, a record in somebody
     * else's name is refused, and the caller's own role counts.
     *
     * @throws ConnectorException DENIED where the caller hasn't the platform role, UNREADABLE where
     *     a policy doesn't come into force within a minute
     */
    void awaitInForce() {
        await(
                "policy version " + policies.recordsVersion() + " answers",
                "the records policy",
                () ->
                        tryRecord(
                                Map.of(PolicyManifests.PROBE, "records"),
                                cluster.whoAmI().username()));
        awaitOwnRole();
        await(
                "policy version " + policies.fenceVersion() + " answers",
                "the fence policy",
                this::tryLease);
        String forged = tryRecord(Map.of(), SOMEBODY_ELSE);
        if (forged == null || !forged.contains("a record names the user who makes it")) {
            throw notInForce("the records policy", forged);
        }
    }

    /** An attempt: what it was refused with, or null where it would have been allowed. */
    private interface Attempt {
        @Nullable String refusal();
    }

    private void await(String words, String policy, Attempt attempt) {
        int inARow = 0;
        String last = null;
        for (int i = 0; i < TRIES && inARow < ANSWERS_IN_A_ROW; i++) {
            last = attempt.refusal();
            if (last != null && last.contains(words)) {
                inARow++;
            } else {
                inARow = 0;
                pause();
            }
        }
        if (inARow < ANSWERS_IN_A_ROW) {
            throw notInForce(policy, last);
        }
    }

    private void awaitOwnRole() {
        String last = null;
        for (int i = 0; i < TRIES / 10; i++) {
            last = tryRecord(Map.of(), cluster.whoAmI().username());
            if (last == null) {
                return;
            }
            pause();
        }
        Identity me = cluster.whoAmI();
        throw new ConnectorException(
                ConnectorException.Kind.DENIED,
                "Environment '"
                        + environment.name()
                        + "' has its policies, but you, "
                        + me.username()
                        + ", may not record it: none of your groups "
                        + me.groups()
                        + " has the role platform ("
                        + workspace.groups(Role.PLATFORM)
                        + "); let one of them run the same command. The cluster said: "
                        + last);
    }

    private ConnectorException notInForce(String policy, @Nullable String last) {
        return new ConnectorException(
                ConnectorException.Kind.UNREADABLE,
                "Can't tell whether "
                        + policy
                        + " of environment '"
                        + environment.name()
                        + "' is in force: it is made, and what it must refuse was "
                        + (last == null ? "still allowed" : "answered with: " + last)
                        + "; run 'drawbridge cluster setup -e "
                        + environment.name()
                        + " --apply' again, and nothing counts on it until then.");
    }

    private @Nullable String tryRecord(Map<String, String> annotations, String who) {
        ConfigMap record =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(environment.recordsNamespace())
                        .withName(NAME)
                        .addToLabels(RecordStore.KIND, RoleTable.UPKEEP)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .withImmutable(true)
                        .withData(Map.of("who", who, "groups", "", "body", "{}"))
                        .build();
        return refusal(() ->
                cluster.ask("try the records policy", k -> k.resource(record).dryRun().create()));
    }

    private @Nullable String tryLease() {
        Lease lease =
                new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(environment.recordsNamespace())
                        .withName(NAME)
                        .addToAnnotations(PolicyManifests.PROBE, "fence")
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build();
        return refusal(() ->
                cluster.ask("try the fence policy", k -> k.resource(lease).dryRun().create()));
    }

    private static @Nullable String refusal(Runnable attempt) {
        try {
            attempt.run();
            return null;
        } catch (ConnectorException e) {
            if (e.kind() != ConnectorException.Kind.DENIED) {
                throw e;
            }
            // It goes on inside a sentence of ours.
            return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(
                    ConnectorException.Kind.UNREADABLE,
                    "Waiting for the policies was interrupted; run the setup again.",
                    e);
        }
    }
}
