package dev.drawbridge.app.output;

/** Numbers and other people's texts in sentences. */
public final class Words {

    private Words() {}

    /** {@code 1 tag}, {@code 3 tags}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** A text on one line, so that nobody's words look like lines of ours. */
    public static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\t', ' ');
    }
}
