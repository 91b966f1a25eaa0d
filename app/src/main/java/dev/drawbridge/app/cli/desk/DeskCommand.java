package dev.drawbridge.app.cli.desk;

import dev.drawbridge.app.output.Answer;

/** A command that does something; those that only hold others don't extend it. */
public abstract class DeskCommand {

    private final Workbench bench;

    protected DeskCommand(Workbench bench) {
        this.bench = bench;
    }

    /** The desk it works at. */
    protected final Workbench bench() {
        return bench;
    }

    /**
     * Does it.
     *
     * @throws RuntimeException one that the command line has a sentence and an exit code for
     */
    public abstract Answer run();

    /** The type of {@link Answer#result()}, for the published schema. */
    public abstract Class<? extends Record> resultType();

    /** Whether {@code --output csv} has rows to give. */
    public boolean hasRows() {
        return false;
    }
}
