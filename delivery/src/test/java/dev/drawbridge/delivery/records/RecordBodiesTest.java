package dev.drawbridge.delivery.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that somebody wrote by hand is read whole or not at all. */
class RecordBodiesTest {
    private static final RecordBody.Request REQUEST =
            new RecordBody.Request(
                    "production",
                    "checkout",
                    "r.example/checkout@sha256:1",
                    "sha256:1",
                    null,
                    "rolling",
                    "why",
                    null,
                    null,
                    null,
                    "assessment",
                    "pack",
                    null,
                    List.of(),
                    "tag main",
                    new ArrayNode(JsonNodeFactory.instance),
                    new RecordBody.Input("sha256:2", null, null),
                    Instant.EPOCH);

    private static RecordBody read(String body) throws Exception {
        return RecordBodies.read(RecordKind.REQUEST, false, body);
    }

    @Test
    void whatMayBeAbsentIs() throws Exception {
        assertThat(read(RecordJson.write(REQUEST))).isEqualTo(REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digest", "service", "image", "assessment", "input", "expires"})
    void whatItsKindAlwaysHasIsThere(String field) {
        ObjectNode body = (ObjectNode) RecordJson.tree(REQUEST);
        body.remove(field);

        assertThatThrownBy(() -> read(body.toString()))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessage("it has no " + field);
    }

    @Test
    void itsPartsAreWholeToo() {
        ObjectNode body = (ObjectNode) RecordJson.tree(REQUEST);
        body.putObject("input");

        assertThatThrownBy(() -> read(body.toString())).hasMessage("it has no sha256");
        assertThatThrownBy(() -> read("null")).hasMessage("it has no Request");
    }
}
