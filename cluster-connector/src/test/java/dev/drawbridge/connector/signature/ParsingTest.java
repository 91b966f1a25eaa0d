package dev.drawbridge.connector.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.connector.oci.Digest;
import dev.drawbridge.connector.signature.Source.Form;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingTest {
    private static final Source SOURCE = new Source("r/a", Form.BUNDLE, null, 0);
    private static final Digest SUBJECT = Digest.of(new byte[] {1});

    private static String bundle() {
        KeyPair keys = Keys.make("P-256");
        ObjectNode predicate = Parsing.JSON.createObjectNode().put("total", 3);
        try {
            byte[] bytes = DsseWriter.sign(keys, "https://t", predicate, "a", SUBJECT);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SignedObject parse(String bundle) {
        return Parsing.bundle(SOURCE, bundle.getBytes(StandardCharsets.UTF_8));
    }

    private static String why(SignedObject object) {
        assertThat(object).isInstanceOf(SignedObject.Unreadable.class);
        return ((SignedObject.Unreadable) object).why();
    }

    /** A legacy attestation with this statement. */
    private static SignedObject statement(String json) {
        String payload = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        String envelope =
                "{\"payloadType\": \"%s\", \"payload\": \"%s\", \"signatures\": [{\"keyid\": \"\", \"sig\": \"AAAA\"}]}"
                        .formatted(Statements.PAYLOAD_TYPE, payload);
        return Parsing.envelope(SOURCE, envelope.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBundleIsReadAsItWasSigned() {
        assertThat(parse(bundle()))
                .isInstanceOfSatisfying(
                        SignedObject.Dsse.class,
                        dsse -> {
                            assertThat(dsse.predicateType()).isEqualTo("https://t");
                            assertThat(dsse.predicate().path("total").asInt()).isEqualTo(3);
                            assertThat(dsse.covers(SUBJECT)).isTrue();
                            assertThat(dsse.isSignature()).isFalse();
                        });
    }

    @Test
    void aBundleCutOffAnywhereIsUnreadableAndNeverAnException() {
        byte[] whole = bundle().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            why(Parsing.bundle(SOURCE, Arrays.copyOf(whole, length)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"mediaType\"', '{\"x\":1,\"mediaType\"', unknown key",
        "'\"hint\"', '\"hint\":\"a\",\"hint\"', not JSON",
        "'\"sig\"', '\"sig\":\"AA\",\"sig\"', not JSON",
        "'bundle.v0.3', 'bundle.v0.2', media type",
        "'\"publicKey\"', '\"tlogEntries\"', neither a key nor a certificate",
        "'[{\"sig\"', '[{\"sig\":\"AA==\"},{\"sig\"', 2 signatures",
        "'vnd.in-toto+json', 'json', payload is of the type",
        "'\"payload\":\"', '\"payload\":\"*', not base64",
        "'\"dsseEnvelope\"', '\"messageSignature\"', unknown key"
    })
    void whatCosignWouldRefuseIsUnreadable(String part, String instead, String why) {
        String whole = bundle();
        assertThat(whole).contains(part);
        assertThat(why(parse(whole.replace(part, instead)))).contains(why);
    }

    @Test
    void whatFollowsTheBundleMakesItUnreadable() {
        assertThat(why(parse(bundle() + "{}"))).contains("JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v0.1"})
    void bothTypesOfStatementAreRead(String version) {
        SignedObject read =
                statement(
                        "{\"_type\": \"https://in-toto.io/Statement/%s\", \"predicateType\": \"t\", \"subject\": [{\"name\": \"a\", \"digest\": {\"sha256\": \"%s\"}}]}"
                                .formatted(version, SUBJECT.hex()));
        assertThat(read).isInstanceOf(SignedObject.Dsse.class);
        assertThat(read.covers(SUBJECT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_type\": \"https://in-toto.io/Statement/v2\", \"predicateType\": \"t\", \"subject\": [{\"digest\": {\"sha256\": \"a\"}}]}",
                "{\"predicateType\": \"t\", \"subject\": [{\"digest\": {\"sha256\": \"a\"}}]}",
                "{\"_type\": \"https://in-toto.io/Statement/v1\", \"subject\": [{\"digest\": {\"sha256\": \"a\"}}]}",
                "{\"_type\": \"https://in-toto.io/Statement/v1\", \"predicateType\": \"t\", \"subject\": []}",
                "{\"_type\": \"https://in-toto.io/Statement/v1\", \"predicateType\": \"t\", \"subject\": [{}]}",
                "{\"_type\": \"https://in-toto.io/Statement/v1\", \"predicateType\": \"t\", \"subject\": [{\"digest\": {\"sha256\": 1}}]}",
                "{\"_type\": \"https://in-toto.io/Statement/v1\", \"predicateType\": \"t\", \"predicateType\": \"u\", \"subject\": [{\"digest\": {\"sha256\": \"a\"}}]}",
                "[]",
                ""
            })
    void anyOtherStatementIsUnreadable(String json) {
        assertThat(why(statement(json))).contains("statement");
    }

    @Test
    void aSubjectInUpperCaseIsAnother() {
        SignedObject read =
                statement(
                        "{\"_type\": \"https://in-toto.io/Statement/v1\", \"predicateType\": \"t\", \"subject\": [{\"digest\": {\"sha256\": \"%s\"}}]}"
                                .formatted(SUBJECT.hex().toUpperCase(Locale.ROOT)));
        assertThat(read.covers(SUBJECT)).isFalse();
    }

    @Test
    void aBombOfNestedArraysIsUnreadable() {
        assertThat(why(parse("[".repeat(1_000_000)))).contains("JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "cosign container image signature, true, AAAA, ",
        "something else, true, AAAA, of the type",
        "cosign container image signature, false, AAAA, no sha256 digest",
        "cosign container image signature, true, *, not base64",
        "cosign container image signature, true, , no signature"
    })
    void anOlderSignatureNamesItsTypeAndItsImage(
            String type, boolean digest, @Nullable String signature, @Nullable String why) {
        String text =
                "{\"critical\": {\"identity\": {\"docker-reference\": \"a\"}, \"image\": {\"docker-manifest-digest\": \"%s\"}, \"type\": \"%s\"}, \"optional\": null}"
                        .formatted(digest ? SUBJECT : "latest", type);
        SignedObject read =
                Parsing.simpleSigning(SOURCE, text.getBytes(StandardCharsets.UTF_8), signature);
        if (why == null) {
            assertThat(read.covers(SUBJECT)).isTrue();
            assertThat(read.covers(Digest.of(new byte[0]))).isFalse();
        } else {
            assertThat(why(read)).contains(why);
        }
    }

    @Test
    void onlyWhatCosignSignMakesIsASignature() throws GeneralSecurityException {
        KeyPair keys = Keys.make("P-256");
        for (String type :
                List.of(Statements.COSIGN_SIGN, "https://slsa.dev/verification_summary/v1")) {
            byte[] bytes =
                    DsseWriter.sign(keys, type, Parsing.JSON.createObjectNode(), "a", SUBJECT);
            SignedObject.Dsse read = (SignedObject.Dsse) Parsing.bundle(SOURCE, bytes);
            assertThat(read.isSignature()).isEqualTo(type.equals(Statements.COSIGN_SIGN));
        }
    }
}
