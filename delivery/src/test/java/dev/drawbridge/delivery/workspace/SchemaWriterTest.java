package dev.drawbridge.delivery.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SchemaWriterTest {

    private static final Path PUBLISHED =
            Path.of("..", "docs", "reference", "workspace.schema.json");

    private final Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(SchemaWriter.schema());

    @Test
    void acceptsWhatTheReaderAccepts() throws IOException {
        assertThat(errors(WorkspaceFolder.SHOP)).isEmpty();
        assertThat(
                        errors(
                                WorkspaceFolder.SHOP.replace(
                                        "records: shop-releases",
                                        "records: { namespace: x, onTrust: true }")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.drawbridge.delivery.workspace.WorkspaceMistakes#all")
    void refusesEveryMistakeOfShape(WorkspaceMistakes.Mistake mistake) throws IOException {
        if (mistake.name().equals("duplicate key")) {
            return;
        }
        assertThat(errors(mistake.yaml()).isEmpty()).isEqualTo(!mistake.schemaSeesIt());
    }

    /**
     * With {@code -Ddrawbridge.write-references=true} the test writes the file in place of
     * comparing it.
     */
    @Test
    void thePublishedSchemaIsCurrent() throws IOException {
        if (Boolean.getBoolean("drawbridge.write-references")) {
            Files.createDirectories(PUBLISHED.getParent());
            Files.writeString(PUBLISHED, SchemaWriter.schema());
        }
        assertThat(PUBLISHED).hasContent(SchemaWriter.schema());
    }

    private List<Error> errors(String yaml) throws IOException {
        Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(new ObjectMapper().writeValueAsString(tree), InputFormat.JSON);
    }
}
