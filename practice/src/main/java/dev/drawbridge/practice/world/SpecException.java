package dev.drawbridge.practice.world;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario that can't be read as one: a sentence a problem, with file, line and column. */
public final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    SpecException(List<String> problems) {
        super(problems.stream().collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    SpecException(String problem) {
        this(List.of(problem));
    }

    /** One sentence each, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
