package dev.drawbridge.delivery;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.delivery.workload.Pace;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Workspace;
import java.util.List;
import java.util.function.Function;

/**
 * One person's desk: a workspace, its environments as that person's credentials reach them, and
 * this machine's history. Threads may share it.
 */
public final class Desk implements AutoCloseable {
    private final Workspace workspace;
    private final Sites sites;
    private final History history;
    private final String id;
    private final Pace pace;

    /**
     * @param id of this desk and process; names the holder of a Lease, so no two processes share
     *     one
     * @param pace how it waits between looks
     */
    public Desk(Workspace workspace, Sites sites, History history, String id, Pace pace) {
        this.workspace = workspace;
        this.sites = sites;
        this.history = history;
        this.id = id;
        this.pace = pace;
    }

    /** The workspace as it was read. */
    public Workspace workspace() {
        return workspace;
    }

    /** This machine's history. */
    public History history() {
        return history;
    }

    /** This desk's id. */
    public String id() {
        return id;
    }

    /** How it waits. */
    public Pace pace() {
        return pace;
    }

    /** All environments as this desk reaches them. */
    public Sites sites() {
        return sites;
    }

    /**
     * An environment, connected.
     *
     * @throws Refused BAD_INPUT when the workspace has none of that name
     */
    public Site site(String environment) {
        return sites.of(
                named(environment, "environment", workspace.environments(), Environment::name));
    }

    /**
     * A service of the workspace.
     *
     * @throws Refused BAD_INPUT when it has none of that name
     */
    public Service service(String name) {
        return named(name, "service", workspace.services(), Service::name);
    }

    @Override
    public void close() {
        sites.close();
        history.close();
    }

    private <T> T named(String name, String what, List<T> known, Function<T, String> nameOf) {
        return known.stream()
                .filter(one -> nameOf.apply(one).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Refused(
                                Ending.BAD_INPUT,
                                "workspace "
                                        + workspace.file()
                                        + " has no "
                                        + what
                                        + " "
                                        + name
                                        + "; it has "
                                        + String.join(", ", known.stream().map(nameOf).toList())));
    }
}
