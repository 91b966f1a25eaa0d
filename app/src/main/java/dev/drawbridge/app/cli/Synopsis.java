package dev.drawbridge.app.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command in one line: {@code drawbridge gate SERVICE -e ENV [--digest D]}. */
final class Synopsis {

    private Synopsis() {}

    static String of(CommandSpec spec) {
        List<String> words = new ArrayList<>(List.of(spec.qualifiedName(" ")));
        for (PositionalParamSpec positional : spec.positionalParameters()) {
            String many = positional.arity().max() > 1 ? "…" : "";
            words.add(
                    positional.required()
                            ? positional.paramLabel() + many
                            : "[" + positional.paramLabel() + many + "]");
        }
        List<OptionSpec> own = CommandTree.own(spec);
        own.stream().filter(OptionSpec::required).map(Synopsis::option).forEach(words::add);
        own.stream().filter(o -> !o.required()).map(o -> "[" + option(o) + "]").forEach(words::add);
        if (!spec.subcommands().isEmpty()) {
            words.add("COMMAND");
        }
        return String.join(" ", words);
    }

    private static String option(OptionSpec option) {
        return option.shortestName() + (option.arity().max() == 0 ? "" : " " + option.paramLabel());
    }
}
