package dev.drawbridge.delivery.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects the mistakes of one file, up to a number that a person would still read. */
final class Problems {

    private static final int MOST = 100;

    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void add(int line, int column, String what, String expected, @Nullable String hint) {
        if (found.size() < MOST) {
            found.add(new Problem(file, line, column, what, expected, hint));
        }
    }

    void add(Node node, String what, String expected, @Nullable String hint) {
        Mark mark = node.getStartMark().orElse(null);
        if (mark == null) {
            add(0, 0, what, expected, hint);
        } else {
            add(mark.getLine() + 1, mark.getColumn() + 1, what, expected, hint);
        }
    }

    void add(Located place, String what, String expected, @Nullable String hint) {
        add(place.line(), place.column(), what, expected, hint);
    }

    int count() {
        return found.size();
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Problem> sorted() {
        return found.stream().distinct().sorted().toList();
    }
}
