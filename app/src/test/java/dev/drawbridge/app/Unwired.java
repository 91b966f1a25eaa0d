package dev.drawbridge.app;

import dev.drawbridge.app.cli.desk.Wiring;
import dev.drawbridge.app.metrics.Metrics;
import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.connector.net.Traffic;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.PolicyEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reaches nothing outside. */
public final class Unwired implements Wiring {

    @Override
    public Registries registries(Workspace workspace, Metrics metrics) {
        return new Registries(List.of(), DockerCredentials.NONE);
    }

    @Override
    public GitSources git(Workspace workspace, Path cache, Metrics metrics) {
        return new GitSources(List.of(), cache, Map.of(), Traffic.UNHEEDED);
    }

    @Override
    public PolicyEngine engine(Workspace workspace, Metrics metrics) {
        return EmbeddedEngine.open();
    }

    @Override
    public Workflow workflow(
            Desk desk,
            Registries registries,
            GitSources git,
            PolicyEngine engine,
            Metrics metrics) {
        throw new AssertionError("no workflow was wired");
    }
}
