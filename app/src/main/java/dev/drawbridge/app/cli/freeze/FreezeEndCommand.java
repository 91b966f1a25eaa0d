package dev.drawbridge.app.cli.freeze;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.gate.Freezes;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code freeze end}. */
@Command(
        name = "end",
        description =
                "Ends the freezes of an environment that are on record: for who made them, and for compliance.")
public final class FreezeEndCommand extends DeskCommand {

    /** The records that ended them. */
    public record Result(String environment, List<String> records) {}

    @Option(
            names = {"-e", "--environment"},
            required = true,
            paramLabel = "ENV",
            description = "The environment.")
    String environment = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it can end.")
    String reason = "";

    public FreezeEndCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        String name = bench().environment(environment).name();
        List<String> records =
                Freezes.end(bench().desk().site(name), bench().workspace(), reason).stream()
                        .map(ReleaseRecord::name)
                        .toList();
        Page page = new Page().line(Tone.GOOD, name + " takes promotions again.");
        return Answer.of(Ending.DONE, new Result(name, records), page, "drawbridge releases");
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
