package dev.drawbridge.delivery.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A workspace file that can't be used, or a name that it doesn't hold. The message is for the user;
 * exit code 2.
 */
public final class WorkspaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** A file with mistakes; at least one. */
    public WorkspaceException(List<Problem> problems) {
        super(problems.stream().sorted().map(Problem::sentence).collect(Collectors.joining("\n")));
        this.problems = problems.stream().sorted().toList();
    }

    /** Something that isn't a mistake at one place in a file. */
    public WorkspaceException(String message) {
        super(message);
        this.problems = List.of();
    }

    static WorkspaceException noSuch(String what, String wanted, Path file, List<String> known) {
        String hint =
                Spelling.nearest(wanted, known)
                        .map(name -> "did you mean '" + name + "'?")
                        .orElse("it has " + String.join(", ", known) + ".");
        return new WorkspaceException(
                "There is no " + what + " '" + wanted + "' in " + file + "; " + hint);
    }

    /** The mistakes, in the file's order; empty if the message isn't about a place in the file. */
    public List<Problem> problems() {
        return problems;
    }
}
