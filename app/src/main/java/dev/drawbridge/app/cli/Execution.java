package dev.drawbridge.app.cli;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Failures;
import dev.drawbridge.app.cli.desk.GlobalOptions;
import dev.drawbridge.app.cli.desk.Surroundings;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Wiring;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.metrics.Metrics;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Failure;
import dev.drawbridge.app.output.OutputFormat;
import dev.drawbridge.app.output.Printer;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one command line from its arguments to its exit code. Not for two threads at once. */
public final class Execution {

    private final Surroundings surroundings;
    private final Wiring wiring;

    public Execution(Surroundings surroundings, Wiring wiring) {
        this.surroundings = surroundings;
        this.wiring = wiring;
    }

    /** Runs it; blocks until it is done, and returns the exit code of {@link Ending}. */
    public int run(String... args) {
        GlobalOptions options = new GlobalOptions();
        try (Workbench bench = new Workbench(options, surroundings, wiring)) {
            CommandLine line =
                    CommandTree.of(
                            options,
                            bench,
                            (at, arguments) -> new Execution(at, wiring).run(arguments));
            try {
                return run(line.parseArgs(args), bench);
            } catch (ParameterException e) {
                Failure failure = new Failure(Ending.BAD_INPUT, UsageErrors.sentence(e), e);
                printer(args).failure(name(e.getCommandLine()), failure, null);
                return failure.ending().code();
            }
        }
    }

    private int run(ParseResult parsed, Workbench bench) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine line = last.commandSpec().commandLine();
        if (helped(line, last, bench)) {
            return Ending.DONE.code();
        }
        if (!(last.commandSpec().userObject() instanceof DeskCommand command)) {
            throw new ParameterException(line, UsageErrors.incomplete(last.commandSpec()));
        }
        surroundings.verbose().accept(bench.options().verbose());
        String name = name(line);
        try {
            requireRows(name, command, bench.options());
            Answer answer = serving(bench, command);
            bench.printer().answer(name, answer);
            return answer.ending().code();
        } catch (RuntimeException | Error e) {
            Failure failure = Failures.of(e);
            if (e instanceof ConnectorException connector) {
                bench.metrics().failed(connector.kind());
            }
            bench.printer().failure(name, failure, null);
            return failure.ending().code();
        }
    }

    private static Answer serving(Workbench bench, DeskCommand command) {
        Integer port = bench.options().metricsPort();
        if (port == null) {
            return command.run();
        }
        try (Metrics.Server server = bench.metrics().serve(port)) {
            bench.printer().progress("metrics at http://127.0.0.1:" + server.port() + "/metrics");
            return command.run();
        }
    }

    private static void requireRows(String name, DeskCommand command, GlobalOptions options) {
        if (options.output() == OutputFormat.CSV && !command.hasRows()) {
            throw new UsageException(
                    "`drawbridge "
                            + name
                            + "` has no rows to write as CSV; use --output json for a program, or leave it out.");
        }
    }

    private static boolean helped(CommandLine line, ParseResult parsed, Workbench bench) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            if (parsed.isUsageHelpRequested()) {
                line.usage(out, CommandLine.Help.Ansi.OFF);
            } else if (parsed.isVersionHelpRequested()) {
                out.printf("drawbridge %s%n", Version.get());
            } else {
                return false;
            }
        }
        bench.printer().text(text.toString());
        return true;
    }

    /** The printer for arguments that couldn't be parsed: a program that wanted JSON gets JSON. */
    private Printer printer(String... args) {
        List<String> given = Arrays.asList(args);
        int at = given.indexOf("--output");
        boolean json =
                given.contains("--output=json")
                        || (at >= 0 && at + 1 < given.size() && given.get(at + 1).equals("json"));
        return new Printer(
                surroundings.streams(),
                new Printer.Look(
                        json ? OutputFormat.JSON : OutputFormat.TABLE,
                        false,
                        surroundings.zone(),
                        false));
    }

    /**
     * A command without the program's own name: {@code rollout show}; empty for the program itself.
     */
    static String name(@Nullable CommandLine line) {
        String whole = line == null ? "" : line.getCommandSpec().qualifiedName(" ");
        int space = whole.indexOf(' ');
        return space < 0 ? "" : whole.substring(space + 1);
    }
}
