package dev.drawbridge.app.desktop.work;

import java.util.Optional;

/**
 * How something ended that a person did.
 *
 * @param problem why it couldn't be done; empty where it was
 */
public record Notice(String sentence, Optional<Problem> problem) {

    /** It was done. */
    public static Notice done(String sentence) {
        return new Notice(sentence, Optional.empty());
    }

    /** It couldn't be done. */
    public static Notice failed(Problem problem) {
        return new Notice(problem.sentence(), Optional.of(problem));
    }
}
