package dev.drawbridge.app.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.delivery.promotion.Promotion;
import dev.drawbridge.delivery.records.RecordBody;
import dev.drawbridge.delivery.records.RecordJson;
import dev.drawbridge.delivery.records.RecordKind;
import dev.drawbridge.delivery.records.Records;
import dev.drawbridge.delivery.records.ReleaseRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever may ask can write a request by hand; what it lacks keeps nobody from reading the rest.
 */
class OthersRecordsTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String WHOLE =
            "{\"id\":\"a1\",\"author\":{\"email\":\"d@shop\",\"bot\":false},"
                    + "\"committer\":{\"email\":\"d@shop\"},\"coAuthors\":[]}";

    private static final String ELSEWHERE = "{\"sha256\":\"sha256:0\"}";

    @Test
    void aWholeChangeIsKnown() throws IOException {
        ChangeResult change = shown(input(changeOf(WHOLE)), "[]").change();

        assertThat(change.known()).isTrue();
        assertThat(change.authors().getFirst().name()).isEqualTo("d@shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a1\",\"author\":{},\"committer\":{\"email\":\"d\"},\"coAuthors\":[]}",
                "{\"id\":\"a1\",\"author\":null,\"committer\":{\"email\":\"d\"},\"coAuthors\":[]}",
                "{\"id\":\"a1\",\"committer\":{\"email\":\"d\"},\"coAuthors\":[]}",
                "{\"id\":\"a1\",\"author\":{\"email\":\"d\"},\"coAuthors\":[]}",
                "{\"id\":\"a1\",\"author\":{\"email\":\"d\"},\"committer\":{\"email\":\"d\"}}",
                "{\"id\":\"a1\",\"author\":{\"email\":\"d\"},\"committer\":{\"email\":\"d\"},\"coAuthors\":[{}]}",
                "{\"id\":\"a1\",\"author\":{\"email\":\"d\"},\"committer\":{\"email\":\"d\"},\"coAuthors\":[null]}",
                "{\"id\":\"a1\",\"author\":{\"email\":\"d\"},\"committer\":{\"email\":\"d\"},\"coAuthors\":[],\"mergedBy\":{}}",
                "{\"author\":{\"email\":\"d\"},\"committer\":{\"email\":\"d\"},\"coAuthors\":[]}",
                "null"
            })
    void aCommitThatLacksSomethingMakesTheChangeUnknown(String commit) throws IOException {
        unknown(input(changeOf(commit)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{",
                "{}",
                "{\"change\":null}",
                "{\"change\":{}}",
                "{\"change\":{\"state\":\"read\"}}",
                "{\"change\":{\"commits\":[]}}"
            })
    void soDoesAnInputThatIsNone(String input) throws IOException {
        unknown(input(input));
    }

    @Test
    void soDoesARecordThatHoldsNoInputOrAnother() throws IOException {
        unknown(ELSEWHERE);
        String another =
                input(changeOf(WHOLE)).replaceFirst("sha256:[0-9a-f]{8}", "sha256:00000000");
        assertThat(shown(another, "[]").change().why()).contains("another than its SHA-256 says");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[null]", "[{}]", "[{},{}]", "{}", "7"})
    void findingsThatAreNoneAreSaidToBe(String findings) throws IOException {
        assertThat(shown(ELSEWHERE, findings).findings())
                .singleElement()
                .satisfies(f -> assertThat(f.rule()).isEqualTo("records.readable"));
    }

    private static void unknown(String input) throws IOException {
        PromotionResult shown = shown(input, "[]");

        assertThat(shown.change().known()).isFalse();
        assertThat(shown.change().why()).isNotBlank();
        assertThat(PromotionView.show(shown)).isNotNull();
    }

    private static PromotionResult shown(String input, String findings)
            throws JsonProcessingException {
        RecordBody.Request body =
                RecordJson.read(
                        """
                        {"environment":"production","service":"checkout","image":"r/x@sha256:b",
                         "digest":"sha256:b","plan":"rolling","reason":"why","assessment":"h",
                         "pack":"p","evidence":[],"candidateFrom":"tag main",
                         "expires":"2026-11-28T12:00:00Z","findings":%s,"input":%s}
                        """
                                .formatted(findings, input),
                        RecordBody.Request.class);
        ReleaseRecord<RecordBody.Request> request =
                new ReleaseRecord<>(
                        RecordKind.REQUEST,
                        "checkout-b-1",
                        "uid",
                        "sha",
                        NOON,
                        "eve",
                        List.of(),
                        "checkout",
                        "checkout-b-1",
                        body);
        return PromotionResult.of(
                new Promotion(
                        "production/checkout-b-1",
                        request,
                        new Records(List.of(request)),
                        List.of(),
                        NOON),
                null,
                null);
    }

    private static String changeOf(String commit) {
        return "{\"change\":{\"state\":\"read\",\"head\":\"a1\",\"commits\":[" + commit + "]}}";
    }

    private static String input(String json) throws IOException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        return RecordJson.write(
                new RecordBody.Input(
                        Digest.of(text).value(),
                        Base64.getEncoder().encodeToString(packed.toByteArray()),
                        null));
    }
}
