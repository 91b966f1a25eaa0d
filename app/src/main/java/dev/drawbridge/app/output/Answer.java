package dev.drawbridge.app.output;

import dev.drawbridge.delivery.Ending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command has to say, in each of the formats.
 *
 * @param ending how it ended; the exit code
 * @param result a record, the {@code result} of the JSON document
 * @param page for people
 * @param rows for CSV; null where the command has none
 * @param next commands that go on from here, each a line that works when pasted
 */
public record Answer(
        Ending ending, Record result, Page page, @Nullable Sheet rows, List<String> next) {

    public Answer {
        next = List.copyOf(next);
    }

    /** An answer without rows. */
    public static Answer of(Ending ending, Record result, Page page, String... next) {
        return new Answer(ending, result, page, null, List.of(next));
    }

    /** An answer with rows. */
    public static Answer of(Ending ending, Record result, Page page, Sheet rows, String... next) {
        return new Answer(ending, result, page, rows, List.of(next));
    }
}
