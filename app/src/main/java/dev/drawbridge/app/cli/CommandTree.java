package dev.drawbridge.app.cli;

import dev.drawbridge.app.cli.cluster.ClusterPinsCommand;
import dev.drawbridge.app.cli.cluster.ClusterSetupCommand;
import dev.drawbridge.app.cli.cluster.ConnectTestCommand;
import dev.drawbridge.app.cli.desk.CommandLines;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.GlobalOptions;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.cli.evidence.EvidenceListCommand;
import dev.drawbridge.app.cli.evidence.EvidenceReadCommand;
import dev.drawbridge.app.cli.evidence.EvidenceVerifyCommand;
import dev.drawbridge.app.cli.freeze.FreezeCommand;
import dev.drawbridge.app.cli.freeze.FreezeEndCommand;
import dev.drawbridge.app.cli.freeze.FreezeListCommand;
import dev.drawbridge.app.cli.history.HistoryBackupCommand;
import dev.drawbridge.app.cli.history.HistoryRestoreCommand;
import dev.drawbridge.app.cli.history.HistorySyncCommand;
import dev.drawbridge.app.cli.policy.PolicyExplainCommand;
import dev.drawbridge.app.cli.policy.PolicyListCommand;
import dev.drawbridge.app.cli.policy.PolicyTestCommand;
import dev.drawbridge.app.cli.promotion.ApproveCommand;
import dev.drawbridge.app.cli.promotion.GateCommand;
import dev.drawbridge.app.cli.promotion.PromoteCommand;
import dev.drawbridge.app.cli.promotion.RefuseCommand;
import dev.drawbridge.app.cli.promotion.RequestCommand;
import dev.drawbridge.app.cli.release.ChangesCommand;
import dev.drawbridge.app.cli.release.ReleasesCommand;
import dev.drawbridge.app.cli.release.ServicesCommand;
import dev.drawbridge.app.cli.rollout.RollbackCommand;
import dev.drawbridge.app.cli.rollout.RolloutDriveCommand;
import dev.drawbridge.app.cli.rollout.RolloutListCommand;
import dev.drawbridge.app.cli.rollout.RolloutShowCommand;
import dev.drawbridge.app.cli.rollout.RolloutWatchCommand;
import dev.drawbridge.app.cli.workspace.InitCommand;
import dev.drawbridge.app.cli.workspace.WorkspaceCheckCommand;
import dev.drawbridge.app.cli.workspace.WorkspaceSchemaCommand;
import dev.drawbridge.app.cli.workspace.WorkspaceShowCommand;
import dev.drawbridge.app.demo.DemoCommand;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Every command there is, in the order in which help and reference show them. */
final class CommandTree {

    private CommandTree() {}

    /** The whole command line over a workbench that hasn't opened anything yet. */
    static CommandLine of(GlobalOptions options, Workbench bench, CommandLines lines) {
        CommandLine root = new CommandLine(new RootCommand(bench, options));
        root.addSubcommand(new DemoCommand(bench, lines));
        root.addSubcommand(new InitCommand(bench));
        workspaceCommands(root, bench);
        clusterCommands(root, bench);
        releaseCommands(root, bench);
        promotionCommands(root, bench);
        rolloutCommands(root, bench);
        policyCommands(root, bench);
        evidenceCommands(root, bench);
        historyCommands(root, bench);
        Values.register(root);
        root.setUsageHelpWidth(100);
        root.setUsageHelpAutoWidth(false);
        eachBelow(root).forEach(CommandTree::shortenHelp);
        return root;
    }

    private static void workspaceCommands(CommandLine root, Workbench bench) {
        group(
                root,
                "workspace",
                "The workspace file: is it good, what may it hold, what does it come to.",
                new WorkspaceCheckCommand(bench),
                new WorkspaceSchemaCommand(bench),
                new WorkspaceShowCommand(bench));
    }

    private static void clusterCommands(CommandLine root, Workbench bench) {
        group(root, "connect", "The connections of the workspace.", new ConnectTestCommand(bench));
        group(
                root,
                "cluster",
                "What an environment's cluster holds people to.",
                new ClusterSetupCommand(bench),
                new ClusterPinsCommand(bench));
    }

    private static void releaseCommands(CommandLine root, Workbench bench) {
        root.addSubcommand(new ServicesCommand(bench));
        root.addSubcommand(new ReleasesCommand(bench));
    }

    private static void promotionCommands(CommandLine root, Workbench bench) {
        root.addSubcommand(new GateCommand(bench));
        root.addSubcommand(new RequestCommand(bench));
        root.addSubcommand(new ApproveCommand(bench));
        root.addSubcommand(new RefuseCommand(bench));
        root.addSubcommand(new PromoteCommand(bench));
    }

    private static void rolloutCommands(CommandLine root, Workbench bench) {
        group(
                root,
                "rollout",
                "Promotions on their way and how they ended.",
                new RolloutListCommand(bench),
                new RolloutShowCommand(bench),
                new RolloutWatchCommand(bench),
                new RolloutDriveCommand(bench));
        root.addSubcommand(new RollbackCommand(bench));
        root.addSubcommand(new ChangesCommand(bench));
        CommandLine freeze = new CommandLine(new FreezeCommand(bench));
        root.addSubcommand(freeze);
        freeze.addSubcommand(new FreezeListCommand(bench));
        freeze.addSubcommand(new FreezeEndCommand(bench));
    }

    private static void evidenceCommands(CommandLine root, Workbench bench) {
        group(
                root,
                "evidence",
                "What is known about an image, and on whose word.",
                new EvidenceListCommand(bench),
                new EvidenceReadCommand(bench),
                new EvidenceVerifyCommand(bench));
    }

    private static void historyCommands(CommandLine root, Workbench bench) {
        group(
                root,
                "history",
                "What this desk remembers.",
                new HistorySyncCommand(bench),
                new HistoryBackupCommand(bench),
                new HistoryRestoreCommand(bench));
    }

    private static void policyCommands(CommandLine root, Workbench bench) {
        group(
                root,
                "policy",
                "The rules that a release must pass.",
                new PolicyListCommand(bench),
                new PolicyExplainCommand(bench),
                new PolicyTestCommand(bench));
    }

    private static void group(
            CommandLine root, String name, String description, DeskCommand... commands) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        CommandLine group = new CommandLine(spec);
        root.addSubcommand(
                name, group); // before its own, so that they take the program's options too
        for (DeskCommand command : commands) {
            group.addSubcommand(command);
        }
    }

    static List<CommandLine> eachBelow(CommandLine line) {
        return line.getSubcommands().values().stream()
                .flatMap(sub -> Stream.concat(Stream.of(sub), eachBelow(sub).stream()))
                .toList();
    }

    /** A command's help shows its own options; those of every command stand in the program's. */
    private static void shortenHelp(CommandLine line) {
        line.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
                        help -> help.optionListExcludingGroups(own(help)));
        line.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                        help -> Synopsis.of(help.commandSpec()) + "\n");
        line.getCommandSpec()
                .usageMessage()
                .footer("", "Every command also takes the options that `drawbridge --help` shows.");
    }

    static List<OptionSpec> own(Help help) {
        return own(help.commandSpec());
    }

    /** The options that a command doesn't share with all others. */
    static List<OptionSpec> own(CommandSpec spec) {
        return spec.options().stream().filter(option -> !option.inherited()).toList();
    }
}
