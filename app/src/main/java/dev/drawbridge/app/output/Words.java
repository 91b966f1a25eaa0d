package dev.drawbridge.app.output;

/** Numbers in sentences. */
public final class Words {

    private Words() {}

    /** {@code 1 tag}, {@code 3 tags}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
