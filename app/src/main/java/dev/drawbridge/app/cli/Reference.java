package dev.drawbridge.app.cli;

import dev.drawbridge.app.cli.desk.DeskCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference of the command line as Markdown, from the commands themselves. */
final class Reference {

    private static final String INTRODUCTION =
            """
            # The command line

            Every command, as `drawbridge COMMAND --help` describes it. What `--output json` writes follows
            [the schema](cli.schema.json): one document, with `outcome` and `exitCode` in it. Answers go to standard
            output; progress, failures and the log go to standard error. Nothing is asked where standard input or output
            isn't a terminal: a command then fails and names the flag that would have answered.

            ## Exit codes

            | code | outcome | means |
            |---|---|---|
            | 0 | `done` | done as asked; for `gate`: all fine |
            | 1 | `failed` | it failed, or was put back by evidence or a person |
            | 2 | `bad-input` | wrong usage, or a file that can't be read as what it should be |
            | 3 | `denied` | denied by a finding, a refusal, a freeze, a right |
            | 4 | `cant-tell` | stale, missing, unsigned or unreachable; a connection that doesn't answer as itself |
            | 5 | `waits` | waits for people |
            | 6 | `look-now` | ended, and what should show its effect can't be read or shows something else |

            Where several apply the first of 2, 6, 1, 3, 4, 5 wins. A watch or a drive that is interrupted (Ctrl-C) stops
            nothing in the cluster; it says what goes on there and ends with 4.

            ## Options of every command

            """;

    private Reference() {}

    static String of(CommandLine root) {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        options(text, root.getCommandSpec().options());
        for (CommandLine line : CommandTree.eachBelow(root)) {
            if (line.getCommandSpec().userObject() instanceof DeskCommand command) {
                command(text, line.getCommandSpec(), command);
            }
        }
        return text.toString();
    }

    private static void command(StringBuilder text, CommandSpec spec, DeskCommand command) {
        text.append("\n## ").append(spec.qualifiedName(" ")).append("\n\n");
        text.append("    ").append(Synopsis.of(spec)).append("\n\n");
        for (String paragraph : spec.usageMessage().description()) {
            text.append(paragraph).append("\n\n");
        }
        if (command.hasRows()) {
            text.append("Has rows for `--output csv`.\n\n");
        }
        if (!spec.positionalParameters().isEmpty() || !CommandTree.own(spec).isEmpty()) {
            text.append("| | |\n|---|---|\n");
            for (PositionalParamSpec positional : spec.positionalParameters()) {
                row(text, positional.paramLabel(), positional.description());
            }
            CommandTree.own(spec).forEach(option -> row(text, option));
        }
    }

    private static void options(StringBuilder text, List<OptionSpec> options) {
        text.append("| | |\n|---|---|\n");
        options.forEach(option -> row(text, option));
    }

    private static void row(StringBuilder text, OptionSpec option) {
        String names = String.join(", ", option.names());
        row(
                text,
                option.arity().max() == 0 ? names : names + " " + option.paramLabel(),
                option.description());
    }

    private static void row(StringBuilder text, String name, String... description) {
        text.append("| `")
                .append(name.replace("|", "\\|"))
                .append("` | ")
                .append(String.join(" ", description).replace("|", "\\|"))
                .append(" |\n");
    }
}
