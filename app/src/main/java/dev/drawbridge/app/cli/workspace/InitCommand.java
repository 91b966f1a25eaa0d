package dev.drawbridge.app.cli.workspace;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.app.output.Words;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.connector.kube.ClusterConnection;
import dev.drawbridge.connector.kube.ClusterTarget;
import dev.drawbridge.connector.kube.ContextInfo;
import dev.drawbridge.connector.kube.Kubeconfigs;
import dev.drawbridge.connector.net.ConnectionOptions;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.workspace.Problem;
import dev.drawbridge.delivery.workspace.WorkspaceException;
import dev.drawbridge.delivery.workspace.WorkspaceFinder;
import dev.drawbridge.delivery.workspace.WorkspaceReader;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code init}. */
@Command(
        name = "init",
        description =
                "Looks around (kubeconfig contexts, their Deployments, the registries of their images) and writes"
                        + " drawbridge.yaml here. Asks what it can't know, on a terminal; never overwrites a file.")
public final class InitCommand extends DeskCommand {

    /** What was written. */
    public record Result(String file, List<String> environments, List<String> services) {}

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The workspace's name. Without it: the folder's.")
    @Nullable String name;

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "NAME=CONTEXT",
            description =
                    "An environment and its kubeconfig context; NAME=CONTEXT/NAMESPACE where it isn't the context's"
                            + " own namespace. Repeated, in the order of promotion.")
    List<String> environments = new ArrayList<>();

    public InitCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Path file = bench().resolve(Path.of(WorkspaceFinder.NAME));
        if (Files.exists(file)) {
            throw exists(file);
        }
        List<ContextInfo> contexts = Kubeconfigs.contexts(bench().kubeconfig());
        List<WorkspaceDraft.Place> places = wanted(contexts).stream().map(this::look).toList();
        WorkspaceDraft draft = new WorkspaceDraft(name == null ? folderName(file) : name, places);
        if (draft.serviceNames().isEmpty()) {
            throw new UsageException(
                    "There is no Deployment in "
                            + places.stream()
                                    .map(p ->
                                            "namespace "
                                                    + p.namespace()
                                                    + " of context "
                                                    + p.context())
                                    .collect(Collectors.joining(", "))
                            + ", so there is nothing to release; name another with -e NAME=CONTEXT/NAMESPACE.");
        }
        write(file, draft.yaml());
        Page page =
                new Page()
                        .line(
                                Tone.GOOD,
                                "Wrote "
                                        + file
                                        + ": "
                                        + Words.count(places.size(), "environment")
                                        + ", "
                                        + Words.count(draft.serviceNames().size(), "service")
                                        + ".")
                        .line(
                                "Look through it: what a cluster doesn't show (candidates' tags, sources, people, trusted keys) stands"
                                        + " there as comments.");
        List<String> names = places.stream().map(WorkspaceDraft.Place::name).toList();
        return Answer.of(
                Ending.DONE,
                new Result(file.toString(), names, draft.serviceNames()),
                page,
                "drawbridge workspace check",
                "drawbridge connect test");
    }

    /** An environment that was asked for. */
    private record Wanted(String name, ContextInfo context, String namespace) {}

    private List<Wanted> wanted(List<ContextInfo> contexts) {
        List<String> said = new ArrayList<>(environments);
        if (said.isEmpty() && contexts.size() == 1) {
            said.add(contexts.getFirst().name());
        }
        if (said.isEmpty() && bench().printer().interactive()) {
            said.addAll(ask(contexts));
        }
        if (said.isEmpty()) {
            throw new UsageException(
                    "There are "
                            + contexts.size()
                            + " contexts ("
                            + names(contexts)
                            + "); say which are environments, in the order of promotion, with -e NAME=CONTEXT.");
        }
        return said.stream().map(text -> parse(text, contexts)).toList();
    }

    private List<String> ask(List<ContextInfo> contexts) {
        bench().printer().progress("Contexts: " + names(contexts));
        String answer =
                bench().printer()
                        .ask(
                                "Which are environments, in the order of promotion? (NAME=CONTEXT or CONTEXT, with spaces between)");
        return answer == null || answer.isBlank()
                ? List.of()
                : List.of(answer.strip().split("\\s+"));
    }

    private static Wanted parse(String text, List<ContextInfo> contexts) {
        int equals = text.indexOf('=');
        String rest = text.substring(equals + 1);
        for (ContextInfo context : contexts) {
            boolean whole = rest.equals(context.name());
            if (whole || rest.startsWith(context.name() + "/")) {
                String namespace =
                        whole ? context.namespace() : rest.substring(context.name().length() + 1);
                String name = equals < 0 ? plain(context.name()) : text.substring(0, equals);
                return new Wanted(name, context, namespace);
            }
        }
        throw new UsageException(
                "There is no context '"
                        + rest
                        + "' in the kubeconfig; it has "
                        + names(contexts)
                        + ".");
    }

    private WorkspaceDraft.Place look(Wanted wanted) {
        bench().printer()
                .progress(
                        "looking at namespace "
                                + wanted.namespace()
                                + " of context "
                                + wanted.context().name());
        ClusterTarget target =
                new ClusterTarget(
                        bench().kubeconfig(),
                        wanted.context().name(),
                        null,
                        ConnectionOptions.DEFAULT);
        try (ClusterConnection cluster =
                ClusterConnection.open(target, bench().surroundings().clock())) {
            List<Deployment> deployments =
                    cluster.read(
                            "list deployments in namespace " + wanted.namespace(),
                            k ->
                                    k.apps()
                                            .deployments()
                                            .inNamespace(wanted.namespace())
                                            .list()
                                            .getItems());
            return new WorkspaceDraft.Place(
                    wanted.name(),
                    wanted.context().name(),
                    wanted.namespace(),
                    cluster.uid(),
                    deployments);
        }
    }

    /** What is written is good, or isn't written. */
    private static void write(Path file, String yaml) {
        try {
            Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            List<Problem> problems = new WorkspaceReader().check(file);
            if (!problems.isEmpty()) {
                Files.delete(file);
                throw new WorkspaceException(problems);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw new ConnectorException(
                    ConnectorException.Kind.BAD_INPUT,
                    file
                            + " can't be written ("
                            + e.getMessage()
                            + "); see to the folder's permissions.",
                    e);
        }
    }

    private static UsageException exists(Path file) {
        return new UsageException(
                file
                        + " is there already, and nothing is overwritten; change it, or go to another"
                        + " folder.");
    }

    private static String names(List<ContextInfo> contexts) {
        return contexts.stream().map(ContextInfo::name).collect(Collectors.joining(", "));
    }

    private static String folderName(Path file) {
        Path parent = file.getParent();
        Path last = parent == null ? null : parent.getFileName();
        return last == null ? "workspace" : plain(last.toString());
    }

    /** As names in a workspace may be written. */
    private static String plain(String text) {
        String plain =
                text.toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z0-9-]+", "-")
                        .replaceAll("^-+|-+$", "");
        return plain.isEmpty() ? "workspace" : plain;
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
