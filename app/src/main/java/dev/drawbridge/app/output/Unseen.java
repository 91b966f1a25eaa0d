package dev.drawbridge.app.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a reader can't see: characters that a terminal acts upon, that take no room or that turn the
 * direction of reading. Reasons, commits and names are other people's words.
 */
public final class Unseen {

    /** Lines and tabs can be seen, where a text may have several. */
    private static final Pattern CHARACTERS =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n\t]]");

    private Unseen() {}

    /** The text with {@code \uFFFD} for each of them. */
    public static String shown(String text) {
        return CHARACTERS.matcher(text).replaceAll("\uFFFD");
    }

    /** A JSON document with each of them written as an escape, so that it says the same. */
    static String escaped(String json) {
        return CHARACTERS
                .matcher(json)
                .replaceAll(match -> Matcher.quoteReplacement(escape(match.group())));
    }

    /** Those below a space stand between values only: strings have them escaped already. */
    private static String escape(String character) {
        return character
                .chars()
                .mapToObj(c -> c < ' ' ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
    }
}
