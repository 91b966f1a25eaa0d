package dev.drawbridge.app.desktop.desk;

import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.workspace.Workspace;

/**
 * A workspace opened with one person's credentials. Threads may share it.
 *
 * @param workspace what the workspace file says
 * @param workflow all that can be done with promotions here
 */
public record OpenDesk(Workspace workspace, Workflow workflow) {

    /**
     * Opens it, as a command would at the same workbench; connects to no cluster yet. Whoever made
     * the workbench closes it.
     *
     * @throws dev.drawbridge.delivery.workspace.WorkspaceException where there is no good workspace
     */
    public static OpenDesk at(Workbench bench) {
        return new OpenDesk(bench.workspace(), bench.workflow());
    }
}
