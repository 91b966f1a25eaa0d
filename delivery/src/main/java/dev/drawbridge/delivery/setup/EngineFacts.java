package dev.drawbridge.delivery.setup;

import dev.drawbridge.policies.EngineInfo;

/**
 * What is pinned of the engine.
 *
 * @param kind {@code embedded} or {@code opa}
 * @param packDigest the digest of the rules
 */
public record EngineFacts(String kind, String packDigest) {

    /** What is pinned of an engine that answers. */
    public static EngineFacts of(EngineInfo info) {
        return new EngineFacts(info.kind(), info.packDigest());
    }
}
