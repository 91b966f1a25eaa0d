package dev.drawbridge.policies;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Encoding;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.WasmWriter;
import com.dylibso.chicory.wasm.types.RawSection;
import com.dylibso.chicory.wasm.types.Section;
import com.dylibso.chicory.wasm.types.SectionId;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rules in OPA's WebAssembly, as JVM classes. Compiling takes most of a second, so the build does
 * it once for the pack that the product carries ({@link RulesCompiler}), and names the classes by
 * the SHA-256 of the bytes they were made from: classes are used for these bytes alone, and any
 * other bytes are compiled when they come.
 *
 * @param module what instances are made of
 * @param machine the code of an instance; may be shared by all of them
 */
record CompiledRules(WasmModule module, Function<Instance, Machine> machine) {

    /** What the simple names of all such classes begin with. */
    static final String PREFIX = "Rules_";

    /** An empty list of locals, {@code unreachable}, {@code end}; its length before it. */
    private static final byte[] NO_BODY = {3, 0, 0x00, 0x0B};

    /** The rules that these bytes are. */
    static CompiledRules of(byte[] wasm) {
        Optional<Constructor<? extends Machine>> built = built(wasm);
        if (built.isPresent()) {
            Constructor<? extends Machine> constructor = built.get();
            return new CompiledRules(
                    Parser.parse(withoutCode(wasm)), instance -> make(constructor, instance));
        }
        WasmModule module = Parser.parse(wasm);
        return new CompiledRules(module, MachineFactoryCompiler.compile(module));
    }

    private static Optional<Constructor<? extends Machine>> built(byte[] wasm) {
        try {
            return Optional.of(
                    Class.forName(className(wasm))
                            .asSubclass(Machine.class)
                            .getConstructor(Instance.class));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (NoSuchMethodException e) {
            throw damaged(e);
        }
    }

    private static Machine make(Constructor<? extends Machine> constructor, Instance instance) {
        try {
            return constructor.newInstance(instance);
        } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
            throw damaged(e);
        }
    }

    private static IllegalStateException damaged(Exception cause) {
        return new IllegalStateException(
                "The compiled rules of this installation can't be used, they are damaged: install Drawbridge again.",
                cause);
    }

    /** Full name of the class that the build makes of these bytes. */
    static String className(byte[] wasm) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(wasm);
            return CompiledRules.class.getPackageName()
                    + "."
                    + PREFIX
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The module with empty functions: decoding those takes long, and the classes hold them. */
    static byte[] withoutCode(byte[] wasm) {
        WasmWriter writer = new WasmWriter();
        Parser.parseWithoutDecoding(wasm, section -> copy(section, writer));
        return writer.bytes();
    }

    private static void copy(Section section, WasmWriter writer) {
        RawSection raw = (RawSection) section;
        if (raw.sectionId() != SectionId.CODE) {
            writer.writeSection(raw);
            return;
        }
        int functions = Math.toIntExact(Encoding.readVarUInt32(ByteBuffer.wrap(raw.contents())));
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        WasmWriter.writeVarUInt32(code, functions);
        for (int i = 0; i < functions; i++) {
            code.writeBytes(NO_BODY);
        }
        writer.writeSection(SectionId.CODE, code.toByteArray());
    }
}
