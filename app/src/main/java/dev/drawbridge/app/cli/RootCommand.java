package dev.drawbridge.app.cli;

import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.GlobalOptions;
import dev.drawbridge.app.cli.desk.UsageException;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.desktop.Toolkit;
import dev.drawbridge.app.desktop.Window;
import dev.drawbridge.app.desktop.desk.Seat;
import dev.drawbridge.app.desktop.look.Texts;
import dev.drawbridge.app.desktop.work.Work;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import java.util.List;
import javafx.application.Platform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program itself: its window, and the options that every command takes. */
@Command(
        name = "drawbridge",
        description = {
            "Shows what runs where, proves that a release may go to the next environment, watches it go, and pulls it"
                    + " back. Without a command it opens its window."
        })
final class RootCommand extends DeskCommand {

    /** Nothing is left to say once the window is closed. */
    record Result() {}

    @Mixin final GlobalOptions options;

    RootCommand(Workbench bench, GlobalOptions options) {
        super(bench);
        this.options = options;
    }

    @Override
    public Answer run() {
        if (!Toolkit.hasDisplay(
                bench().surroundings().environment(), bench().surroundings().system())) {
            throw new UsageException(
                    "There is no display here to open the window on; `drawbridge demo` plays a release in this"
                            + " terminal, and `drawbridge --help` lists what else can be done in one.");
        }
        Toolkit.start();
        try (Work work = new Work(Platform::runLater, bench().surroundings().clock())) {
            Window.show(List.of(new Seat(Texts.of("window.desk"), bench())), work);
        }
        return Answer.of(Ending.DONE, new Result(), new Page());
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
