package dev.drawbridge.analytics.history;

import java.time.Instant;

/**
 * How far an environment's records had come when this desk last saw them; fewer later, or another
 * namespace uid, means that records went back.
 *
 * @param lastFence the highest fencing number seen
 * @param at by the server's clock
 */
public record Mark(String namespaceUid, long records, long lastFence, Instant at) {}
