package dev.drawbridge.app.cli.desk;

import dev.drawbridge.app.output.OutputFormat;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or behind its name. Filled by the parser. */
public final class GlobalOptions {

    @Option(
            names = "--workspace",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "The workspace file. Without it: drawbridge.yaml here or above, else the one opened last.")
    @Nullable Path workspace;

    @Option(
            names = "--history",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "This desk's history. Without it: a file of its own for each workspace, in the user's data"
                            + " folder.")
    @Nullable Path history;

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "table|json|csv",
            description =
                    "How the answer is written: for people (table), as one JSON document, or as rows.")
    OutputFormat output = OutputFormat.TABLE;

    @Option(
            names = "--zone",
            scope = ScopeType.INHERIT,
            paramLabel = "ZONE",
            description =
                    "The zone of times in tables, such as Europe/Zurich. Without it: this machine's.")
    @Nullable ZoneId zone;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description =
                    "No colours. There are none away from a terminal, or where NO_COLOR is set.")
    boolean noColor;

    @Option(
            names = "--metrics-port",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description =
                    "Serves this process' Prometheus metrics on this port of the loopback address (0: any free"
                            + " port) while it runs.")
    @Nullable Integer metricsPort;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description =
                    "Logs what is done to standard error, and shows where a failure comes from.")
    boolean verbose;

    @Option(
            names = "--help",
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows what a command does and takes.")
    boolean help;

    @Option(
            names = "--version",
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows the version.")
    boolean version;

    /** How the answer is written. */
    public OutputFormat output() {
        return output;
    }

    /** Whether to log what is done. */
    public boolean verbose() {
        return verbose;
    }

    /** The port for metrics; null for none. */
    public @Nullable Integer metricsPort() {
        return metricsPort;
    }
}
