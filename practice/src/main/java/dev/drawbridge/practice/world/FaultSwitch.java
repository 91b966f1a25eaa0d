package dev.drawbridge.practice.world;

import dev.drawbridge.practice.kube.Fault.Scope;
import dev.drawbridge.practice.kube.PracticeApiServer;
import dev.drawbridge.practice.registry.Digests;
import dev.drawbridge.practice.registry.PracticeRegistry;
import dev.drawbridge.practice.world.WorldSpec.EnvironmentName;
import dev.drawbridge.practice.world.WorldSpec.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** Breaks and mends what a scenario names. */
final class FaultSwitch {
    private static final String GIT = "git";
    private static final String GIT_GONE = "git-gone";

    private final Map<EnvironmentName, PracticeApiServer> clusters;
    private final PracticeRegistry registry;
    private final WorldFolder folder;

    FaultSwitch(
            Map<EnvironmentName, PracticeApiServer> clusters,
            PracticeRegistry registry,
            WorldFolder folder) {
        this.clusters = clusters;
        this.registry = registry;
        this.folder = folder;
    }

    void set(Fault fault, boolean on) {
        switch (fault.kind()) {
            case REGISTRY -> registry.setAnswering(!on);
            case GIT -> folder.move(on ? GIT : GIT_GONE, on ? GIT_GONE : GIT);
            default -> {
                PracticeApiServer cluster =
                        Objects.requireNonNull(
                                clusters.get(fault.environment()), "a fault names its environment");
                if (on) {
                    cluster.faults().add(inCluster(fault));
                } else {
                    cluster.faults().remove(inCluster(fault));
                }
            }
        }
    }

    private dev.drawbridge.practice.kube.Fault inCluster(Fault fault) {
        Scope scope = new Scope(ClusterSeed.NAMESPACE, fault.service(), null);
        return switch (fault.kind()) {
            case IMAGE_PULL ->
                    dev.drawbridge.practice.kube.Fault.imagePull(
                            scope, "dial tcp %s: i/o timeout".formatted(registry.host()));
            case CRASH_LOOP -> dev.drawbridge.practice.kube.Fault.crashLoop(scope);
            case NEVER_READY ->
                    dev.drawbridge.practice.kube.Fault.neverReady(
                            scope, "HTTP probe failed with statuscode: 503");
            case QUOTA -> dev.drawbridge.practice.kube.Fault.quota(scope, "shop-quota");
            case NO_ROOM -> dev.drawbridge.practice.kube.Fault.noNode(scope);
            case WRONG_IMAGE ->
                    dev.drawbridge.practice.kube.Fault.wrongImageId(
                            scope,
                            "%s/shop/other@%s"
                                    .formatted(
                                            registry.host(),
                                            Digests.of(
                                                    "another image"
                                                            .getBytes(StandardCharsets.UTF_8))));
            case SLOW_START ->
                    dev.drawbridge.practice.kube.Fault.slowStart(scope, Duration.ofMinutes(1));
            case REGISTRY, GIT -> throw new IllegalArgumentException("not a cluster's fault");
        };
    }
}
