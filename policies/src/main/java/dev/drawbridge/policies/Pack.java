package dev.drawbridge.policies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The pack's build products as this installation carries them; {@code policies/build-pack} makes
 * them.
 */
final class Pack {

    /** Path of the one document that the engines are asked for. */
    static final String ENTRYPOINT = "drawbridge/gate/findings";

    private Pack() {}

    /** SHA-256 of the pack's sources, 64 hex digits; the revision of both bundles. */
    static String digest() {
        return new String(read("digest"), StandardCharsets.US_ASCII).strip();
    }

    static byte[] catalogue() {
        return read("catalogue.json");
    }

    /** The rules as OPA's WebAssembly. */
    static byte[] wasm() {
        try {
            return Bundle.file(wasmBundle(), "/policy.wasm");
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The compiled rules of this installation can't be read, they are damaged: install Drawbridge again.",
                    e);
        }
    }

    static byte[] wasmBundle() {
        return read("bundle-wasm.tar.gz");
    }

    static byte[] restBundle() {
        return read("bundle-rest.tar.gz");
    }

    private static byte[] read(String name) {
        try (InputStream in = Pack.class.getResourceAsStream("pack/" + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The rules (pack/"
                                + name
                                + ") are missing from this installation: install Drawbridge again.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
