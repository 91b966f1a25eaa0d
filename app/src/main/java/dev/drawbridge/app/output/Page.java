package dev.drawbridge.app.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An answer for people, block by block: the sentence first, its proof below. Not shared between
 * threads.
 */
public final class Page {

    private record Part(Function<Times, String> text, Tone tone) {}

    private record Block(String text) {}

    private final List<Object> parts = new ArrayList<>();

    /** The first line: what it comes to. */
    public Page head(String sentence) {
        return line(Tone.HEAD, sentence);
    }

    /** A line; one also where a text in it has several, which may be somebody else's. */
    public Page line(String text) {
        return line(Tone.PLAIN, text);
    }

    /** A line with a tone. */
    public Page line(Tone tone, String text) {
        return line(tone, times -> text);
    }

    /** A line that says a time. */
    public Page line(Tone tone, Function<Times, String> text) {
        parts.add(new Part(text, tone));
        return this;
    }

    /** A text of several lines that are all ours. */
    public Page block(String text) {
        parts.add(new Block(text));
        return this;
    }

    /** An empty line. */
    public Page gap() {
        return line("");
    }

    /** A heading with an empty line before it. */
    public Page section(String title) {
        return gap().line(Tone.HEAD, title);
    }

    /** Rows. */
    public Page sheet(Sheet sheet) {
        parts.add(sheet);
        return this;
    }

    /** The lines for a reader. */
    List<String> lines(Times times, boolean colour) {
        List<String> lines = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Sheet sheet) {
                lines.addAll(sheet.lines(times, colour));
            } else if (part instanceof Block(String text)) {
                text.lines().forEach(line -> lines.add(Tone.PLAIN.paint(line, colour)));
            } else if (part instanceof Part(Function<Times, String> text, Tone tone)) {
                lines.add(tone.paint(Words.oneLine(text.apply(times)), colour));
            }
        }
        return lines;
    }
}
