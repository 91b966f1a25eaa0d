package dev.drawbridge.practice.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecSchemaTest {
    private static final Path PUBLISHED = Path.of("../docs/reference/scenario.schema.json");

    private final Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(SpecSchema.text());

    @Test
    void isWhatIsPublished() throws IOException {
        Path made = Path.of("target/scenario.schema.json");
        Files.writeString(made, SpecSchema.text());
        assertThat(PUBLISHED)
                .as("copy practice/%s to docs/reference/ if the change is meant", made)
                .exists()
                .hasContent(SpecSchema.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"good", "blocked", "stale-evidence", "stuck", "waits-for-approval"})
    void allowsTheScenariosThatComeWithTheProduct(String name) throws IOException {
        assertThat(schema.validate(text(name), InputFormat.YAML)).isEmpty();
    }

    @Test
    void refusesWhatTheReaderRefuses() throws IOException {
        String good = text("good");
        assertThat(schema.validate(good.replace("about:", "abuot:"), InputFormat.YAML))
                .isNotEmpty();
        assertThat(schema.validate(good.replace("lasts: 4m", "lasts: 4"), InputFormat.YAML))
                .isNotEmpty();
        assertThat(schema.validate(good.replace("does: wait", "does: hope"), InputFormat.YAML))
                .isNotEmpty();
    }

    private static String text(String name) throws IOException {
        try (InputStream in = WorldSpec.class.getResourceAsStream(name + ".yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
