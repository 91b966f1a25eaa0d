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

    private final List<Object> parts = new ArrayList<>();

    /** The first line: what it comes to. */
    public Page head(String sentence) {
        return line(Tone.HEAD, sentence);
    }

    /** A line, or several. */
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
            } else if (part instanceof Part(Function<Times, String> text, Tone tone)) {
                for (String line : text.apply(times).split("\n", -1)) {
                    lines.add(tone.paint(line, colour));
                }
            }
        }
        return lines;
    }
}
