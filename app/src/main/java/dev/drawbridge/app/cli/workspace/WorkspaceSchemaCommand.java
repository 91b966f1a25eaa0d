package dev.drawbridge.app.cli.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drawbridge.app.cli.desk.DeskCommand;
import dev.drawbridge.app.cli.desk.Workbench;
import dev.drawbridge.app.output.Answer;
import dev.drawbridge.app.output.Page;
import dev.drawbridge.delivery.Ending;
import dev.drawbridge.delivery.workspace.SchemaWriter;
import picocli.CommandLine.Command;

/** {@code workspace schema}. */
@Command(
        name = "schema",
        description = "Shows the JSON Schema of the workspace file, for editors and other tools.")
public final class WorkspaceSchemaCommand extends DeskCommand {

    /** The schema. */
    public record Result(JsonNode schema) {}

    public WorkspaceSchemaCommand(Workbench bench) {
        super(bench);
    }

    @Override
    public Answer run() {
        String schema = SchemaWriter.schema();
        try {
            return Answer.of(
                    Ending.DONE,
                    new Result(new ObjectMapper().readTree(schema)),
                    new Page().block(schema.stripTrailing()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema is written as JSON", e);
        }
    }

    @Override
    public Class<Result> resultType() {
        return Result.class;
    }
}
