package dev.drawbridge.app.cli.freeze;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.promotion.Freezes;
import dev.drawbridge.delivery.workspace.Environment;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code freeze list}. */
@Command(name = "list", description = "Lists the freezes on record that stand now.")
public final class FreezeListCommand extends DeskCommand {

    /** The freezes, by environment. */
    public record Result(List<FreezeLine> freezes) {}

    public FreezeListCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        List<FreezeLine> freezes =
                bench().workspace().order().stream()
                        .map(Environment::name)
                        .flatMap(name ->
                                Freezes.standing(bench().desk().site(name), bench().workspace())
                                        .stream()
                                        .map(freeze -> FreezeLine.of(name, freeze)))
                        .toList();
        Page page = new Page();
        if (freezes.isEmpty()) {
            page.head("No freeze is on record.");
        } else {
            page.head("New promotions are stopped.").gap().sheet(FreezeLine.sheet(freezes));
        }
        String[] next =
                freezes.stream()
                        .map(FreezeLine::environment)
                        .distinct()
                        .map(name -> "drawbridge freeze end -e " + name)
                        .toArray(String[]::new);
        return Answer.of(Ending.DONE, new Result(freezes), page, FreezeLine.sheet(freezes), next);
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
