package dev.drawbridge.app.desktop.work;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps late answers out: of several questions about the same thing only the newest one's answer
 * counts. Used on the window's thread.
 *
 * @param <K> what is asked about
 */
public final class Newest<K> {
    private final Map<K, Integer> asked = new HashMap<>();

    /** Asks anew; answers to what was asked before don't count any more. */
    public int ask(K about) {
        return asked.merge(about, 1, Integer::sum);
    }

    /** Whether nobody asked again since. */
    public boolean counts(K about, int question) {
        return asked.getOrDefault(about, 0) == question;
    }
}
