package dev.drawbridge.app.cli.freeze;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.app.output.Tone;
import dev.drawbridge.connector.ConnectorException;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.gate.Freezes;
import dev.drawbridge.delivery.workspace.Environment;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code freeze list}. */
@Command(name = "list", description = "Lists the freezes on record that stand now.")
public final class FreezeListCommand extends DeskCommand {

    /**
     * The freezes, by environment.
     *
     * @param unreadable environments whose records couldn't be read, each a sentence
     */
    public record Result(List<FreezeLine> freezes, List<String> unreadable) {}

    public FreezeListCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<FreezeLine> freezes = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Environment environment : bench().workspace().order()) {
            String name = environment.name();
            try {
                Freezes.standing(bench().desk().site(name), bench().workspace())
                        .forEach(freeze -> freezes.add(FreezeLine.of(name, freeze)));
            } catch (ConnectorException e) {
                unreadable.add(name + ": " + e.getMessage());
            }
        }
        Page page = new Page();
        if (!freezes.isEmpty()) {
            page.head("New promotions are stopped.").gap().sheet(FreezeLine.sheet(freezes));
        } else if (unreadable.isEmpty()) {
            page.head("No freeze is on record.");
        } else {
            page.head("No freeze is on record where records can be read.");
        }
        unreadable.forEach(why -> page.line(Tone.WAITING, "Can't tell: " + why));
        String[] next =
                freezes.stream()
                        .map(FreezeLine::environment)
                        .distinct()
                        .map(name -> "drawbridge freeze end -e " + name)
                        .toArray(String[]::new);
        return Answer.of(
                unreadable.isEmpty() ? Ending.DONE : Ending.CANT_TELL,
                new Result(freezes, unreadable),
                page,
                FreezeLine.sheet(freezes),
                next);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }

    @Override
    public boolean hasRows() {
        return true;
    }
}
