package dev.drawbridge.app.cli.desk;

/** Runs a whole command line at somebody's desk, in this process. */
@FunctionalInterface
public interface CommandLines {
    /** Runs it to its end and gives its exit code. */
    int run(Surroundings at, String... arguments);
}
