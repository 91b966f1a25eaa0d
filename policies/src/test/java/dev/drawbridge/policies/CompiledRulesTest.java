package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledRulesTest {

    private static final String TITLE = "No container is privileged";

    @Test
    void theBuildsClassesAreWhatTheProductsOwnPackGives() throws IOException {
        for (Map.Entry<String, byte[]> each : RulesCompiler.classes(Pack.wasm()).entrySet()) {
            String file = "/" + each.getKey().replace('.', '/') + ".class";
            try (InputStream built = CompiledRules.class.getResourceAsStream(file)) {
                assertThat(built).as(file).isNotNull().hasBinaryContent(each.getValue());
            }
        }
    }

    @Test
    void otherBytesThanTheProductsOwnAreJudgedByWhatTheySay() {
        String other = TITLE.toUpperCase(Locale.ROOT);
        byte[] patched =
                new String(Pack.wasm(), StandardCharsets.ISO_8859_1)
                        .replace(TITLE, other)
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(judged(Pack.wasm())).contains(TITLE).doesNotContain(other);
        assertThat(judged(patched)).contains(other).doesNotContain(TITLE);
    }

    private static String judged(byte[] wasm) {
        byte[] findings =
                new WasmPolicy(CompiledRules.of(wasm))
                        .evaluate(0, CanonicalJson.bytes(Corpus.good()));
        return new String(findings, StandardCharsets.UTF_8);
    }
}
