package dev.drawbridge.policies;

import java.util.List;

/** Runs the pack over inputs. Safe from any thread; calls block. */
public interface PolicyEngine extends AutoCloseable {

    /**
     * Judges a recorded input.
     *
     * @param inputJson canonical JSON of a {@link GateInput}
     * @return findings in {@link Finding#ORDER}
     * @throws PolicyEngineException if the engine gave no answer that can be relied on
     */
    List<Finding> evaluate(byte[] inputJson);

    /** As {@link #evaluate(byte[])}. */
    default List<Finding> evaluate(GateInput input) {
        return evaluate(CanonicalJson.bytes(input));
    }

    EngineInfo info();

    @Override
    void close();
}
