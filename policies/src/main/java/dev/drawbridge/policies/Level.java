package dev.drawbridge.policies;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Comparator;

/** What a rule says. Listed from best to worst; the worst of all findings is the gate's. */
public enum Level {
    /** Nothing stands against it. */
    @JsonProperty("fine")
    FINE("fine"),
    /** Worth knowing; doesn't close the gate. */
    @JsonProperty("warn")
    WARN("warn"),
    /** All that is missing is a person's act. The gate stays closed. */
    @JsonProperty("waits")
    WAITS("waits"),
    /** The rule lacks what it needs to judge. The gate stays closed. */
    @JsonProperty("cant-tell")
    CANT_TELL("can't tell"),
    /** The rule says no. */
    @JsonProperty("deny")
    DENY("deny");

    private final String words;

    Level(String words) {
        this.words = words;
    }

    /** As screens and messages write it. */
    public String words() {
        return words;
    }

    /** Whether a gate may open with a finding of this level. */
    public boolean opens() {
        return this == FINE || this == WARN;
    }

    /**
     * The worst of them, by the order deny, can't tell, waits, warn, fine; can't tell where there
     * are none.
     */
    public static Level worst(Collection<Level> levels) {
        return levels.stream().max(Comparator.naturalOrder()).orElse(CANT_TELL);
    }
}
