package dev.drawbridge.policies;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Inputs near the corpus' good one. */
final class Inputs {

    private Inputs() {}

    static GateInput good() {
        return patched("{}");
    }

    /** The good one, changed by a merge patch. */
    static GateInput patched(String patch) {
        try {
            return Corpus.patched(new ObjectMapper().readTree(patch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
