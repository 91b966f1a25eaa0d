package dev.drawbridge.app.output;

/** How an answer is written on standard output. */
public enum OutputFormat {
    /** For people: sentences and aligned columns. */
    TABLE,
    /** One JSON document. */
    JSON,
    /** The rows alone, RFC 4180; only for commands that have rows. */
    CSV
}
