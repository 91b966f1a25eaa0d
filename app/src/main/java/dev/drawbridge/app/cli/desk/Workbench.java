package dev.drawbridge.app.cli.desk;

import dev.drawbridge.analytics.history.History;
import dev.drawbridge.app.local.DataFolder;
import dev.drawbridge.app.local.DeskId;
import dev.drawbridge.app.local.LastWorkspace;
import dev.drawbridge.app.metrics.Metrics;
import dev.drawbridge.app.output.Printer;
import dev.drawbridge.connector.git.GitSources;
import dev.drawbridge.connector.oci.Registries;
import dev.drawbridge.delivery.Desk;
import dev.drawbridge.delivery.Sites;
import dev.drawbridge.delivery.promotion.Workflow;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.workspace.Environment;
import dev.drawbridge.delivery.workspace.Service;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import dev.drawbridge.delivery.workspace.WorkspaceFinder;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import dev.drawbridge.policies.EmbeddedEngine;
import dev.drawbridge.policies.PolicyEngine;
import java.io.File;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command works with, opened when it is first asked for: the workspace, this desk, the
 * workflow. One a process, used by the thread of the command.
 */
public final class Workbench implements AutoCloseable {

    private final GlobalOptions options;
    private final Surroundings surroundings;
    private final Wiring wiring;
    private final Metrics metrics = new Metrics();
    private @Nullable Printer printer;
    private @Nullable Workspace workspace;
    private @Nullable Desk desk;
    private @Nullable Registries registries;
    private @Nullable GitSources git;
    private @Nullable PolicyEngine engine;
    private @Nullable Workflow workflow;

    public Workbench(GlobalOptions options, Surroundings surroundings, Wiring wiring) {
        this.options = options;
        this.surroundings = surroundings;
        this.wiring = wiring;
    }

    /** Another, wired alike, for somebody else's surroundings; whoever asks closes it. */
    public Workbench at(Surroundings others) {
        return new Workbench(new GlobalOptions(), others, wiring);
    }

    /** The options that every command takes. */
    public GlobalOptions options() {
        return options;
    }

    /** What the process was started in. */
    public Surroundings surroundings() {
        return surroundings;
    }

    /** This process' figures. */
    public Metrics metrics() {
        return metrics;
    }

    /** Where answers go, as the options say. */
    public Printer printer() {
        Printer known = printer;
        if (known == null) {
            boolean colour =
                    !options.noColor
                            && surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty();
            ZoneId zone = options.zone == null ? surroundings.zone() : options.zone;
            known =
                    new Printer(
                            surroundings.streams(),
                            new Printer.Look(options.output, colour, zone, options.verbose));
            printer = known;
        }
        return known;
    }

    /** A path of the command line, from the current folder on. */
    public Path resolve(Path path) {
        return surroundings.folder().resolve(path).normalize();
    }

    /** The user's folder for our own files. */
    public DataFolder data() {
        return DataFolder.of(
                surroundings.environment(), surroundings.system(), surroundings.home());
    }

    /**
     * The workspace file that counts.
     *
     * @throws WorkspaceException where none is named and none is found
     */
    public Path workspaceFile() {
        return findWorkspaceFile()
                .orElseThrow(() ->
                        new WorkspaceException(
                                "There is no "
                                        + WorkspaceFinder.NAME
                                        + " in "
                                        + surroundings.folder()
                                        + " or above, and none was opened before; name one with --workspace,"
                                        + " or write one with `drawbridge init`."));
    }

    private Optional<Path> findWorkspaceFile() {
        return options.workspace != null
                ? Optional.of(resolve(options.workspace))
                : WorkspaceFinder.find(surroundings.folder()).or(this::lastOpened);
    }

    /** Said aloud: the folder one is in doesn't show which team's workspace it is. */
    private Optional<Path> lastOpened() {
        Optional<Path> last = new LastWorkspace(data()).find();
        last.ifPresent(file -> printer().progress("using " + file + ", the workspace opened last"));
        return last;
    }

    /** The workspace, read and checked. */
    public Workspace workspace() {
        Workspace known = workspace;
        if (known == null) {
            known = new WorkspaceReader().read(workspaceFile());
            new LastWorkspace(data()).keep(known.file());
            workspace = known;
        }
        return known;
    }

    /** An environment of the workspace. */
    public Environment environment(String name) {
        return workspace().environment(name);
    }

    /** A service of the workspace. */
    public Service service(String name) {
        return workspace().service(name);
    }

    /** Where this desk's history of the workspace lies. */
    public Path historyFile() {
        if (options.history != null) {
            return resolve(options.history);
        }
        Workspace of = workspace();
        String file =
                of.name()
                        + "-"
                        + RecordJson.sha256(of.file().toString()).substring(0, 8)
                        + ".history";
        return data().path().resolve(file);
    }

    /** This desk, its history opened. */
    public Desk desk() {
        Desk known = desk;
        if (known == null) {
            data().make();
            History history = History.open(historyFile(), surroundings.clock());
            known =
                    new Desk(
                            workspace(),
                            new Sites(
                                    history, surroundings.clock(), kubeconfig(), metrics::answered),
                            history,
                            DeskId.of(data(), surroundings.random()),
                            surroundings.pace());
            desk = known;
        }
        return known;
    }

    /**
     * The one file that KUBECONFIG names; null where it names none or several, which are read as
     * kubectl reads them.
     */
    public @Nullable Path kubeconfig() {
        String named = surroundings.environment().getOrDefault("KUBECONFIG", "");
        return named.isEmpty() || named.contains(File.pathSeparator)
                ? null
                : resolve(Path.of(named));
    }

    /** The registries of the workspace. */
    public Registries registries() {
        Registries known = registries;
        if (known == null) {
            known = wiring.registries(workspace(), metrics);
            registries = known;
        }
        return known;
    }

    /** The repositories that services come from. */
    public GitSources git() {
        GitSources known = git;
        if (known == null) {
            known = wiring.git(workspace(), data().path().resolve("cache"), metrics);
            git = known;
        }
        return known;
    }

    /** The engine that runs the rules: the embedded one where there is no workspace. */
    public PolicyEngine engine() {
        PolicyEngine known = engine;
        if (known == null) {
            known =
                    findWorkspaceFile().isPresent()
                            ? wiring.engine(workspace(), metrics)
                            : EmbeddedEngine.open();
            engine = known;
        }
        return known;
    }

    /** The workflow over this desk. */
    public Workflow workflow() {
        Workflow known = workflow;
        if (known == null) {
            known = wiring.workflow(desk(), registries(), git(), engine(), metrics);
            workflow = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        if (registries != null) {
            registries.close();
        }
        if (desk != null) {
            desk.close();
        }
    }
}
