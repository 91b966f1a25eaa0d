package dev.drawbridge.policies;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.Parser;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the build runs so that a process finds the product's own pack compiled. */
final class RulesCompiler {

    private RulesCompiler() {}

    /** Puts the pack's classes beside the others, unless they lie there. */
    public static void main(String[] arguments) throws IOException {
        byte[] wasm = Pack.wasm();
        Path root = Path.of(arguments[0]);
        if (Files.exists(file(root, CompiledRules.className(wasm)))) {
            return;
        }
        Path folder = file(root, RulesCompiler.class.getName()).getParent();
        try (DirectoryStream<Path> earlier =
                Files.newDirectoryStream(folder, CompiledRules.PREFIX + "*.class")) {
            for (Path each : earlier) {
                Files.delete(each);
            }
        }
        for (Map.Entry<String, byte[]> each : classes(wasm).entrySet()) {
            Files.write(file(root, each.getKey()), each.getValue());
        }
    }

    /** The classes of these bytes, by full name. Every function is compiled, or none. */
    static Map<String, byte[]> classes(byte[] wasm) {
        return Compiler.builder(Parser.parse(wasm))
                .withClassName(CompiledRules.className(wasm))
                .withInterpreterFallback(InterpreterFallback.FAIL)
                .build()
                .compile()
                .classBytes();
    }

    private static Path file(Path root, String className) {
        return root.resolve(className.replace('.', '/') + ".class");
    }
}
