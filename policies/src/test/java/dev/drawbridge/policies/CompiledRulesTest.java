package dev.drawbridge.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.wasm.UninstantiableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompiledRulesTest {

    private static final byte[] GOOD = CanonicalJson.bytes(Inputs.good());

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
    void otherBytesThanTheProductsOwnAreRunAsTheyAre() {
        byte[] own = Pack.wasm();
        byte[] functionsThatOnlyFail = CompiledRules.withoutCode(own);

        assertThat(new WasmPolicy(CompiledRules.of(own)).evaluate(0, GOOD)).isNotEmpty();
        assertThatThrownBy(() -> new WasmPolicy(CompiledRules.of(functionsThatOnlyFail)))
                .isInstanceOf(UninstantiableException.class)
                .hasMessageContaining("unreachable");
    }
}
