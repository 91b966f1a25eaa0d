package dev.drawbridge.app.output;

/**
 * What a piece of text stands for; it has a colour on a terminal and none elsewhere. Its words say
 * the same.
 */
public enum Tone {
    PLAIN(""),
    HEAD("1"),
    GOOD("32"),
    WORKING("34"),
    WAITING("33"),
    BLOCKED("31"),
    FAILED("1;31"),
    QUIET("2");

    private final String ansi;

    Tone(String ansi) {
        this.ansi = ansi;
    }

    /**
     * The text in this tone's colour, if colours are wanted, with {@code \uFFFD} for each character
     * that can't be seen.
     */
    String paint(String text, boolean colour) {
        String seen = Unseen.shown(text);
        return colour && !ansi.isEmpty() && !seen.isEmpty()
                ? "\u001b[" + ansi + "m" + seen + "\u001b[0m"
                : seen;
    }
}
