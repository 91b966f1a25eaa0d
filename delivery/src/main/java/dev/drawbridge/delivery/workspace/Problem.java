package dev.drawbridge.delivery.workspace;

import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One mistake in a workspace file.
 *
 * @param file the file
 * @param line from 1; 0: the file as a whole
 * @param column from 1; 0: the file as a whole
 * @param found what stands there; never a value that looks like a secret
 * @param expected what should
 * @param hint what to do, such as "did you mean 'staging'?"
 */
public record Problem(
        Path file, int line, int column, String found, String expected, @Nullable String hint)
        implements Comparable<Problem> {

    private static final Comparator<Problem> ORDER =
            Comparator.comparingInt(Problem::line)
                    .thenComparingInt(Problem::column)
                    .thenComparing(Problem::found)
                    .thenComparing(Problem::expected);

    /** The place and the mistake, in one sentence. */
    public String sentence() {
        String place = line == 0 ? file.toString() : file + ":" + line + ":" + column;
        return place
                + ": found "
                + found
                + ", expected "
                + expected
                + (hint == null ? "" : "; " + hint);
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }
}
