package dev.drawbridge.delivery;

/**
 * The workflow doesn't go on. The message is one sentence for the person: what, why, and what to do
 * next.
 */
public final class Refused extends RuntimeException {
    private final Ending ending;

    public Refused(Ending ending, String sentence) {
        super(sentence);
        this.ending = ending;
    }

    /** How what was asked ends with it. */
    public Ending ending() {
        return ending;
    }
}
