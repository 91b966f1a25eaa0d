package dev.drawbridge.app.cli.freeze;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.gate.Freezes;
import dev.drawbridge.delivery.workspace.Spans;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code freeze}. */
@Command(
        name = "freeze",
        description =
                "Stops new promotions into an environment, on every desk. What is under way goes on; a rollback is"
                        + " never stopped. Ends by itself unless it is renewed.")
public final class FreezeCommand extends DeskCommand {

    private static final Duration LONGEST = Duration.ofDays(30);

    /** The freeze that was made. */
    public record Result(FreezeLine freeze) {}

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "ENV",
            description = "The environment. Must be given.")
    @Nullable String environment;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Must be given.")
    @Nullable String reason;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "How long it stands, such as 2h. Without it: 4h.")
    Duration length = Freezes.DEFAULT;

    public FreezeCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        if (environment == null || reason == null || reason.isBlank()) {
            throw new UsageException(incomplete());
        }
        if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw new UsageException(
                    "`drawbridge freeze --for` takes from 1m to 30d, not "
                            + Spans.write(length)
                            + "; a freeze is renewed by making another.");
        }
        String name = bench().environment(environment).name();
        FreezeLine freeze =
                FreezeLine.of(name, Freezes.freeze(bench().desk().site(name), reason, length));
        Page page =
                new Page()
                        .line(
                                Tone.HEAD,
                                times ->
                                        name
                                                + " is frozen until "
                                                + times.local(freeze.until())
                                                + ": "
                                                + freeze.reason())
                        .line(
                                "New promotions wait; what is under way goes on, and a rollback is always possible.");
        return Answer.of(Ending.DONE, new Result(freeze), page, "drawbridge freeze end -e " + name);
    }

    private String incomplete() {
        String missing =
                environment != null
                        ? "--reason TEXT"
                        : reason == null || reason.isBlank()
                                ? "-e ENV and --reason TEXT"
                                : "-e ENV";
        return "`drawbridge freeze` needs "
                + missing
                + " to stop promotions, as in `drawbridge freeze -e "
                + (environment == null ? "production" : environment)
                + " --reason 'stocktaking' --for 2h`; `drawbridge freeze list` shows the freezes that stand,"
                + " `drawbridge freeze end -e ENV` ends them.";
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
