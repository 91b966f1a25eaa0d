package dev.drawbridge.app.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong arguments in one sentence. */
final class UsageErrors {

    private UsageErrors() {}

    static String sentence(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String what = what(e, spec);
        String end = what.endsWith("?") || what.endsWith(".") ? " See" : "; see";
        return "`"
                + spec.qualifiedName(" ")
                + "`: "
                + what
                + end
                + " `"
                + spec.qualifiedName(" ")
                + " --help`.";
    }

    private static String what(ParameterException e, CommandSpec spec) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched, spec);
            case MissingParameterException missing ->
                    "it needs "
                            + missing.getMissing().stream()
                                    .sorted(Comparator.comparing(ArgSpec::isOption))
                                    .map(UsageErrors::withValue)
                                    .collect(Collectors.joining(" and "))
                            + ", as in `"
                            + Synopsis.of(spec)
                            + "`";
            default ->
                    Values.wrong(e)
                            .orElseGet(() ->
                                    lowerFirst(
                                            String.valueOf(e.getMessage())
                                                    .replaceAll("\\s+", " ")
                                                    .strip()));
        };
    }

    /** What a person types for it, without its value: {@code --zone}, {@code SERVICE}. */
    static String named(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    private static String withValue(ArgSpec arg) {
        return arg instanceof OptionSpec option
                ? option.shortestName() + " " + option.paramLabel()
                : arg.paramLabel();
    }

    private static String unmatched(UnmatchedArgumentException e, CommandSpec spec) {
        String word = e.getUnmatched().getFirst();
        boolean command = !e.isUnknownOption() && !spec.subcommands().isEmpty();
        String what =
                (e.isUnknownOption()
                                ? "there is no option "
                                : command ? "there is no command " : "it doesn't take ")
                        + "'"
                        + word
                        + "'";
        List<String> near =
                Nearest.of(
                        word, command ? spec.subcommands().keySet() : spec.optionsMap().keySet());
        if (!near.isEmpty() && (command || e.isUnknownOption())) {
            return what + "; did you mean " + String.join(" or ", near) + "?";
        }
        return what;
    }

    /** For a command that only holds others. */
    static String incomplete(CommandSpec spec) {
        return "it needs one of "
                + spec.subcommands().keySet().stream().collect(Collectors.joining(", "));
    }

    private static String lowerFirst(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
