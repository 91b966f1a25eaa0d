package dev.drawbridge.policies;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InputSchemaTest {

    @Test
    void thePublishedSchemaIsThatOfTheRecords() throws Exception {
        Published.isCurrent(
                Path.of("schema/gate-input.schema.json"),
                InputSchema.json().toPrettyString() + "\n");
    }
}
