package dev.drawbridge.analytics.history;

/**
 * What became of an event that was given to the history.
 *
 * @param id the event's, or that of the one with the same key that was there already
 * @param added false: the key was known and nothing was written
 * @param differs the key was known with another content: the source changed what can't change
 */
public record Appended(long id, boolean added, boolean differs) {}
