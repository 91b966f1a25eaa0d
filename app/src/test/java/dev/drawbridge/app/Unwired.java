package dev.drawbridge.app;

import dev.drawbridge.app.cli.desk.Wiring;
import dev.drawbridge.app.metrics.Metrics;
import dev.drawbridge.connector.oci.DockerCredentials;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.PolicyEngine;
import java.nio.file.Path;
import java.util.List;

/** Reaches nothing outside. */
public final class Unwired implements Wiring {

    @Override
    public Registries registries(Workspace workspace, Metrics metrics) {
        return new Registries(List.of(), DockerCredentials.NONE);
    }

    @Override
    public PolicyEngine engine(Workspace workspace, Metrics metrics) {
        return EmbeddedEngine.open();
    }

    @Override
    public Workflow workflow(
            Desk desk, Registries registries, PolicyEngine engine, Path cache, Metrics metrics) {
        throw new AssertionError("no workflow was wired");
    }
}
