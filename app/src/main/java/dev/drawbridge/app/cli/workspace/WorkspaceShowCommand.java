package dev.drawbridge.app.cli.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.workspace.Workspace;
import dev.drawbridge.delivery.workspace.WorkspaceWriter;
import picocli.CommandLine.Command;

/** {@code workspace show}. */
@Command(
        name = "show",
        description =
                "Shows what the workspace file resolves to, every standard value written out.")
public final class WorkspaceShowCommand extends DeskCommand {

    /** What the file resolves to; paths from its folder on. */
    public record Result(String file, JsonNode workspace) {}

    public WorkspaceShowCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        Workspace workspace = bench().workspace();
        JsonNode shown = new WorkspaceWriter(workspace).show();
        Page page =
                new Page()
                        .head(
                                "Workspace "
                                        + workspace.name()
                                        + " as "
                                        + workspace.file()
                                        + " gives it.")
                        .block(shown.toPrettyString());
        return Answer.of(Ending.DONE, new Result(workspace.file().toString(), shown), page);
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
