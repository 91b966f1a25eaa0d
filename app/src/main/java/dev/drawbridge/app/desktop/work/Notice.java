package dev.drawbridge.app.desktop.work;

import dev.drawbridge.delivery.Ending;

/**
 * How something ended that a person did.
 *
 * @param ending as a command would have ended with it
 * @param done whether it was done, whatever came of it
 */
public record Notice(String sentence, Ending ending, boolean done) {

    /** It couldn't be done. */
    public static Notice failed(Problem problem) {
        return new Notice(problem.sentence(), problem.ending(), false);
    }
}
