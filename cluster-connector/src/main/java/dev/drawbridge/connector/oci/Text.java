package dev.drawbridge.connector.oci;

/** Text from outside, made fit for a sentence. */
final class Text {
    private static final int SHOWN = 160;

    private Text() {}

    /** One line of it, without control characters, cut where it is long. */
    static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
