package dev.drawbridge.app.cli;

import dev.drawbridge.app.cli.desk.GlobalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program itself: the options that every command takes. */
@Command(
        name = "drawbridge",
        description = {
            "Shows what runs where, proves that a release may go to the next environment, watches it go, and pulls it"
                    + " back."
        })
final class RootCommand {

    @Mixin final GlobalOptions options;

    RootCommand(GlobalOptions options) {
        this.options = options;
    }
}
