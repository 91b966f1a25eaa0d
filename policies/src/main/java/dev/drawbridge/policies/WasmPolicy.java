package dev.drawbridge.policies;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.styra.opa.wasm.OpaWasm_ModuleExports;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * One instance of the compiled pack, driven through OPA's WebAssembly interface (version 1.2,
 * {@code opa_eval}). The library's own policy class compiles anew for each instance; here the
 * compiled machine is shared. The pack uses only builtins that lie in the module, so a call for
 * another is a failure. For one thread at a time; not to be used again after a failure.
 */
final class WasmPolicy {

    /** 256 MiB in pages of 64 KiB: what one evaluation may use at most. */
    static final int MAX_PAGES = 4096;

    private static final int INITIAL_PAGES = 16;
    private static final int ALIGNMENT = 8;
    private static final int FORMAT_JSON = 0;

    private final Memory memory;
    private final OpaWasm_ModuleExports exports;
    private final int data;
    private final int heap;

    WasmPolicy(CompiledRules rules) {
        memory = new ByteArrayMemory(new MemoryLimits(INITIAL_PAGES, MAX_PAGES));
        exports =
                new OpaWasm_ModuleExports(
                        Instance.builder(rules.module())
                                .withImportValues(imports())
                                .withMachineFactory(rules.machine())
                                .build());
        int text = exports.opaMalloc(2);
        memory.write(text, "{}".getBytes(StandardCharsets.US_ASCII));
        data = exports.opaJsonParse(text, 2);
        exports.opaFree(text);
        heap = aligned(exports.opaHeapPtrGet());
    }

    /** The result set for an input: a JSON array, empty where the entrypoint is undefined. */
    byte[] evaluate(int entrypoint, byte[] input) {
        reserve((long) heap + input.length + ALIGNMENT);
        memory.write(heap, input);
        int result =
                exports.opaEval(
                        0,
                        entrypoint,
                        data,
                        heap,
                        input.length,
                        aligned(heap + input.length),
                        FORMAT_JSON);
        int end = result;
        while (memory.read(end) != 0) {
            end++;
        }
        return memory.readBytes(result, end - result);
    }

    private void reserve(long bytes) {
        long missing = bytes - (long) memory.pages() * Memory.PAGE_SIZE;
        if (missing > 0) {
            long pages = (missing + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE;
            if (pages > MAX_PAGES || memory.grow((int) pages) < 0) {
                throw new IllegalStateException(
                        "the input needs more than " + MAX_PAGES / 16 + " MiB");
            }
        }
    }

    private static int aligned(int address) {
        return (address + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private ImportValues imports() {
        ImportValues.Builder imports =
                ImportValues.builder().addMemory(new ImportMemory("env", "memory", memory));
        for (int arguments = 0; arguments <= 4; arguments++) {
            imports.addFunction(foreignBuiltin(arguments));
        }
        return imports.addFunction(
                        new HostFunction(
                                "env",
                                "opa_abort",
                                FunctionType.of(List.of(ValType.I32), List.of()),
                                (instance, args) -> {
                                    throw new IllegalStateException(
                                            memory.readCString((int) args[0]));
                                }))
                .build();
    }

    private static ImportFunction foreignBuiltin(int arguments) {
        List<ValType> parameters = Collections.nCopies(arguments + 2, ValType.I32);
        return new HostFunction(
                "env",
                "opa_builtin" + arguments,
                FunctionType.of(parameters, List.of(ValType.I32)),
                (instance, args) -> {
                    throw new IllegalStateException(
                            "the rules call a builtin that isn't compiled in");
                });
    }
}
