package dev.drawbridge.app.cli.desk;

import dev.drawbridge.app.metrics.Metrics;
import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.policies.PolicyEngine;
import java.nio.file.Path;

/**
 * Makes the parts of a desk that reach the outside. Called once each, when they are first needed.
 */
public interface Wiring {

    /**
     * The registries of a workspace, with the user's logins; the caller closes them.
     *
     * @param metrics counts the requests to them
     */
    Registries registries(Workspace workspace, Metrics metrics);

    /**
     * The Git repositories that services come from, with the user's logins.
     *
     * @param cache a folder for what can be fetched again
     * @param metrics counts the requests to them
     */
    GitSources git(Workspace workspace, Path cache, Metrics metrics);

    /**
     * The engine that a workspace wants; nothing is asked of it yet. The caller closes it.
     *
     * @param metrics counts the requests to it, if it is elsewhere
     */
    PolicyEngine engine(Workspace workspace, Metrics metrics);

    /**
     * The workflow over a desk.
     *
     * @param metrics counts the gates it judges
     */
    Workflow workflow(
            Desk desk, Registries registries, GitSources git, PolicyEngine engine, Metrics metrics);
}
