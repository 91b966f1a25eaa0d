package dev.drawbridge.analytics.history;

import java.time.Instant;

/**
 * An event as the file holds it.
 *
 * @param id grows with each event of this file; no meaning outside it
 * @param recordedAt when this desk wrote it, by the desk's clock
 */
public record StoredEvent(long id, Instant recordedAt, Event event) {}
