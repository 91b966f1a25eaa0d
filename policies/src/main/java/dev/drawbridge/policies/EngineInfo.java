package dev.drawbridge.policies;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who judged: named on every screen and in every record.
 *
 * @param kind {@code embedded} or {@code opa}
 * @param version the engine's own version; {@code unknown} where it doesn't say
 * @param packDigest SHA-256 of the rules it ran, 64 hex digits
 * @param claimedBy where the judging was done elsewhere: its address, whose word version and result
 *     are
 */
public record EngineInfo(String kind, String version, String packDigest, @Nullable URI claimedBy) {}
